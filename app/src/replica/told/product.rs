//! Products as rows, their barcodes, categories and prices.

use super::index::IndexChanges;
use super::refold::STEP_ROWS;
use crate::replica::price_key::PriceKey;
use crate::replica::row::{HashColumn, Id, Parsed, PositionColumn, pack, unpack};
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, OptionalExtension, Row, params};
use shared_model::catalogue::barcode;
use shared_model::catalogue::search::fold;
use shared_model::catalogue::{Product, ShortagePolicy};
use shared_model::unit::*;
use shared_model::wire::told::catalogue::PriceTold;

/// More products of one code nobody chooses from.
const NAMED_MAX: usize = 100;

/// The columns [`read`] takes, in its order.
pub(super) const COLUMNS: &str = "p.id, p.sku, p.name, p.description, p.category, p.tax_class, p.barcodes, p.stocked, p.shortage, p.archived, p.more";

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Product> {
    // Few products have more than the columns hold; those are kept whole.
    if let Some(more) = row.get::<_, Option<Vec<u8>>>(10)? {
        let unreadable = |error: ReplicaError| {
            rusqlite::Error::FromSqlConversionFailure(10, rusqlite::types::Type::Blob, Box::new(error))
        };
        return unpack(&more).map_err(unreadable);
    }
    let barcodes: String = row.get(6)?;
    let (sku, name, tax_class): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(5)?);
    Ok(Product {
        description: row.get(3)?,
        category: row.get(4)?,
        barcodes: barcodes.split_whitespace().map(str::to_owned).collect(),
        stocked: row.get(7)?,
        shortage: ShortagePolicy::from(row.get::<_, String>(8)?.as_str()),
        archived: row.get(9)?,
        ..Product::plain(ProductId(row.get::<_, Id>(0)?.0), &sku, &name, &tax_class)
    })
}

/// Whether the columns hold all of a product.
fn is_plain(product: &Product) -> bool {
    let columns = Product {
        description: product.description.clone(),
        category: product.category.clone(),
        barcodes: product.barcodes.clone(),
        stocked: product.stocked,
        shortage: product.shortage.clone(),
        archived: product.archived,
        ..Product::plain(product.id, &product.sku, &product.name, &product.tax_class)
    };
    columns == *product
}

impl Reader<'_> {
    pub fn product(&self, product: ProductId) -> Result<Option<Product>, ReplicaError> {
        let mut statement =
            self.connection.prepare_cached(&format!("select {COLUMNS} from product p where p.id = ?1"))?;
        Ok(statement.query_row([Id(product.0)], read).optional()?)
    }

    /// What a code names, several products where it says no more: those that have it as barcode, however it is
    /// written there, or to the letter as SKU; else those it may stand for, and SKUs in any case and with any marks. An
    /// archived product is found too, where no other is, since it can still be sold.
    pub fn products_by_code(&self, code: &str) -> Result<Vec<Product>, ReplicaError> {
        let (code, folded) = (code.trim(), barcode::fold(code));
        let mut named = self.products_by_barcode(&folded)?;
        // As it was stored before its kind was known.
        if !folded.ends_with(code) {
            named.extend(self.products_by_barcode(code)?);
        }
        named.extend(self.products_by_sku(code)?);
        if named.is_empty() {
            if let Some(other) = barcode::other_reading(&folded) {
                named.extend(self.products_by_barcode(&other)?);
            }
            for spelt in barcode::spellings(&folded) {
                named.extend(self.products_by_sku(spelt)?);
            }
        }
        if named.is_empty() {
            let mut by_folded = self.connection.prepare_cached(&format!(
                "select {COLUMNS} from product p where p.sku_folded = ?1 limit {NAMED_MAX}"
            ))?;
            named = by_folded.query_map([fold(code)], read)?.collect::<Result<_, _>>()?;
        }
        Ok(each_once(named))
    }

    /// Those with a barcode, as it is stored.
    pub fn products_by_barcode(&self, folded: &str) -> Result<Vec<Product>, ReplicaError> {
        let mut by_barcode = self.connection.prepare_cached(&format!(
            "select {COLUMNS} from product_barcode b join product p on p.id = b.product
             where b.code = ?1 limit {NAMED_MAX}"
        ))?;
        Ok(by_barcode.query_map([folded], read)?.collect::<Result<_, _>>()?)
    }

    fn products_by_sku(&self, sku: &str) -> Result<Vec<Product>, ReplicaError> {
        let mut by_sku = self.connection.prepare_cached(&format!(
            "select {COLUMNS} from product p where p.sku_folded = ?1 and p.sku = ?2 limit {NAMED_MAX}"
        ))?;
        Ok(by_sku.query_map([fold(sku).as_str(), sku], read)?.collect::<Result<_, _>>()?)
    }

    /// What everybody pays at any time and for any quantity, and since which position.
    pub fn price(&self, product: ProductId) -> Result<Option<(Money, Position)>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select amount, currency, position from price
             where product = ?1 and list = x'' and quantity_break = 0 and valid_from = '' and valid_to = ''",
        )?;
        let found = statement.query_row([Id(product.0)], |row| {
            let money = Money::new(Amount(row.get(0)?), row.get::<_, Parsed<Currency>>(1)?.0);
            Ok((money, row.get::<_, PositionColumn>(2)?.0))
        });
        Ok(found.optional()?)
    }

    pub fn products_count(&self) -> Result<u64, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select coalesce(sum(products), 0) from category")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    pub fn categories(&self) -> Result<Vec<String>, ReplicaError> {
        let mut statement = self
            .connection
            .prepare_cached("select name from category where products > 0 and name <> '' order by name")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Those that are sold, if any is; in the order of their codes.
fn each_once(mut named: Vec<Product>) -> Vec<Product> {
    if named.iter().any(|product| !product.archived) {
        named.retain(|product| !product.archived);
    }
    named.sort_by(|first, second| (&first.sku, first.id).cmp(&(&second.sku, second.id)));
    named.dedup_by_key(|product| product.id);
    named
}

pub(super) fn upsert(
    rows: &Connection,
    index: &mut IndexChanges,
    product: &Product,
    position: Position,
) -> Result<(), ReplicaError> {
    let mut find = rows.prepare_cached(&format!("select {COLUMNS} from product p where p.id = ?1"))?;
    let old = find.query_row([Id(product.id.0)], read).optional()?;
    if old.is_some() && stands_newer(rows, product.id, position)? {
        return Ok(());
    }
    let number = write_row(rows, product, position)?;
    index.product(number, old.as_ref(), product);
    if let Some(old) = old {
        if !old.archived {
            count_category(rows, &old.category, -1)?;
        }
        if old.barcodes != product.barcodes {
            rows.prepare_cached("delete from product_barcode where product = ?1")?.execute([Id(product.id.0)])?;
        }
    }
    if !product.archived {
        count_category(rows, &product.category, 1)?;
    }
    let mut insert =
        rows.prepare_cached("insert into product_barcode (code, product) values (?1, ?2) on conflict do nothing")?;
    for code in &product.barcodes {
        insert.execute(params![code, Id(product.id.0)])?;
    }
    Ok(())
}

/// Whether a row from after `position` stands: this one could not be read when it came.
fn stands_newer(rows: &Connection, product: ProductId, position: Position) -> Result<bool, ReplicaError> {
    let mut statement = rows.prepare_cached("select exists (select 1 from product where id = ?1 and position > ?2)")?;
    Ok(statement.query_row(params![Id(product.0), PositionColumn(position)], |row| row.get(0))?)
}

fn write_row(rows: &Connection, product: &Product, position: Position) -> Result<i64, ReplicaError> {
    let mut statement = rows.prepare_cached(
        "insert into product (id, sku, sku_folded, name, name_folded, description, category, tax_class, barcodes,
             stocked, shortage, archived, position, more)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         on conflict (id) do update set sku = excluded.sku, sku_folded = excluded.sku_folded, name = excluded.name,
             name_folded = excluded.name_folded, description = excluded.description, category = excluded.category,
             tax_class = excluded.tax_class, barcodes = excluded.barcodes, stocked = excluded.stocked,
             shortage = excluded.shortage, archived = excluded.archived, position = excluded.position,
             more = excluded.more
         returning number",
    )?;
    let number = statement.query_row(
        params![
            Id(product.id.0),
            product.sku,
            fold(&product.sku),
            product.name,
            fold(&product.name),
            product.description,
            product.category,
            product.tax_class,
            product.barcodes.join(" "),
            product.stocked,
            product.shortage.as_str(),
            product.archived,
            PositionColumn(position),
            (!is_plain(product)).then(|| pack(product)),
        ],
        |row| row.get(0),
    )?;
    Ok(number)
}

/// Each product as it is found by, row after row.
pub(super) fn refold(rows: &Connection, index: &mut IndexChanges) -> Result<(), ReplicaError> {
    let mut some = rows.prepare(&format!(
        "select {COLUMNS}, p.number from product p where p.number > ?1 order by p.number limit {STEP_ROWS}"
    ))?;
    let mut save = rows.prepare("update product set sku_folded = ?2, name_folded = ?3 where number = ?1")?;
    let mut after = 0;
    loop {
        let step = some.query_map([after], |row| Ok((row.get::<_, i64>(11)?, read(row)?)))?;
        let step: Vec<(i64, Product)> = step.collect::<Result<_, _>>()?;
        let Some((last, _)) = step.last() else { return Ok(()) };
        after = *last;
        for (number, product) in step {
            save.execute(params![number, fold(&product.sku), fold(&product.name)])?;
            index.product(number, None, &product);
        }
    }
}

fn count_category(rows: &Connection, name: &str, change: i64) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into category (name, products) values (?1, ?2)
         on conflict (name) do update set products = products + excluded.products",
    )?
    .execute(params![name, change])?;
    Ok(())
}

pub(super) fn price_save(rows: &Connection, price: &PriceTold, position: Position) -> Result<(), ReplicaError> {
    let PriceKey { product, list, quantity_break, valid_from, valid_to } = PriceKey::of(price);
    rows.prepare_cached(
        "insert into price (product, list, quantity_break, valid_from, valid_to, amount, currency, position, entry)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         on conflict (product, list, quantity_break, valid_from, valid_to) do update set amount = excluded.amount,
             currency = excluded.currency, position = excluded.position, entry = excluded.entry
         where excluded.position > price.position",
    )?
    .execute(params![
        product,
        list,
        quantity_break,
        valid_from,
        valid_to,
        price.amount.0,
        price.currency.code(),
        PositionColumn(position),
        price.entry.map(HashColumn),
    ])?;
    Ok(())
}
