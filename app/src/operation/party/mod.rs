//! Who stands at the counter: staff signing in, customers named.

mod customer_search;
pub(super) mod pin;
mod sign_in;
mod sign_out;
mod staff_list;
