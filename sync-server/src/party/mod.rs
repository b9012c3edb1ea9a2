//! People: who can sign in, and who buys.

mod apply;
mod batch;
mod import;
mod list;
mod rows;
mod staff;

pub use batch::{CustomerBatch, CustomerBatchRow, staff_read};
pub use import::import_customers;
pub use list::{CustomerRow, StaffRow, customers, staff_code_next, staff_list};
pub use staff::{StaffAdd, StaffError, staff_add, staff_role_set};

pub(crate) use apply::described;
pub(crate) use list::{everybody, roles};
pub(crate) use rows::Rows;
