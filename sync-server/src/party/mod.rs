//! People: who can sign in, and who buys.

mod apply;
mod batch;
mod list;
mod rows;
mod staff;

pub use batch::{CustomerBatch, CustomerBatchRow, staff_read};
pub use list::{CustomerRow, StaffRow, customers, staff_code_next, staff_find, staff_list};
pub use staff::{StaffAdd, StaffError, staff_add, staff_role_set};

pub(crate) use apply::described;
pub(crate) use list::{by_number, roles};
pub(crate) use rows::Rows;
