//! What a till asks the server to do at once. Calls need a connection and may be sent
//! twice: each carries an id of the client's own that makes the second a repeat.

use super::told::order::Moment;
use crate::fact::supply::ReceivedLine;
use crate::reason::Reason;
use crate::unit::*;
use serde::{Deserialize, Serialize};

open_variants! {
    /// One that only a newer server knows is answered like every other.
    pub enum Call {
        ReceiveGoods {
            intake: IntakeId,
            staff: StaffId,
            warehouse: WarehouseId,
            lines: Vec<ReceivedLine>,
            reference: String,
        } = "receive_goods",
        /// Try an entry that was set aside once more.
        RetrySetAside { entry: Hash, staff: StaffId } = "retry_set_aside",
        /// Who took the units that these lines wait for.
        Takers { lines: Vec<(OrderId, u32)> } = "takers",
        /// An order as it was sealed.
        Order { order: OrderId } = "order",
    }

    pub enum Answer {
        GoodsReceived { backorders_filled: u64, already_received: bool } = "goods_received",
        Retried { applied: bool, reason: Option<Reason> } = "retried",
        /// In the order of the question.
        Takers { lines: Vec<Vec<Taker>> } = "takers",
        /// What its entry says, or nothing where this server has no such order.
        Order { sold: Option<Sealed> } = "order",
    }
}

/// What an entry says, as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    pub kind: String,
    pub payload_version: u16,
    #[serde(with = "serde_bytes")]
    pub payload: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taker {
    pub number: String,
    pub quantity: Quantity,
    pub at: Moment,
}
