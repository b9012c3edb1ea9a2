//! Stock: who changes it locks its rows, the pure rules of `shared_model::stock` decide, and
//! what they decided is written as postings. Balances, levels, allocations and backorders
//! are projections of the postings; [`verify`] builds them again and compares.

mod receive;
mod shelf;
mod shortage;
mod state;
mod verify;

pub use receive::{ReceiveError, Received, open_stock, receive};
pub use verify::{VerifyReport, verify, verify_on};

pub(crate) use shelf::{Cause, Shelf, ShelfKey};
pub(crate) use state::{order_states, publish_states, publish_stock};
