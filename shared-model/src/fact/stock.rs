//! Facts about stock itself.

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

nothing!(for StockOpened);
