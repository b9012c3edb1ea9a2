//! What stock asks people to do.

use crate::unit::*;
use serde::{Deserialize, Serialize};

/// A task that a sale below zero opens: somebody should count what is really there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountTask {
    pub id: CountTaskId,
    pub warehouse: WarehouseId,
    pub product: ProductId,
    pub opened_at: Timestamp,
    /// The order that found the shelf fuller than the books.
    pub order: OrderId,
    /// By how much it did; a level says what came to it since.
    pub short: Quantity,
    pub open: bool,
}
