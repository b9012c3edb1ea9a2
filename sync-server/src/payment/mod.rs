//! Payments: documents of their own, which settle orders.

mod apply;
mod bounds;
mod rows;

pub(crate) use rows::{PaymentRow, Rows, rows, taken_for};
