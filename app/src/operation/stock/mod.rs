//! What can be promised, what waits for goods, what is to be counted.

mod backorders;
mod counts;
mod figure;

pub(super) use figure::Stock;
