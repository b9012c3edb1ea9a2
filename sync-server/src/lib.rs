//! The Counterfoil server: enrols terminals, merges what they send, owns stock, keeps the
//! log they follow.
//!
//! Time is always passed in; SQL stays in the folders that `db` serves and out of
//! `endpoint` and the program.

pub mod admin;
pub mod auth;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod endpoint;
pub mod import;
pub mod ledger;
pub mod log;
pub mod merge;
pub mod report;
pub mod router;
pub mod sentence;
pub mod state;
