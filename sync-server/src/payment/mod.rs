//! Payments: documents of their own, which settle orders.

mod apply;
mod rows;

pub(crate) use rows::{Row, Rows, rows, taken_for};
