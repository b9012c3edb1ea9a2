//! Reading products and prices.

use crate::db::set::select;
use crate::db::{Conn, Db, DbError, DbRow, Sql, row, sql};
use serde::Serialize;
use shared_model::catalogue::Product;
use shared_model::fact::catalogue::PriceSet;
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a sale is judged by.
#[derive(Debug, Clone, Default)]
pub struct KnownProduct {
    pub stocked: bool,
    /// Every price there was, by log position.
    pub prices: BTreeMap<u64, Amount>,
}

pub type Products = BTreeMap<ProductId, Arc<KnownProduct>>;

/// What a sale is judged by, of those of `ids` that there are: prices that everybody pays, at
/// any time and for any quantity.
pub async fn known(conn: &mut Conn, business: BusinessId, ids: &[ProductId]) -> Result<Products, DbError> {
    let first = |query: Sql| query.id(business);
    let bind = |query: Sql, id: &ProductId| query.id(*id);
    let mut found: BTreeMap<ProductId, KnownProduct> = BTreeMap::new();
    let texts = ("select id, stocked from product where business = $1 and id", "");
    for one in select(conn, texts, first, ids, bind).await? {
        let known = KnownProduct { stocked: row::flag(&one, "stocked")?, prices: BTreeMap::new() };
        found.insert(row::id(&one, "id")?, known);
    }
    let texts = (
        "select product, position, amount from price where business = $1 and list is null and quantity_break is null \
         and valid_from is null and valid_to is null and product",
        "",
    );
    for one in select(conn, texts, first, ids, bind).await? {
        if let Some(known) = found.get_mut(&row::id(&one, "product")?) {
            known.prices.insert(row::count(&one, "position")?, Amount(row::int(&one, "amount")?));
        }
    }
    Ok(found.into_iter().map(|(id, known)| (id, Arc::new(known))).collect())
}

/// Where prices were set after a position that are for the same as `set`: list, quantity, days.
pub async fn prices_after(
    conn: &mut Conn,
    business: BusinessId,
    set: &PriceSet,
    position: u64,
) -> Result<Vec<u64>, DbError> {
    let select = sql("select position, list, quantity_break, valid_from, valid_to from price \
                      where business = $1 and product = $2 and position > $3");
    let rows = select.id(business).id(set.product).count(position).all(conn).await?;
    let date = |date: &Option<BusinessDate>| date.as_ref().map(ToString::to_string);
    let mut after = Vec::new();
    for found in &rows {
        let is_same = row::opt_id(found, "list")? == set.list
            && row::opt_int(found, "quantity_break")? == set.quantity_break.map(|quantity| quantity.0)
            && row::opt_text(found, "valid_from")? == date(&set.valid_from)
            && row::opt_text(found, "valid_to")? == date(&set.valid_to);
        if is_same {
            after.push(row::count(found, "position")?);
        }
    }
    Ok(after)
}

/// Every product of the business by its code.
pub async fn product_codes(db: &Db, business: BusinessId) -> Result<BTreeMap<String, ProductId>, DbError> {
    let select = sql("select sku, id from product where business = $1").id(business);
    let rows = select.all(&mut db.read().await?).await?;
    rows.iter().map(|found| Ok((row::text(found, "sku")?, row::id(found, "id")?))).collect()
}

/// What people call a product by.
pub async fn code_of(db: &Db, business: BusinessId, product: ProductId) -> Result<Option<String>, DbError> {
    let select = sql("select sku from product where business = $1 and id = $2").id(business).id(product);
    select.maybe(&mut db.read().await?).await?.map(|found| row::text(&found, "sku")).transpose()
}

#[derive(Debug, Clone, Serialize)]
pub struct ProductRow {
    #[serde(flatten)]
    pub product: Product,
    pub price: Option<i64>,
}

const SELECT: &str = "select p.content as content, (select r.amount from price r where r.business = p.business \
                      and r.product = p.id and r.list is null and r.quantity_break is null and r.valid_from is null \
                      and r.valid_to is null order by r.position desc limit 1) as price \
                      from product p where p.business = $1";

fn product_row(found: &DbRow) -> Result<ProductRow, DbError> {
    Ok(ProductRow { product: row::decoded(found, "content")?, price: row::opt_int(found, "price")? })
}

pub async fn products(db: &Db, business: BusinessId) -> Result<Vec<ProductRow>, DbError> {
    let query = crate::db::assembled(format!("{SELECT} order by p.sku")).id(business);
    query.all(&mut db.read().await?).await?.iter().map(product_row).collect()
}

/// Those of `skus` that there are, with the price in force.
pub async fn by_sku(
    conn: &mut Conn,
    business: BusinessId,
    skus: &[&str],
) -> Result<BTreeMap<String, ProductRow>, DbError> {
    let before = format!("{SELECT} and p.sku");
    let first = |query: Sql| query.id(business);
    let rows = select(conn, (&before, ""), first, skus, |query, sku| query.text(*sku)).await?;
    let one = |found| product_row(found).map(|row| (row.product.sku.clone(), row));
    rows.iter().map(one).collect()
}

/// The barcodes in use, by SKU.
pub async fn barcodes(db: &Db, business: BusinessId) -> Result<BTreeMap<String, Vec<String>>, DbError> {
    let select = sql("select content from product where business = $1").id(business);
    let rows = select.all(&mut db.read().await?).await?;
    let one = |found| row::decoded(found, "content").map(|product: Product| (product.sku, product.barcodes));
    rows.iter().map(one).collect()
}
