//! People: customers and staff. Facts name them by id only.

pub mod customer;
pub mod rule;
pub mod staff;

pub use customer::{Address, Customer};
pub use rule::{OVERRIDE_NEEDS, only_server_records, role_needed, role_needed_for_call};
pub use staff::{Role, Staff};
