//! A catalogue in bulk: what is new or differs, part by part, each part one entry; the same
//! file again changes nothing, so one that was cut off is imported again. A product that
//! nobody edited has its row replaced; of an edited one what differs becomes an edit.

use super::{Chunk, Imported, Made, RunError, random_actor, run};
use crate::act::{Beside, Knowledge};
use crate::catalogue::{ProductBatch, ProductBatchRow, ProductRow as Held, by_sku};
use crate::db::{Db, DbError};
use crate::document::{self, BatchError, Content, DocumentRow};
use crate::import::ProductInput;
use shared_model::catalogue::{Product, ProductField, barcode};
use shared_model::document::{DocumentError, DocumentId, FieldEdit, ProductDocument};
use shared_model::encoding::Bytes;
use shared_model::refusal::ImportReason;
use shared_model::unit::*;
use shared_model::words::Worded;
use std::collections::{BTreeMap, BTreeSet};

/// See [`run`].
pub async fn import_products(
    db: &Db,
    business: BusinessId,
    rows: &[ProductInput],
    dry_run: bool,
    now: Timestamp,
    progress: &dyn Fn(u64, u64),
) -> Result<Imported, RunError> {
    run::<ProductsRun>(db, business, rows, dry_run, now, progress).await
}

struct ProductsRun {
    business: BusinessId,
    currency: Currency,
    rows: Vec<ProductInput>,
    held: BTreeMap<String, Held>,
    contents: BTreeMap<DocumentId, Content>,
    versions: BTreeMap<DocumentId, u64>,
    batch: ProductBatch,
    done: Imported,
    now: Timestamp,
}

impl Chunk for ProductsRun {
    type Input = ProductInput;
    const ROWS: usize = 256;

    async fn read(db: &Db, known: &Knowledge, rows: &[ProductInput], now: Timestamp) -> Result<ProductsRun, DbError> {
        let (business, currency) = (known.settings.business, known.settings.currency);
        let mut conn = db.read().await?;
        let skus: Vec<&str> = rows.iter().map(|row| row.sku.as_str()).collect();
        let held = by_sku(&mut conn, business, &skus).await?;
        let differs = |held: &Held, row: &ProductInput| !differing(&held.product, row).is_empty();
        let changed = rows.iter().filter_map(|row| held.get(&row.sku).filter(|held| differs(held, row)));
        let ids: Vec<DocumentId> = changed.map(|held| DocumentId::Product(held.product.id)).collect();
        let contents = document::contents(&mut conn, business, &ids).await?;
        let (versions, batch, done) = (BTreeMap::new(), ProductBatch::default(), Imported::default());
        let rows = rows.to_vec();
        Ok(ProductsRun { business, currency, rows, held, contents, versions, batch, done, now })
    }

    fn make(&mut self) -> Result<(), RunError> {
        for row in std::mem::take(&mut self.rows) {
            self.row(&row)?;
        }
        Ok(())
    }

    fn made(self) -> Result<Made, BatchError> {
        let entry = (!self.batch.rows.is_empty()).then(|| self.batch.entry()).transpose()?;
        let beside = Beside { products: Some(self.batch), ..Beside::default() };
        let entry = entry.map(|(fact, attachments)| (fact, attachments, beside));
        Ok(Made { done: self.done, documents: self.versions, entry })
    }
}

impl ProductsRun {
    fn row(&mut self, row: &ProductInput) -> Result<(), RunError> {
        let held = self.held.remove(&row.sku);
        let price_before = held.as_ref().and_then(|held| held.price);
        let mut row_now = match held {
            None => self.created(row),
            Some(held) => self.compared(&held, row)?,
        };
        let described = row_now.row.is_some();
        if price_before != Some(row.price.0) {
            row_now.price = Some(Money::new(row.price, self.currency));
            self.done.prices_set += 1;
        } else if !described {
            self.done.unchanged += 1;
            return Ok(());
        }
        self.batch.rows.push(row_now);
        Ok(())
    }

    fn created(&mut self, row: &ProductInput) -> ProductBatchRow {
        let product = new_product(self.business, row);
        self.versions.insert(DocumentId::Product(product.id), 0);
        self.done.created += 1;
        ProductBatchRow { row: Some(Box::new(product.clone())), ..unchanged(product.id) }
    }

    /// Against what was read with its version, which may say more than the row found by its
    /// code.
    fn compared(&mut self, held: &Held, row: &ProductInput) -> Result<ProductBatchRow, RunError> {
        if held.product.stocked != row.stocked {
            let kept = ImportReason::StockedFixed { sku: row.sku.clone() };
            self.done.kept.push(Worded::Reason(kept.into()));
        }
        let id = DocumentId::Product(held.product.id);
        let nothing = unchanged(held.product.id);
        let Some(Content { version, row: DocumentRow::Product(product), bytes }) = self.contents.remove(&id) else {
            return Ok(nothing);
        };
        let becomes = match bytes {
            Some(bytes) => match self.edited(&bytes, row) {
                Ok(becomes) => becomes,
                Err(error) => {
                    self.done.keep(&row.sku, &error);
                    None
                }
            },
            None => replaced(&product, row).map(|product| (product, None, None)),
        };
        let Some((product, change, content)) = becomes else { return Ok(nothing) };
        self.versions.insert(id, version);
        self.done.edited += 1;
        Ok(ProductBatchRow { row: Some(Box::new(product)), change, content, ..nothing })
    }

    fn edited(&self, bytes: &[u8], row: &ProductInput) -> Result<Option<Becomes>, DocumentError> {
        let mut document = ProductDocument::load(bytes)?;
        let fields = field_edits(&document.row()?, row);
        let change = document.edit(&fields, &random_actor(), self.now)?;
        if change.is_empty() {
            return Ok(None);
        }
        Ok(Some((document.row()?, Some(Bytes::from(change)), Some(document.save()?))))
    }
}

/// A product as it becomes; of an edited one also the change, and the document with it.
type Becomes = (Product, Option<Bytes>, Option<Vec<u8>>);

fn unchanged(product: ProductId) -> ProductBatchRow {
    ProductBatchRow { product, row: None, price: None, change: None, content: None }
}

/// The id follows from the SKU, so that importing into a fresh server gives the same ids.
fn new_product(business: BusinessId, row: &ProductInput) -> Product {
    let id = imported_product(business, &row.sku);
    Product {
        description: row.description.clone(),
        category: row.category.clone(),
        barcodes: folded(row),
        stocked: row.stocked,
        ..Product::plain(id, &row.sku, &row.name, &row.tax_class)
    }
}

/// In the order and form that a document has them.
fn folded(row: &ProductInput) -> Vec<String> {
    let codes: BTreeSet<String> = row.barcodes.iter().map(|code| barcode::fold(code)).collect();
    codes.into_iter().collect()
}

/// A row that nobody edited, as the file has it; none where that is the same.
fn replaced(product: &Product, row: &ProductInput) -> Option<Product> {
    let fields = differing(product, row);
    let mut product = product.clone();
    for (field, _, value) in &fields {
        match field {
            ProductField::Name => product.name.clone_from(value),
            ProductField::Description => product.description.clone_from(value),
            ProductField::Category => product.category.clone_from(value),
            ProductField::TaxClass => product.tax_class.clone_from(value),
            ProductField::Barcodes => product.barcodes = folded(row),
            ProductField::Shortage => {}
        }
    }
    (!fields.is_empty()).then_some(product)
}

fn field_edits(product: &Product, row: &ProductInput) -> Vec<FieldEdit> {
    let edit = |(field, base, value): (ProductField, _, _)| FieldEdit { field: field.key().to_owned(), base, value };
    differing(product, row).into_iter().map(edit).collect()
}

/// What the file says differently: field, what stands, what the file has. A field it leaves
/// empty stays as it is.
fn differing(product: &Product, row: &ProductInput) -> Vec<(ProductField, String, String)> {
    let mut held = product.barcodes.clone();
    held.sort();
    let fields = [
        (ProductField::Name, product.name.clone(), row.name.clone()),
        (ProductField::Description, product.description.clone(), row.description.clone()),
        (ProductField::Category, product.category.clone(), row.category.clone()),
        (ProductField::TaxClass, product.tax_class.clone(), row.tax_class.clone()),
        (ProductField::Barcodes, held.join(" "), folded(row).join(" ")),
    ];
    fields.into_iter().filter(|(_, base, value)| !value.is_empty() && base != value).collect()
}
