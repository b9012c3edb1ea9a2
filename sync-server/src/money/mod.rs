//! The double entry of money: the postings that documents carry in their envelopes, booked as
//! rows to sum. Nothing else keeps a sum of money.
//!
//! Invariant: the postings of an entry sum to nothing.

mod list;
mod rows;

pub use list::{PostingRow, postings};

pub(crate) use list::booked_at;
pub(crate) use rows::{Rows, redate};
