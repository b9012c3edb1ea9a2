//! What an administrator sets up: businesses, their warehouses and stores. Everything is
//! published in the log, so that tills follow it.

mod apply;
mod create;
mod list;
mod rows;

pub use create::{BusinessCreate, StoreCreate, business_create, store_create};
pub use list::{business_find, business_settings, store_find, warehouse_find};

pub(crate) use list::{knowledge, settings, warehouses};
pub(crate) use rows::{Rows, knowledge_move, stores_lock};
