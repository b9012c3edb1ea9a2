//! What can be promised, what waits for goods, what is to be counted.

mod backorders;
mod counts;
mod figure;
mod takers;

pub(super) use figure::Stock;
pub(super) use takers::{Takers, shortage_view, takers};
