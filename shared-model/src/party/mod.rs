//! People: customers and staff. Facts name them by id only.

pub mod customer;
pub mod staff;

pub use customer::{Address, Customer};
pub use staff::{Role, Staff};
