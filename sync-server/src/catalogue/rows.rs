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
    prices: Vec<(u64, PriceTold)>,
}

impl Rows {
    pub(super) fn put(&mut self, product: Product) {
        self.products.insert(product.id, product);
    }

    pub(super) fn price(&mut self, position: u64, price: PriceTold) {
        self.prices.push((position, price));
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
                   valid_from, valid_to)",
            then: "",
        };
        price
            .rows(conn, &self.prices, |row, (position, it)| {
                let row = row.id(writing.business).id(it.product).count(writing.position(*position));
                let row = row.int(it.amount.0).text(it.currency.code()).opt_id(it.list);
                let row = row.opt_int(it.quantity_break.map(|quantity| quantity.0));
                let row = row.opt_text(it.valid_from.map(|date| date.to_string()));
                row.opt_text(it.valid_to.map(|date| date.to_string()))
            })
            .await
    }
}
