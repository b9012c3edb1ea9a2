//! What an administrator sets up: businesses, their warehouses and stores. Everything is
//! published in the log, so that tills follow it.

mod apply;
mod create;
mod list;
mod rows;

pub use create::{BusinessCreate, StoreCreate, create_business, create_store};
pub use list::{business_settings, find_business, find_store, find_warehouse};

pub(crate) use list::{businesses, settings, stores, warehouses};
pub(crate) use rows::{Rows, lock_stores};
