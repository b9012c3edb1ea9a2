//! Goods from vendors.

mod receive;
