//! Facts about goods coming in.

use super::payload::nothing;
use crate::unit::{IntakeId, ProductId, Quantity, WarehouseId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReceivedLine {
    pub product: ProductId,
    pub quantity: Quantity,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodsReceived {
    pub intake: IntakeId,
    pub warehouse: WarehouseId,
    pub lines: Vec<ReceivedLine>,
    /// The delivery note's number.
    pub reference: String,
}

nothing!(for GoodsReceived);
