//! The parts of the counter: the products on the left, the cart on the right.

mod cart;
mod find;
mod line;
mod totals;

pub use cart::cart;
pub use find::products;
