//! Goods coming in.

mod receive;
