//! What an administrator sets up: businesses, stores, staff. Everything is published in the
//! log, so that tills follow it.

mod business;
mod lookup;
mod staff;

pub(crate) use business::settings_on;
pub use business::{
    BusinessCreate, StoreCreate, business_create, business_find, business_settings, store_create, store_find,
};
pub use lookup::{product_codes, staff_code_next, staff_role, warehouse_find};
pub use staff::{StaffAdd, StaffError, staff_add, staff_role_set};
