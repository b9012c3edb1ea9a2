//! What the shop sells: products, their barcodes, how text is folded for searching.

pub mod barcode;
pub mod product;
pub mod search;

pub use product::{Product, ProductField, ShortagePolicy, Tracking};
