//! Products and prices: importing in bulk, what tills set and edit, and what of it a sale is
//! judged by.

mod apply;
mod batch;
mod conflict;
mod list;
mod rows;

pub use batch::{ProductBatch, ProductBatchRow};
pub use conflict::{PriceConflictRow, price_conflicts};
pub use list::{KnownProduct, ProductRow, Products, barcodes, code_of, product_codes, products};

pub(crate) use apply::described;
pub(crate) use list::{by_sku, known, prices_after};
pub(crate) use rows::Rows;
