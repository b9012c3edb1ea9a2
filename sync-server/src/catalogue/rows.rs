//! The tables of products and prices.

use crate::db::set::Insert;
use crate::db::{Conn, DbError};
use crate::log::Writing;
use shared_model::catalogue::Product;
use shared_model::unit::*;
use shared_model::wire::told::catalogue::PriceTold;
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Rows {
    /// The newest row of each.
    products: BTreeMap<ProductId, Product>,
    prices: Vec<NewPrice>,
}

pub(super) struct NewPrice {
    pub position: u64,
    pub told: PriceTold,
    pub set: Option<PersonSet>,
}

/// Who set a price looked at the one before.
#[derive(Clone, Copy)]
pub(super) struct PersonSet {
    pub entry: Hash,
    pub replaces: Option<Seen>,
}

/// The price that was in force for its writer.
#[derive(Clone, Copy)]
pub(super) enum Seen {
    Nothing,
    At(u64),
    Own(Hash),
}

impl Rows {
    pub(super) fn put(&mut self, product: Product) {
        self.products.insert(product.id, product);
    }

    pub(super) fn price(&mut self, price: NewPrice) {
        self.prices.push(price);
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let product = Insert {
            into: "insert into product (business, id, sku, stocked, version, content)",
            then: "on conflict (business, id) do update set version = product.version + 1, content = excluded.content",
        };
        let products: Vec<Product> = self.products.into_values().collect();
        product
            .rows(conn, &products, |row, it| {
                row.id(writing.business).id(it.id).text(it.sku.clone()).flag(it.stocked).int(1).encoded(it)
            })
            .await?;
        let price = Insert {
            into: "insert into price (business, product, position, amount, currency, list, quantity_break, \
                   valid_from, valid_to, entry, replaces_position, replaces_entry)",
            then: "",
        };
        price
            .rows(conn, &self.prices, |row, NewPrice { position, told: it, set }| {
                let row = row.id(writing.business).id(it.product).count(writing.position(*position));
                let row = row.int(it.amount.0).text(it.currency.code()).opt_id(it.list);
                let row = row.opt_int(it.quantity_break.map(|quantity| quantity.0));
                let row = row.opt_text(it.valid_from.map(|date| date.to_string()));
                let row = row.opt_text(it.valid_to.map(|date| date.to_string()));
                let (at, own) = match set.and_then(|set| set.replaces) {
                    None => (None, None),
                    Some(Seen::Nothing) => (Some(0), None),
                    Some(Seen::At(position)) => (Some(position), None),
                    Some(Seen::Own(entry)) => (None, Some(entry)),
                };
                row.opt_hash(set.map(|set| set.entry)).opt_count(at).opt_hash(own)
            })
            .await
    }
}
