//! What a customer buys: from the cart on the screen to the order that is a fact.

pub mod cart;
pub mod order;
pub mod pricing;
pub mod receipt;
pub mod tax;
pub mod tender;

pub use cart::{Cart, CartError, CartLine, Override};
pub use order::{Fulfilment, Knowledge, Order, OrderLine, Promise, ReceiptNumber, Totals};
pub use tax::{LineTax, TaxClass, TaxComponent, TaxMethod, TaxRounding, TaxRow};
pub use tender::{CardOutcome, Tender, TenderKind};
