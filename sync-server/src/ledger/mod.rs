//! Stock: who changes it locks its warehouse, the pure rules of `shared_model::stock` decide, and
//! what they decided is written as postings. Balances and levels are projections of the
//! postings; [`verify`] builds them again and compares.

mod accounts;
mod count_task;
mod load;
mod remembered;
mod shelf;
mod takers;
mod verify;

pub use remembered::{Head, Remembered, Remembering};
pub use shelf::{Cause, Flow, Open, Refused, Shelf, ShelfKey};
pub use takers::{Taken, Takers};
pub use verify::{OpenLines, Problem, VerifyReport, verify};

pub(crate) use accounts::read as balances;
pub(crate) use count_task::open_tasks;
pub(crate) use load::lock;
