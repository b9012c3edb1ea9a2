//! Facts about stock itself.

use super::Payload;
use super::payload::nothing;
use super::supply::ReceivedLine;
use crate::unit::WarehouseId;
use serde::{Deserialize, Serialize};

/// Once per product and warehouse; a product that was opened before stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockOpened {
    pub warehouse: WarehouseId,
    pub lines: Vec<ReceivedLine>,
}

impl Payload for StockOpened {
    nothing!(needs_beyond, event, money);
}
