//! What a customer buys: from the cart on the screen to the order that is a fact.

pub mod bounds;
pub mod cart;
pub mod place;
#[cfg(test)]
mod place_test;
pub mod placed;
pub mod pricing;
pub mod receipt;
pub mod review;
pub mod settle;
pub mod tax;
pub mod tender;

pub use cart::{Cart, CartError, CartLine, Override};
pub use place::{PlaceContext, PlaceError, place};
pub use placed::{Fulfilment, Knowledge, Order, OrderLine, Promise, ReceiptNumber, Totals};
pub use receipt::receipt;
pub use review::{Review, review};
pub use settle::{Settlement, settle};
pub use tax::{LineTax, TaxClass, TaxComponent, TaxMethod, TaxRounding, TaxRow};
pub use tender::{CardOutcome, Tender, TenderKind};
