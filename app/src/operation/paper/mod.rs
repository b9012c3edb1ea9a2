//! Receipts: what one says, and printing it.

mod elsewhere;
mod print;
mod receipt;
mod told;

pub(super) use elsewhere::sold_elsewhere;
pub(super) use receipt::{kept_or_made, receipt_of};
