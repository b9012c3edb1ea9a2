//! Reads what a shop exports from elsewhere: catalogues and customers as CSV.
//!
//! Pure reading lives here: file → text → rows → products or customers, with every row that
//! could not be used named and explained. Only [`run`] touches the database, with what the
//! rest has read. A wrong file stops the import, a
//! wrong row is refused and listed, and reading the same file again gives the same result.

pub mod barcodes;
pub mod catalogue;
pub mod column;
pub mod customers;
pub mod file;
pub mod options;
pub mod quantities;
pub mod refused;
pub mod run;
pub mod sheet;
mod votes;

pub use catalogue::{CatalogueRead, ProductInput, read_catalogue};
pub use customers::{AddressInput, CustomerInput, CustomersRead, read_customers};
pub use file::ImportError;
pub use options::{Barcodes, CatalogueOptions, CustomersOptions, Decimal, MappingFile, Repeats};
pub use quantities::read_quantities;
pub use refused::{LeftOut, RowRefused};
pub use sheet::Sheet;
