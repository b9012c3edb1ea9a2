//! The tables of products and prices.

use crate::act::Writing;
use crate::db::set::Insert;
use crate::db::{Conn, DbError};
use shared_model::catalogue::Product;
use shared_model::unit::*;
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Rows {
    /// The newest row of each.
    products: BTreeMap<ProductId, Product>,
    prices: Vec<(ProductId, u64, Money)>,
}

impl Rows {
    pub(super) fn put(&mut self, product: Product) {
        self.products.insert(product.id, product);
    }

    pub(super) fn price(&mut self, product: ProductId, position: u64, price: Money) {
        self.prices.push((product, position, price));
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let product = Insert {
            into: "insert into product (business, id, sku, stocked, content)",
            columns: 5,
            then: "on conflict (business, id) do update set content = excluded.content",
        };
        let products: Vec<Product> = self.products.into_values().collect();
        product
            .rows(conn, &products, |row, it| {
                row.id(writing.business).id(it.id).text(it.sku.clone()).flag(it.stocked).encoded(it)
            })
            .await?;
        let price =
            Insert { into: "insert into price (business, product, position, amount, currency)", columns: 5, then: "" };
        price
            .rows(conn, &self.prices, |row, (product, position, price)| {
                let row = row.id(writing.business).id(*product).count(writing.position(*position));
                row.int(price.amount.0).text(price.currency.code())
            })
            .await
    }
}
