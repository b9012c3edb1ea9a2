//! Facts about paper.

use super::payload::nothing;
use crate::unit::OrderId;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPrinted {
    pub order: OrderId,
    /// 0 for the first print.
    pub copy: u32,
}

nothing!(for ReceiptPrinted);
