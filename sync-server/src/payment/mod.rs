//! Payments: documents of their own, which settle orders.

mod apply;
mod bounds;
mod rows;
mod stand;

pub(crate) use rows::{PaymentRow, Rows, is_any_paid, known, known_in, paid, rows, taken_for};
pub(crate) use stand::{PaymentConflict, PaymentIs, PaymentStand};
