//! The rules: one event in, movements and changes to lines out. See the table of postings in
//! ARCHITECTURE.md.
//!
//! Every event either happens whole or, with an error, not at all.

use super::account::{Account, Movement};
use super::line::{Allocation, Backorder, ShortageCause};
use super::posting::Book;
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
    #[error("the order line is in the books already")]
    LineExists,
    #[error("the quantities are too large to add up")]
    Arithmetic(#[from] ArithmeticError),
}

impl ProductStock {
    pub fn balance(&self, account: Account) -> Quantity {
        self.balances.get(&account).copied().unwrap_or_default()
    }

    /// What should be in the building: the internal accounts less what the books owe.
    pub fn on_hand(&self) -> Result<Quantity, ArithmeticError> {
        let counted =
            self.balances.iter().filter(|(account, _)| account.is_internal() || **account == Account::Deficit);
        counted.map(|(_, quantity)| *quantity).try_fold(Quantity::ZERO, Quantity::plus)
    }

    /// What can still be promised to anybody.
    pub fn free(&self) -> Quantity {
        self.balance(Account::Pool)
    }

    /// What order lines still wait for.
    pub fn backordered(&self) -> Result<Quantity, ArithmeticError> {
        self.backorders.iter().map(|backorder| backorder.quantity).try_fold(Quantity::ZERO, Quantity::plus)
    }
}

impl StockEvent {
    pub fn quantity(&self) -> Quantity {
        match self {
            StockEvent::Opened { quantity }
            | StockEvent::Received { quantity }
            | StockEvent::ReturnedToVendor { quantity }
            | StockEvent::CarriedOut { quantity, .. }
            | StockEvent::Ordered { quantity, .. }
            | StockEvent::HandedOver { quantity, .. }
            | StockEvent::Cancelled { quantity, .. }
            | StockEvent::Returned { quantity, .. }
            | StockEvent::Repaired { quantity }
            | StockEvent::WrittenOff { quantity }
            | StockEvent::TransferredOut { quantity, .. }
            | StockEvent::TransferredIn { quantity, .. }
            | StockEvent::TransferShort { quantity, .. }
            | StockEvent::CountedMore { quantity }
            | StockEvent::CountedLess { quantity } => *quantity,
        }
    }
}

/// Applies `event`, recorded at log `position`, to the stock of one product. With an error
/// the stock is as it was.
pub fn apply(stock: &mut ProductStock, position: u64, event: &StockEvent) -> Result<Outcome, StockError> {
    let quantity = event.quantity();
    if !quantity.is_positive() {
        return Err(StockError::BadQuantity);
    }
    let mut book = Book::open(stock.clone());
    record(&mut book, position, event, quantity)?;
    let (after, outcome) = book.close();
    *stock = after;
    Ok(outcome)
}

fn record(book: &mut Book, position: u64, event: &StockEvent, quantity: Quantity) -> Result<(), StockError> {
    match *event {
        StockEvent::Opened { .. } => book.bring_in(Account::Opening, quantity),
        StockEvent::Received { .. } => book.bring_in(Account::Vendor, quantity),
        StockEvent::ReturnedToVendor { .. } => book.post(Account::Unsellable, Account::Vendor, quantity),
        StockEvent::CarriedOut { .. } => book.carry_out(quantity),
        StockEvent::Ordered { order, line, promise, .. } => book.order(position, order, line, promise, quantity),
        StockEvent::HandedOver { order, line, .. } => book.hand_over(order, line, quantity),
        StockEvent::Cancelled { order, line, .. } => book.cancel(order, line, quantity),
        StockEvent::Returned { sellable: true, .. } => book.bring_in(Account::Customer, quantity),
        StockEvent::Returned { sellable: false, .. } => book.post(Account::Customer, Account::Unsellable, quantity),
        StockEvent::Repaired { .. } => book.bring_in(Account::Unsellable, quantity),
        StockEvent::WrittenOff { .. } => book.post(Account::Unsellable, Account::Shrink, quantity),
        StockEvent::TransferredOut { transfer, .. } => {
            book.post(Account::Pool, Account::Transit { transfer }, quantity)
        }
        StockEvent::TransferredIn { transfer, .. } => book.bring_in(Account::Transit { transfer }, quantity),
        StockEvent::TransferShort { transfer, .. } => {
            book.post(Account::Transit { transfer }, Account::Shrink, quantity)
        }
        StockEvent::CountedMore { .. } => book.bring_in(Account::Shrink, quantity),
        StockEvent::CountedLess { .. } => {
            book.take(Account::Shrink, ShortageCause::TakenByCount, quantity).map(|_below_the_books| ())
        }
    }
}
