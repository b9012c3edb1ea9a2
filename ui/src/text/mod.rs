//! Every word that a person reads. One module per noun holds its accessors; the words
//! themselves are Fluent messages in `ui/text/<language>/<noun>.ftl`, so that plural forms
//! and word order are each language's own business.
//!
//! An accessor `title` of the noun `order` says the message `order_title`. English is compared
//! with the accessors when this is compiled; `xtask` compares every other language with English.

pub mod backorder;
pub mod cart;
pub mod catalogue;
pub mod count_task;
pub mod customer;
pub mod drawer;
pub mod frame;
pub mod keys;
pub mod kit;
pub mod order;
pub mod payment;
pub mod price;
pub mod receipt;
pub mod receive;
pub mod review;
pub mod sell;
pub mod set_aside;
pub mod sign_in;
pub mod stock;

mod check;
mod language;
mod message;

pub use language::chosen;
