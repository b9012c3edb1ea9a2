//! Payments: documents of their own, which settle orders.

mod apply;
mod rows;

pub(crate) use rows::{PaymentRow, Rows, rows, taken_for};
