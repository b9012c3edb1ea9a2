//! Products and prices: importing in bulk, what tills set and edit, and what of it a sale is
//! judged by.

mod apply;
mod import;
mod list;
mod rows;

pub use import::{CatalogueError, Imported, barcodes, import_products};
pub use list::{ProductRow, product_codes, products};

pub(crate) use apply::{edited, imported, price_set};
pub(crate) use import::{PART_ROWS, random_actor, write as write_import};
pub(crate) use list::known;
pub(crate) use rows::Rows;
