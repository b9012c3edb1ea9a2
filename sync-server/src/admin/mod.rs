//! What an administrator does, from the nouns it is about.

pub use crate::catalogue::product_codes;
pub use crate::party::{StaffAdd, StaffError, staff_add, staff_code_next, staff_role, staff_role_set};
pub use crate::setting::{
    BusinessCreate, StoreCreate, business_create, business_find, business_settings, store_create, store_find,
    warehouse_find,
};
