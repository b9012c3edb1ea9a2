//! Facts about baskets and orders, besides the order itself.

use crate::unit::{Amount, OrderId, StaffId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasketCancelled {
    pub order: OrderId,
    pub amount: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// The basket or document.
    pub order: OrderId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    pub person: StaffId,
    /// Name of the permission that was given.
    pub permission: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Amount>,
    pub reason: String,
}
