//! `told.db`: what the server told this till. One file per table, and `apply.rs`, which
//! takes a page of the log.

pub mod apply;
pub mod cursor;
pub mod customer;
pub mod document;
mod forget;
pub mod index;
mod key;
pub mod mail;
pub mod order;
pub mod product;
pub(super) mod refold;
mod row;
#[cfg(test)]
mod row_test;
pub mod search;
pub mod setting;
pub mod staff;
pub mod stock;
pub mod task;
