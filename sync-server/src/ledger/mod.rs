//! Stock: who changes it locks its rows, the pure rules of `shared_model::stock` decide, and
//! what they decided is written as postings. Balances and levels are projections of the
//! postings; [`verify`] builds them again and compares.

mod accounts;
mod count_task;
mod level;
mod list;
mod load;
mod shelf;
mod takers;
mod verify;

pub use list::{CountTaskRow, StockRow, count_tasks as count_task_list, stock};
pub use shelf::{Cause, Flow, Refused, Shelf, ShelfKey};
pub use takers::{Taken, Takers};
pub use verify::{VerifyReport, verify, verify_on};

pub(crate) use count_task::count_tasks;
pub(crate) use level::tell_levels;
