//! Stock as double-entry bookkeeping: accounts, movements between them, and the pure rules
//! that turn an event into movements and into parts of order lines that change their status.
//! The server runs them against its database; tests run them against memory.

pub mod account;
pub mod book;
pub mod check;
pub mod line;
mod posting;
mod promise;
pub mod rule;
#[cfg(test)]
mod rule_test;

pub use account::{Account, AccountUnread, Movement};
pub use book::{Book, BookHead, Lack, LineKey};
pub use check::{StockProblem, check, digest};
pub use line::{Age, Line, LineChange, LineStatus, ShortageCause};
pub use promise::Promise;
pub use rule::{Posted, StockError, StockEvent, apply};
