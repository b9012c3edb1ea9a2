//! Who stands at the counter: staff signing in, customers named.

mod customers;
pub(super) mod pin;
mod sign_in;
mod sign_out;
mod staff;
