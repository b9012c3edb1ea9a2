//! People: customers and staff. Facts name them by id only.

pub mod actor;
pub mod customer;
pub mod staff;

pub use actor::{Actor, ActorKind};
pub use customer::{Address, Capacity, Customer};
pub use staff::Staff;
