//! Receipts: what one says, and printing it.

mod print;
mod receipt;
mod told;

pub(super) use receipt::{kept_or_made, receipt_of};
