//! Reads what a shop exports from elsewhere: catalogues and customers as CSV.
//!
//! Pure reading lives here, in one direction: file → bytes → text → header → rows, each with its
//! line → values → products or customers, with every row that
//! could not be used named and explained. Only [`run`] touches the database, with what the
//! rest has read. A wrong file stops the import, a
//! wrong row is refused and listed, and reading the same file again gives the same result. What
//! is guessed is told; what could be two things is refused.

pub mod barcodes;
pub mod catalogue;
pub mod code;
pub mod column;
pub mod customers;
mod encoding;
mod error;
pub mod file;
mod header;
mod known_by;
mod lines;
pub mod number;
pub mod options;
mod price;
pub mod quantities;
mod quote;
pub mod refused;
pub mod run;
pub mod sheet;
mod taken;
mod tax;
mod text;
mod votes;

pub use catalogue::{Assortment, CatalogueRead, ProductInput, read_catalogue};
pub use customers::{AddressInput, CustomerInput, CustomersRead, read_customers};
pub use error::ImportError;
pub use header::Layout;
pub use known_by::KnownBy;
pub use options::{Barcodes, CatalogueOptions, CustomersOptions, Decimal, MappingFile, Repeats};
pub use quantities::{QuantitiesOptions, QuantitiesRead, read_quantities};
pub use refused::{LeftOut, RowRefused, ZeroBack};
pub use sheet::Sheet;
