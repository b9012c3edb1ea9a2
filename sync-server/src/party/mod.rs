//! People: who can sign in, and who buys.

mod apply;
mod import;
mod list;
mod rows;
mod staff;

pub use import::import_customers;
pub use list::{CustomerRow, StaffRow, customers, staff_code_next, staff_list, staff_role};
pub use staff::{StaffAdd, StaffError, staff_add, staff_role_set};

pub(crate) use apply::{edited, imported, staff};
pub(crate) use list::roles;
pub(crate) use rows::Rows;
