//! The rules: one event in, movements and changes to lines out. See the table of postings in
//! ARCHITECTURE.md.
//!
//! Every event either happens whole or, with an error, not at all.

use super::Promise;
use super::account::{Account, Movement};
use super::book::{Book, Lack};
use super::line::{LineChange, ShortageCause};
use super::posting::Steps;
use crate::unit::*;

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
pub struct Posted {
    pub movements: Vec<Movement>,
    /// In the order they happened.
    pub changes: Vec<LineChange>,
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
    /// Nothing is wrong with the event: load it and apply the event again.
    #[error("the book lacks {0}")]
    Lacks(#[from] Lack),
}

impl StockError {
    /// Its stable name, for what is kept of it.
    pub fn code(&self) -> &'static str {
        match self {
            StockError::BadQuantity => "bad_quantity",
            StockError::NotCovered { .. } => "not_covered",
            StockError::NoSuchLine => "no_such_line",
            StockError::LineExists => "line_exists",
            StockError::Arithmetic(_) => "too_large",
            StockError::Lacks(_) => "not_loaded",
        }
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
/// the book is as it was.
pub fn apply(book: &mut Book, position: u64, event: &StockEvent) -> Result<Posted, StockError> {
    let quantity = event.quantity();
    if !quantity.is_positive() {
        return Err(StockError::BadQuantity);
    }
    let mut steps = Steps::on(book);
    match record(&mut steps, position, event, quantity) {
        Ok(()) => {
            let posted = steps.done();
            book.keep();
            Ok(posted)
        }
        Err(refused) => {
            book.undo();
            Err(refused)
        }
    }
}

fn record(steps: &mut Steps<'_>, position: u64, event: &StockEvent, quantity: Quantity) -> Result<(), StockError> {
    match event {
        StockEvent::Opened { .. } => steps.bring_in(Account::Opening, quantity),
        StockEvent::Received { .. } => steps.bring_in(Account::Vendor, quantity),
        StockEvent::ReturnedToVendor { .. } => steps.post(Account::Unsellable, Account::Vendor, quantity),
        StockEvent::CarriedOut { order, line, .. } => steps.carry_out_line(position, (*order, *line), quantity),
        StockEvent::Ordered { order, line, promise, .. } => {
            steps.order(position, (*order, *line), promise.clone(), quantity)
        }
        StockEvent::HandedOver { order, line, .. } => steps.hand_over((*order, *line), quantity),
        StockEvent::Cancelled { order, line, .. } => steps.cancel((*order, *line), quantity),
        StockEvent::Returned { sellable: true, .. } => steps.bring_in(Account::Customer, quantity),
        StockEvent::Returned { sellable: false, .. } => steps.post(Account::Customer, Account::Unsellable, quantity),
        StockEvent::Repaired { .. } => steps.bring_in(Account::Unsellable, quantity),
        StockEvent::WrittenOff { .. } => steps.post(Account::Unsellable, Account::Shrink, quantity),
        StockEvent::TransferredOut { transfer, .. } => {
            steps.post(Account::Pool, Account::Transit { transfer: *transfer }, quantity)
        }
        StockEvent::TransferredIn { transfer, .. } => {
            steps.bring_in(Account::Transit { transfer: *transfer }, quantity)
        }
        StockEvent::TransferShort { transfer, .. } => {
            steps.post(Account::Transit { transfer: *transfer }, Account::Shrink, quantity)
        }
        StockEvent::CountedMore { .. } => steps.bring_in(Account::Shrink, quantity),
        StockEvent::CountedLess { .. } => {
            steps.take(Account::Shrink, ShortageCause::TakenByCount, quantity).map(|_below_the_books| ())
        }
    }
}
