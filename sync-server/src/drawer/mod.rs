//! Drawers: the working periods of tills.

mod apply;
mod rows;

pub(crate) use rows::{Rows, redate};
