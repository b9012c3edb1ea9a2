//! A price that is set, a product that is described.

use crate::act::Act;
use crate::document::{Imported, Merged, Row};
use crate::log::Scope;
use crate::party;
use shared_model::catalogue::Product;
use shared_model::document::Intent;
use shared_model::unit::*;
use shared_model::wire::LogBody;

/// Returns the price's position.
pub fn price_set(act: &mut Act, product: ProductId, price: Money) -> u64 {
    let body = LogBody::Price { product, amount: price.amount, currency: price.currency };
    let position = act.tell(Scope::Business, body);
    act.pending.catalogue.price(product, position, price);
    act.pending.knowledge_moves = true;
    position
}

/// An edit, which was merged before any lock.
pub fn edited(act: &mut Act, intent: &Intent, merged: Option<Merged>) {
    let Some(Merged { version, content, row, change }) = merged else { return };
    act.pending.documents.changed(intent.document, version, content);
    match row {
        Row::Product(product) => described(act, *product, change),
        Row::Customer(customer) => party::edited(act, *customer, change),
    }
}

pub fn imported(act: &mut Act, product: Product, document: Imported) {
    let change = act.pending.documents.put(document);
    described(act, product, change);
}

fn described(act: &mut Act, product: Product, change: Vec<u8>) {
    act.tell(Scope::Business, LogBody::Product { row: product.clone(), change });
    act.pending.catalogue.put(product);
    act.pending.knowledge_moves = true;
}
