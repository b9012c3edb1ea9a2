//! Stock as double-entry bookkeeping: accounts, movements between them, and the pure rules
//! that turn an event into movements. The server runs them against its database; tests run
//! them against memory.

pub mod account;
pub mod line;
pub mod rule;

pub use account::{Account, Movement};
pub use line::{Allocation, Backorder, ShortageCause, backorder_id};
pub use rule::{Outcome, ProductStock, StockError, StockEvent, apply};
