//! Payments: documents of their own, which settle orders.

mod apply;
mod bounds;
mod rows;
mod stand;

pub(crate) use rows::{PaymentRow, Rows, known, known_in, rows, taken_for};
pub(crate) use stand::{PaymentConflict, PaymentIs, PaymentStand};
