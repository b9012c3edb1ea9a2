//! Order lines as stock sees them: what is bound to a line and what a line still waits for.

use crate::order::Promise;
use crate::unit::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Units bound to an order line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Position of the order in the log: who came first.
    pub position: u64,
    pub order: OrderId,
    pub line: u32,
    pub quantity: Quantity,
    pub promise: Promise,
}

/// Why a line has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShortageCause {
    /// The pool did not cover it when the order reached the server.
    SoldOut,
    /// It had units, and a customer at the counter walked out with them.
    TakenByCarryOut,
    /// It had units, and a count found fewer.
    TakenByCount,
}

/// Units a line still waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backorder {
    pub position: u64,
    pub order: OrderId,
    pub line: u32,
    pub quantity: Quantity,
    pub promise: Promise,
    pub cause: ShortageCause,
}

/// The backorder's identity follows from what it is for, so that replaying makes it again.
pub fn backorder_id(order: OrderId, line: u32, product: ProductId) -> BackorderId {
    let name = [order.0.as_bytes().as_slice(), &line.to_be_bytes(), product.0.as_bytes()].concat();
    BackorderId(Uuid::new_v5(&Uuid::NAMESPACE_OID, &name))
}
