//! Products and prices: importing in bulk, what tills set and edit, and what of it a sale is
//! judged by.

mod apply;
mod batch;
mod import;
mod list;
mod packed;
mod rows;

pub use batch::{ProductBatch, ProductBatchRow};
pub use import::{CatalogueError, Imported, barcodes, import_products};
pub use list::{ProductRow, product_codes, products};
pub use packed::BatchError;

pub(crate) use batch::changed;
pub(crate) use import::{import_write, random_actor};
pub(crate) use list::known;
pub(crate) use packed::{attachment, read_attachment};
pub(crate) use rows::Rows;
