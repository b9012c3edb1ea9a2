//! A price that is set, a product that is described.

use super::batch::{Batch, BatchRow};
use crate::act::{Act, Origin};
use crate::document::{Merged, Row};
use crate::party;
use shared_model::catalogue::Product;
use shared_model::document::DocumentId;
use shared_model::fact::catalogue::{DocumentEdited, PriceSet};
use shared_model::unit::*;
use shared_model::wire::told::catalogue::{PriceTold, ProductTold};
use shared_model::wire::{Bytes, Scope, Told};

/// A till is told which entry of its own a price came from.
pub fn price_set(act: &mut Act, origin: &Origin, set: &PriceSet) {
    price_told(
        act,
        PriceTold {
            product: set.product,
            amount: set.amount,
            currency: set.currency,
            list: set.list,
            quantity_break: set.quantity_break,
            valid_from: set.valid_from,
            valid_to: set.valid_to,
            entry: origin.claim.map(|_| origin.hash),
        },
    );
}

fn price_told(act: &mut Act, price: PriceTold) {
    let position = act.tell(Scope::Business, Told::Price(price.clone()));
    act.pending.catalogue.price(position, price);
    act.pending.knowledge_moves = true;
}

/// An edit, which was merged before any lock. One that says what stands already tells
/// nothing.
pub fn edited(act: &mut Act, edited: &DocumentEdited, merged: Option<Merged>) {
    let Some(merged) = merged.filter(|merged| !merged.changes.is_empty()) else { return };
    let changes = merged.changes.into_iter().map(Bytes::from).collect();
    act.pending.documents.changed(edited.document, merged.content);
    match merged.row {
        Row::Product(product) => described(act, *product, changes),
        Row::Customer(customer) => party::described(act, *customer, changes),
    }
}

/// Prices stand in the entry of their import, so they have none of their own.
pub fn imported(act: &mut Act, batch: Batch) {
    for BatchRow { product, row, price, change, content } in batch.rows {
        if let Some(content) = content {
            act.pending.documents.changed(DocumentId::Product(product), content);
        }
        if let Some(row) = row {
            described(act, *row, change.into_iter().collect());
        }
        if let Some(Money { amount, currency }) = price {
            let (list, quantity_break, valid_from, valid_to, entry) = (None, None, None, None, None);
            let told = PriceTold { product, amount, currency, list, quantity_break, valid_from, valid_to, entry };
            price_told(act, told);
        }
    }
}

fn described(act: &mut Act, product: Product, changes: Vec<Bytes>) {
    act.tell(Scope::Business, Told::Product(ProductTold { row: product.clone(), changes }));
    act.pending.catalogue.put(product);
    act.pending.knowledge_moves = true;
}
