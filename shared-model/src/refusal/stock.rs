//! Why goods are not sold short.

use super::{ErrorCode, Retry};
use crate::unit::Quantity;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StockRefusal {
    /// The product may not be sold short.
    Denied { short: Quantity, product: String },
    /// Only somebody who may sell short can.
    MustBeAsked { short: Quantity, product: String },
}

impl StockRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            StockRefusal::Denied { .. } | StockRefusal::MustBeAsked { .. } => ErrorCode::StockDenied,
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            StockRefusal::Denied { .. } | StockRefusal::MustBeAsked { .. } => Retry::AfterUser,
        }
    }
}
