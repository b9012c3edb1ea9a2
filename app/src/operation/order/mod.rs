//! The cart's steps, and the orders that carts became.

mod add;
mod cancel;
mod cart_show;
mod customer;
mod draw;
mod fulfilment;
mod order_list;
mod order_show;
mod price;
mod quantity;
mod remove;
mod review_list;
mod scan;
mod step;
mod summary;
mod undo;

pub(super) use draw::{customer_view, draw};
pub(super) use order_show::{part, waiting};
pub(super) use step::load;
