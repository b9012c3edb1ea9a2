//! Receipts: what one says, and printing it.

mod print;
mod receipt;
mod told;

pub(super) use receipt::{receipt_of, stored_or_made};
