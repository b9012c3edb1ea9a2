//! Stock as double-entry bookkeeping: accounts, movements between them, and the pure rules
//! that turn an event into movements. The server runs them against its database; tests run
//! them against memory.

pub mod account;
pub mod check;
pub mod line;
mod posting;
pub mod rule;
#[cfg(test)]
mod rule_test;

pub use account::{Account, Movement};
pub use check::{check, digest};
pub use line::{Allocation, Backorder, ShortageCause, backorder_id};
pub use rule::{Outcome, ProductStock, StockError, StockEvent, apply};
