//! Facts about paper.

use super::Payload;
use super::payload::nothing;
use crate::unit::OrderId;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPrinted {
    pub order: OrderId,
    /// 0 for the first print.
    pub copy: u32,
}

impl Payload for ReceiptPrinted {
    nothing!(needs_beyond, event, money);
}
