//! Publishes the level of every product that changed.

use super::Shelf;
use crate::act::Pending;
use crate::log::Scope;
use shared_model::wire::LogBody;

pub fn tell_levels(shelf: &Shelf, pending: &mut Pending) {
    for (warehouse, product) in &shelf.touched {
        let Some(book) = shelf.book((*warehouse, *product)) else { continue };
        let level = LogBody::Stock {
            warehouse: *warehouse,
            product: *product,
            on_hand: book.on_hand(),
            free: book.free(),
            backordered: book.backordered(),
            version: book.version(),
        };
        pending.tell(Scope::Warehouse(*warehouse), level);
    }
}
