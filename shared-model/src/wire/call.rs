//! What a till asks the server to do at once. Calls need a connection and may be sent
//! twice: each carries an id of the client's own that makes the second a repeat.

use crate::fact::ReceivedLine;
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    ReceiveGoods {
        receipt: GoodsReceiptId,
        staff: StaffId,
        warehouse: WarehouseId,
        lines: Vec<ReceivedLine>,
        reference: String,
    },
    /// Try an entry that was set aside once more.
    RetrySetAside { entry: Hash, staff: StaffId },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    GoodsReceived { backorders_filled: u64, already_received: bool },
    Retried { applied: bool, reason: Option<String> },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum CallError {
    #[error("this needs a {needs:?}")]
    NotAllowed { needs: crate::party::Role },
    #[error("{0}")]
    Invalid(String),
    #[error("the server could not do it now; try again")]
    Busy,
}
