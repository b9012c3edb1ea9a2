//! Payments, as rows to report from.

mod apply;
mod rows;

pub(crate) use apply::{intended, resolved, taken, voided};
pub(crate) use rows::{Rows, Tender, tenders};
