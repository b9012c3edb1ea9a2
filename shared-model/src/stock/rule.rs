//! The rules: one event in, movements and changes to lines out. See the table of postings in
//! ARCHITECTURE.md. Stub types first.

use super::account::{Account, Movement};
use super::line::{Allocation, Backorder};
use crate::order::Promise;
use crate::unit::*;
use std::collections::BTreeMap;

/// One product in one warehouse, as far as a rule needs to see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductStock {
    /// Accounts that are not empty.
    pub balances: BTreeMap<Account, Quantity>,
    /// Open allocations, in order of (position, line).
    pub allocations: Vec<Allocation>,
    /// Open backorders, in order of (position, line): who is served first.
    pub backorders: Vec<Backorder>,
    /// Rises by one with every movement.
    pub version: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StockEvent {
    Opened {
        quantity: Quantity,
    },
    Received {
        quantity: Quantity,
    },
    ReturnedToVendor {
        quantity: Quantity,
    },
    /// Taken from the shelf and carried out, without a lease.
    CarriedOut {
        order: OrderId,
        line: u32,
        quantity: Quantity,
    },
    /// Pickup or delivery, class 2.
    Ordered {
        order: OrderId,
        line: u32,
        quantity: Quantity,
        promise: Promise,
    },
    /// Handover or dispatch of an ordered line.
    HandedOver {
        order: OrderId,
        line: u32,
        quantity: Quantity,
    },
    Cancelled {
        order: OrderId,
        line: u32,
        quantity: Quantity,
    },
    Returned {
        quantity: Quantity,
        sellable: bool,
    },
    Repaired {
        quantity: Quantity,
    },
    WrittenOff {
        quantity: Quantity,
    },
    TransferredOut {
        transfer: uuid::Uuid,
        quantity: Quantity,
    },
    TransferredIn {
        transfer: uuid::Uuid,
        quantity: Quantity,
    },
    TransferShort {
        transfer: uuid::Uuid,
        quantity: Quantity,
    },
    CountedMore {
        quantity: Quantity,
    },
    CountedLess {
        quantity: Quantity,
    },
}

/// What an event did, to be written as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub movements: Vec<Movement>,
    /// Lines whose allocated or backordered quantity changed, each once, sorted.
    pub touched: Vec<(OrderId, u32)>,
    /// Units handed over that the books did not hold; opens a count task.
    pub deficit: Quantity,
    /// Backorders that were filled completely.
    pub filled: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StockError {
    #[error("a quantity must be more than nothing")]
    BadQuantity,
    #[error("{account} holds {held}, which does not cover {wanted}")]
    NotCovered { account: &'static str, held: Quantity, wanted: Quantity },
    #[error("the order line holds no such quantity")]
    NoSuchLine,
    #[error("the quantities are too large to add up")]
    Arithmetic(#[from] ArithmeticError),
}

/// Applies `event`, recorded at log `position`, to the stock of one product.
pub fn apply(stock: &mut ProductStock, position: u64, event: &StockEvent) -> Result<Outcome, StockError> {
    let _ = (stock, position, event, Promise::CarriedOut);
    Ok(Outcome::default())
}
