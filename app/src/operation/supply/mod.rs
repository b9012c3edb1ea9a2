//! Goods from vendors.

mod receive;
mod unanswered;
