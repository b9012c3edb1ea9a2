//! What can be promised, what waits for goods, what is to be counted.

mod backorder_list;
mod count_task_list;
mod figure;
mod takers;

pub(super) use figure::Stock;
pub(super) use takers::{Takers, shortage_view, takers};
