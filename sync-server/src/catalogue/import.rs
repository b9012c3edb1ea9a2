//! A catalogue in bulk: what is new becomes documents, what differs becomes edits, part by
//! part; the same file again changes nothing, so one that was cut off is imported again.

use super::list::{ProductRow as Held, by_sku};
use crate::act::{ATTEMPTS, Act, Decision, Knowledge, Ready};
use crate::auth::random_bytes;
use crate::db::{Db, DbError};
use crate::document::{self, Content, Imported as Document};
use crate::import::ProductRow;
use shared_model::catalogue::{Product, ProductField, ShortagePolicy, barcode};
use shared_model::document::{DocumentError, DocumentId, FieldEdit, ProductDocument};
use shared_model::unit::*;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("{what} could not be written as a document")]
    Document { what: String, source: Box<DocumentError> },
    #[error(transparent)]
    Database(#[from] DbError),
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Imported {
    pub created: u64,
    /// Rows of which at least one field became an edit.
    pub edited: u64,
    pub prices_set: u64,
    pub unchanged: u64,
    /// What the file says and cannot be changed any more, in words.
    pub kept: Vec<String>,
}

impl Imported {
    pub fn add(&mut self, other: Imported) {
        self.created += other.created;
        self.edited += other.edited;
        self.prices_set += other.prices_set;
        self.unchanged += other.unchanged;
        self.kept.extend(other.kept);
    }
}

/// Rows of one transaction, so that tills can take an import in by parts and sales go on
/// between them.
pub const PART_ROWS: usize = 256;

pub fn random_actor() -> [u8; 16] {
    random_bytes::<16>()
}

/// The barcodes in use, by SKU.
pub async fn barcodes(db: &Db, business: BusinessId) -> Result<BTreeMap<String, Vec<String>>, DbError> {
    let known = super::products(db, business).await?;
    Ok(known.into_iter().map(|row| (row.product.sku, row.product.barcodes)).collect())
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
    let actor = random_actor();
    let mut done = Imported::default();
    for (index, part) in rows.chunks(PART_ROWS).enumerate() {
        done.add(import_part(db, business, part, dry_run, (actor, now)).await?);
        progress((index * PART_ROWS + part.len()) as u64, rows.len() as u64);
    }
    Ok(done)
}

async fn import_part(
    db: &Db,
    business: BusinessId,
    rows: &[ProductRow],
    dry_run: bool,
    (actor, now): ([u8; 16], Timestamp),
) -> Result<Imported, CatalogueError> {
    for _ in 0..ATTEMPTS {
        let knowledge = Knowledge::of(db, business).await?;
        let mut part = Part::read(db, business, knowledge.settings.currency, rows, (actor, now)).await?;
        let made = tokio::task::spawn_blocking(move || part.make().map(|()| part));
        let part = made.await.map_err(|_| DbError::Unreadable("import"))??;
        if dry_run || part.decisions.is_empty() {
            return Ok(part.done);
        }
        let mut ready = Ready::new(business, knowledge, now);
        ready.is_job = true;
        ready.wants.documents = part.versions;
        let done = write(db, &ready, part.decisions).await;
        match done {
            Ok(()) => return Ok(part.done),
            Err(DbError::Moved) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(DbError::Moved.into())
}

pub async fn write(db: &Db, ready: &Ready, decisions: Vec<Decision>) -> Result<(), DbError> {
    let mut act = Act::begin(db, ready).await?;
    for decision in decisions {
        act.decide(decision);
    }
    act.commit().await.map(|_| ())
}

/// Rows of a file beside what there is, and what follows.
struct Part {
    business: BusinessId,
    currency: Currency,
    rows: Vec<ProductRow>,
    held: BTreeMap<String, Held>,
    contents: BTreeMap<DocumentId, Content>,
    versions: BTreeMap<DocumentId, u64>,
    decisions: Vec<Decision>,
    done: Imported,
    actor: [u8; 16],
    now: Timestamp,
}

impl Part {
    async fn read(
        db: &Db,
        business: BusinessId,
        currency: Currency,
        rows: &[ProductRow],
        (actor, now): ([u8; 16], Timestamp),
    ) -> Result<Part, DbError> {
        let mut conn = db.read().await?;
        let skus: Vec<&str> = rows.iter().map(|row| row.sku.as_str()).collect();
        let held = by_sku(&mut conn, business, &skus).await?;
        let changed = rows.iter().filter_map(|row| held.get(&row.sku).filter(|held| differs(&held.product, row)));
        let ids: Vec<DocumentId> = changed.map(|held| DocumentId::Product(held.product.id)).collect();
        let contents = document::contents(&mut conn, business, &ids).await?;
        let (versions, decisions, done) = (BTreeMap::new(), Vec::new(), Imported::default());
        let rows = rows.to_vec();
        Ok(Part { business, currency, rows, held, contents, versions, decisions, done, actor, now })
    }

    fn make(&mut self) -> Result<(), CatalogueError> {
        for row in std::mem::take(&mut self.rows) {
            self.row(&row)?;
        }
        Ok(())
    }

    fn row(&mut self, row: &ProductRow) -> Result<(), CatalogueError> {
        let refused = |source| CatalogueError::Document { what: row.sku.clone(), source: Box::new(source) };
        let held = self.held.remove(&row.sku);
        let price_before = held.as_ref().and_then(|held| held.price);
        let (product, edited) = match held {
            None => (self.create(row).map_err(refused)?, true),
            Some(held) => {
                if held.product.stocked != row.stocked {
                    self.done.kept.push(format!("{}: whether it has stock can't change", row.sku));
                }
                let id = held.product.id;
                let content = self.contents.remove(&DocumentId::Product(id));
                let edited = match content {
                    Some(content) => self.edit(row, &content).map_err(refused)?,
                    None => false,
                };
                (id, edited)
            }
        };
        if price_before != Some(row.price.0) {
            self.decisions.push(Decision::Price(product, Money::new(row.price, self.currency)));
            self.done.prices_set += 1;
        } else if !edited {
            self.done.unchanged += 1;
        }
        Ok(())
    }

    fn create(&mut self, row: &ProductRow) -> Result<ProductId, DocumentError> {
        let product = new_product(self.business, row);
        let mut document = ProductDocument::create(&product, &self.actor, self.now)?;
        let (product, content) = (document.row()?, document.save());
        let id = product.id;
        self.describe(product, 0, content.clone(), content);
        self.done.created += 1;
        Ok(id)
    }

    /// Against the document, which may say more than the row that was compared.
    fn edit(&mut self, row: &ProductRow, content: &Content) -> Result<bool, DocumentError> {
        let mut document = ProductDocument::load(&content.bytes)?;
        let fields = field_edits(&document.row()?, row);
        let change = document.edit(&fields, &random_actor(), self.now)?;
        if change.is_empty() {
            return Ok(false);
        }
        let product = document.row()?;
        self.describe(product, content.version, document.save(), change);
        self.done.edited += 1;
        Ok(true)
    }

    fn describe(&mut self, product: Product, version: u64, content: Vec<u8>, change: Vec<u8>) {
        let document = DocumentId::Product(product.id);
        self.versions.insert(document, version);
        self.decisions.push(Decision::Product(Box::new(product), Document { document, version, content, change }));
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
