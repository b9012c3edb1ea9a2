//! People: who can sign in, and who buys.

mod apply;
mod batch;
mod list;
mod rows;
mod staff;

pub use batch::{CustomerBatch, CustomerBatchRow, read_staff};
pub use list::{CustomerRow, StaffRow, customers, find_staff, list_staff, next_staff_code};
pub use staff::{StaffAdd, StaffError, add_staff, set_role};

pub(crate) use apply::described;
pub(crate) use list::{by_number, roles};
pub(crate) use rows::Rows;
