//! A catalogue in bulk: what is new becomes documents, what differs becomes edits, all in
//! one transaction; the same file again changes nothing.

use super::document::{lock_documents, product_update};
use super::{CatalogueError, Imported, ROWS_PER_MARK};
use crate::admin::settings_on;
use crate::auth::random_bytes;
use crate::db::row::{self, assembled, stored, value_rows};
use crate::db::{Db, DbError};
use crate::import::ProductRow;
use crate::log::{Draft, Scope};
use shared_model::catalogue::{Product, ProductField, ShortagePolicy, barcode};
use shared_model::document::{DocumentId, FieldEdit, ProductDocument};
use shared_model::encoding;
use shared_model::unit::*;
use shared_model::wire::LogBody;
use sqlx::AnyConnection;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The barcodes in use, by SKU.
pub async fn barcodes(db: &Db, business: BusinessId) -> Result<BTreeMap<String, Vec<String>>, DbError> {
    let mut conn = db.reader().acquire().await?;
    let known = known_products(&mut conn, business).await?;
    Ok(known.into_iter().map(|(sku, known)| (sku, known.product.barcodes)).collect())
}

struct KnownProduct {
    product: Product,
    price: Option<Amount>,
}

async fn known_products(
    conn: &mut AnyConnection,
    business: BusinessId,
) -> Result<BTreeMap<String, KnownProduct>, DbError> {
    let rows = sqlx::query(
        "select p.content as content, (select r.amount from price r where r.product = p.id \
         order by r.position desc limit 1) as amount from product p where p.business = $1",
    )
    .bind(business.to_string())
    .fetch_all(conn)
    .await?;
    let mut known = BTreeMap::new();
    for found in &rows {
        let product: Product = row::decoded(found, "content")?;
        let price = row::opt_int(found, "amount")?.map(Amount);
        known.insert(product.sku.clone(), KnownProduct { product, price });
    }
    Ok(known)
}

/// With `dry_run` everything is done and nothing is kept. `progress` hears of rows done.
pub async fn import_products(
    db: &Db,
    business: BusinessId,
    rows: &[ProductRow],
    dry_run: bool,
    now: Timestamp,
    progress: &dyn Fn(u64, u64),
) -> Result<Imported, CatalogueError> {
    let mut tx = db.begin_write().await?;
    let settings = settings_on(&mut tx, business).await?.ok_or(DbError::Unreadable("business"))?;
    let mut known = known_products(&mut tx, business).await?;
    let changed = rows.iter().filter_map(|row| known.get(&row.sku).filter(|known| differs(&known.product, row)));
    let ids = changed.map(|known| DocumentId::Product(known.product.id)).collect();
    let documents = lock_documents(&mut tx, business, &ids).await?;
    let draft = Draft::begin(&mut tx, business).await?;
    let actor = random_bytes::<16>();
    let mut import = Import {
        business,
        currency: settings.currency,
        actor,
        draft,
        new: Vec::new(),
        prices: Vec::new(),
        done: Imported::default(),
        now,
    };
    for (index, rows_of_mark) in rows.chunks(ROWS_PER_MARK).enumerate() {
        import.draft.mark();
        for row in rows_of_mark {
            import.row(&mut tx, row, known.remove(&row.sku), &documents).await?;
        }
        import.write(&mut tx).await?;
        progress((index * ROWS_PER_MARK + rows_of_mark.len()) as u64, rows.len() as u64);
    }
    if dry_run {
        tx.rollback().await?;
        return Ok(import.done);
    }
    let head = import.draft.finish(&mut tx, now).await?;
    tx.commit().await?;
    db.wake().ring(business, head);
    Ok(import.done)
}

struct Import {
    business: BusinessId,
    currency: Currency,
    actor: [u8; 16],
    draft: Draft,
    new: Vec<(Product, Vec<u8>)>,
    prices: Vec<(ProductId, u64, Amount)>,
    done: Imported,
    now: Timestamp,
}

impl Import {
    async fn row(
        &mut self,
        conn: &mut AnyConnection,
        row: &ProductRow,
        known: Option<KnownProduct>,
        documents: &BTreeMap<DocumentId, Vec<u8>>,
    ) -> Result<(), CatalogueError> {
        let price_before = known.as_ref().and_then(|known| known.price);
        let (product, edited) = match known {
            None => (self.create(row)?, true),
            Some(known) => {
                if known.product.stocked != row.stocked {
                    self.done.kept.push(format!("{}: whether it has stock can't change", row.sku));
                }
                let content = documents.get(&DocumentId::Product(known.product.id));
                let edited = match content {
                    Some(content) => self.edit(conn, row, content).await?,
                    None => false,
                };
                (known.product.id, edited)
            }
        };
        if price_before != Some(row.price) {
            let body = LogBody::Price { product, amount: row.price, currency: self.currency };
            let position = self.draft.push(Scope::Business, &body);
            self.prices.push((product, position, row.price));
            self.done.prices_set += 1;
        } else if !edited {
            self.done.unchanged += 1;
        }
        Ok(())
    }

    fn create(&mut self, row: &ProductRow) -> Result<ProductId, CatalogueError> {
        let product = new_product(self.business, row);
        let refused = |source| CatalogueError::Document { what: row.sku.clone(), source: Box::new(source) };
        let mut document = ProductDocument::create(&product, &self.actor, self.now).map_err(refused)?;
        let (product, content) = (document.row().map_err(refused)?, document.save());
        let id = product.id;
        self.draft.push(Scope::Business, &LogBody::Product { row: product.clone(), change: content.clone() });
        self.new.push((product, content));
        self.done.created += 1;
        Ok(id)
    }

    /// Against the locked document, which may be newer than the row that was compared.
    async fn edit(
        &mut self,
        conn: &mut AnyConnection,
        row: &ProductRow,
        content: &[u8],
    ) -> Result<bool, CatalogueError> {
        let refused = |source| CatalogueError::Document { what: row.sku.clone(), source: Box::new(source) };
        let mut document = ProductDocument::load(content).map_err(refused)?;
        let fields = field_edits(&document.row().map_err(refused)?, row);
        let change = document.edit(&fields, &random_bytes::<16>(), self.now).map_err(refused)?;
        if change.is_empty() {
            return Ok(false);
        }
        let product = document.row().map_err(refused)?;
        product_update(conn, document.save(), &product).await?;
        self.draft.push(Scope::Business, &LogBody::Product { row: product, change });
        self.done.edited += 1;
        Ok(true)
    }

    /// New rows and prices so far, a statement per table.
    async fn write(&mut self, conn: &mut AnyConnection) -> Result<(), DbError> {
        let new = std::mem::take(&mut self.new);
        if !new.is_empty() {
            let sql = format!("insert into document (id, business, kind, content) values {}", value_rows(new.len(), 4));
            let mut query = sqlx::query(assembled(sql));
            for (product, content) in &new {
                query = query.bind(product.id.to_string()).bind(self.business.to_string()).bind("product");
                query = query.bind(content.clone());
            }
            query.execute(&mut *conn).await?;
            let sql = format!(
                "insert into product (id, business, sku, stocked, content) values {}",
                value_rows(new.len(), 5)
            );
            let mut query = sqlx::query(assembled(sql));
            for (product, _) in &new {
                query = query.bind(product.id.to_string()).bind(self.business.to_string()).bind(product.sku.clone());
                query = query.bind(i64::from(product.stocked)).bind(encoding::encode(product));
            }
            query.execute(&mut *conn).await?;
        }
        self.write_prices(conn).await
    }

    async fn write_prices(&mut self, conn: &mut AnyConnection) -> Result<(), DbError> {
        let prices = std::mem::take(&mut self.prices);
        if prices.is_empty() {
            return Ok(());
        }
        let columns = value_rows(prices.len(), 5);
        let sql = format!("insert into price (product, position, business, amount, currency) values {columns}");
        let mut query = sqlx::query(assembled(sql));
        for (product, position, amount) in &prices {
            query = query.bind(product.to_string()).bind(stored(*position)).bind(self.business.to_string());
            query = query.bind(amount.0).bind(self.currency.code().to_owned());
        }
        query.execute(conn).await?;
        Ok(())
    }
}

/// The id follows from the SKU, so that importing into a fresh server gives the same ids.
fn new_product(business: BusinessId, row: &ProductRow) -> Product {
    Product {
        id: ProductId(Uuid::new_v5(&business.0, format!("product {}", row.sku).as_bytes())),
        sku: row.sku.clone(),
        name: row.name.clone(),
        description: row.description.clone(),
        category: row.category.clone(),
        tax_class: row.tax_class.clone(),
        barcodes: row.barcodes.iter().map(|code| barcode::fold(code)).collect(),
        stocked: row.stocked,
        shortage: ShortagePolicy::default(),
        archived: false,
    }
}

fn differs(product: &Product, row: &ProductRow) -> bool {
    !field_edits(product, row).is_empty()
}

/// What the file says differently. A field it leaves empty stays as it is.
fn field_edits(product: &Product, row: &ProductRow) -> Vec<FieldEdit> {
    let mut folded: Vec<String> = row.barcodes.iter().map(|code| barcode::fold(code)).collect();
    folded.sort();
    let mut held = product.barcodes.clone();
    held.sort();
    let fields = [
        (ProductField::Name, product.name.clone(), row.name.clone()),
        (ProductField::Description, product.description.clone(), row.description.clone()),
        (ProductField::Category, product.category.clone(), row.category.clone()),
        (ProductField::TaxClass, product.tax_class.clone(), row.tax_class.clone()),
        (ProductField::Barcodes, held.join(" "), folded.join(" ")),
    ];
    let changed = fields.into_iter().filter(|(_, base, value)| !value.is_empty() && base != value);
    changed.map(|(field, base, value)| FieldEdit { field: field.key().to_owned(), base, value }).collect()
}
