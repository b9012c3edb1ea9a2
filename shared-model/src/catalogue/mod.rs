//! What the shop sells: products, their barcodes, how text is folded for searching.

mod attribute;
pub mod barcode;
mod invisible;
pub mod product;
pub mod search;

pub use attribute::AttributeValue;
pub use invisible::is_invisible;
pub use product::{Product, ProductField, ShortagePolicy, Tracking};
