//! Why a line waits, as it is stored: what tills are told, and who took the units, which they
//! ask for.

use serde::{Deserialize, Serialize};
use shared_model::stock::ShortageCause;
use shared_model::unit::*;
use shared_model::wire::Taker;
use shared_model::wire::told::order::{Moment, ShortageTold};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    pub cause: ShortageCause,
    pub terminal: TerminalId,
    /// How long the till had been out of touch when it sold, in seconds.
    pub offline_s: Option<u64>,
    pub believed_free: Option<Quantity>,
    /// Newest first.
    pub taken_by: Vec<TakenBy>,
    /// When goods are expected.
    pub expected: Option<BusinessDate>,
    pub since: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBy {
    pub number: String,
    pub quantity: Quantity,
    pub at: Timestamp,
}

impl Story {
    pub fn told(&self, order: OrderId, line: u32) -> ShortageTold {
        ShortageTold {
            order,
            line,
            cause: self.cause,
            terminal: Some(self.terminal),
            offline_s: self.offline_s,
            believed_free: self.believed_free,
            expected: self.expected,
            since: Moment(self.since),
        }
    }

    pub fn takers(&self) -> Vec<Taker> {
        let taker =
            |taken: &TakenBy| Taker { number: taken.number.clone(), quantity: taken.quantity, at: Moment(taken.at) };
        self.taken_by.iter().map(taker).collect()
    }
}
