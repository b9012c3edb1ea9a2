//! The Counterfoil server: enrols terminals, merges what they send, owns stock, keeps the
//! log they follow.
//!
//! Time is always passed in; SQL stays in the folders that `db` serves and out of
//! `http` and the program. Whatever changes a business goes through `act`.

pub mod act;
pub mod auth;
pub mod backup;
pub mod called;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod document;
pub mod drawer;
pub mod entry;
pub mod http;
pub mod import;
pub mod ledger;
pub mod log;
pub mod merge;
pub mod money;
pub mod order;
pub mod party;
pub mod payment;
pub mod rebuild;
pub mod report;
pub mod sentence;
pub mod setting;
pub mod supply;
pub mod terminal;
