//! One file per thing a person does at a till. The rules are here; shells only carry
//! commands in and answers out.

mod ask_server;
mod cart;
mod cart_cancel;
mod cart_customer;
mod cart_line;
mod cart_view;
mod failure;
mod order_list;
mod pay;
mod pay_complete;
mod pay_tender;
mod pin;
mod product;
mod product_edit;
mod product_search;
mod receipt;
mod registry;
mod scan;
mod session;
mod shift_open;
mod shop;
mod sign_in;
mod start;
mod status;
mod stock;
mod task_list;
mod till;

pub use registry::{Registered, dispatch, registry, signed_in};
pub use session::{Caller, Sessions};
pub use start::process_started;
pub use till::{
    CallFailure, Clock, Connection, Parts, PendingCall, Randomness, Renderer, SyncEnds, SystemClock, SystemRandomness,
    Till,
};
