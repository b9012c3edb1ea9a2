//! What a till asks the server to do at once. Calls need a connection and may be sent
//! twice: each carries an id of the client's own that makes the second a repeat.

use super::told::order::Moment;
use crate::fact::supply::ReceivedLine;
use crate::refusal::Reason;
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    ReceiveGoods {
        intake: IntakeId,
        staff: StaffId,
        warehouse: WarehouseId,
        lines: Vec<ReceivedLine>,
        reference: String,
    },
    /// Try an entry that was set aside once more.
    RetrySetAside { entry: Hash, staff: StaffId },
    /// Who took the units that these lines wait for.
    Takers { lines: Vec<(OrderId, u32)> },
    /// An order as it was sealed.
    Order { order: OrderId },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    GoodsReceived {
        backorders_filled: u64,
        already_received: bool,
    },
    Retried {
        applied: bool,
        reason: Option<Reason>,
    },
    /// In the order of the question.
    Takers {
        lines: Vec<Vec<Taker>>,
    },
    /// The payload of its entry, or nothing where this server has no such order.
    Order {
        #[serde(with = "serde_bytes")]
        payload: Option<Vec<u8>>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taker {
    pub number: String,
    pub quantity: Quantity,
    pub at: Moment,
}
