//! People: customers and staff. Facts name them by id only.

pub mod customer;
pub mod staff;

pub use customer::{Address, Capacity, Customer};
pub use staff::{Role, RoleSetting, Staff};
