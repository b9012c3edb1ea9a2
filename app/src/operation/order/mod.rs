//! The cart's steps, and the orders that carts became.

mod add;
mod cancel;
mod customer;
mod detail;
mod draw;
mod fulfilment;
mod list;
mod price;
mod quantity;
mod remove;
mod reviews;
mod scan;
mod show;
mod step;
mod summary;
mod undo;

pub(super) use detail::{part, waiting};
pub(super) use draw::{customer_view, draw};
pub(super) use step::load;
