//! Goods coming in. Each receipt has an id of its sender's own; the second time it is the
//! first one's answer.

use super::shelf::{Cause, Shelf, ShelfKey};
use super::state::{publish_states, publish_stock};
use crate::db::row::{self, ROWS_MAX, assembled, places};
use crate::db::{Db, DbError};
use crate::log::Draft;
use shared_model::Fact;
use shared_model::encoding;
use shared_model::fact::ReceivedLine;
use shared_model::order::bounds::quantity_fits;
use shared_model::stock::{StockError, StockEvent};
use shared_model::unit::*;
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

pub const RECEIPT_LINES_MAX: usize = 200_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    pub already: bool,
    /// Backorders that this receipt filled completely.
    pub filled: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    #[error("the business has no warehouse {0}")]
    UnknownWarehouse(WarehouseId),
    #[error("the business has no stocked product {0}")]
    UnknownProduct(ProductId),
    #[error("a receipt has 1 to {RECEIPT_LINES_MAX} lines")]
    BadLines,
    #[error("receipt {0} was already used for something else")]
    OtherContent(GoodsReceiptId),
    #[error("product {product} cannot take this quantity")]
    Stock { product: ProductId, source: StockError },
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for ReceiveError {
    fn from(error: sqlx::Error) -> ReceiveError {
        ReceiveError::Database(DbError::Query(error))
    }
}

/// Goods from a vendor: what the books owe is repaid, the oldest backorders fill, the rest
/// is free.
pub async fn receive(
    db: &Db,
    receipt: GoodsReceiptId,
    warehouse: WarehouseId,
    lines: Vec<ReceivedLine>,
    reference: String,
    staff: Option<StaffId>,
    now: Timestamp,
) -> Result<Received, ReceiveError> {
    book(db, receipt, warehouse, Fact::GoodsReceived { receipt, warehouse, lines, reference }, staff, now).await
}

/// Stock there was before the ledger's first entry.
pub async fn open_stock(
    db: &Db,
    receipt: GoodsReceiptId,
    warehouse: WarehouseId,
    lines: Vec<ReceivedLine>,
    staff: Option<StaffId>,
    now: Timestamp,
) -> Result<Received, ReceiveError> {
    book(db, receipt, warehouse, Fact::StockOpened { receipt, warehouse, lines }, staff, now).await
}

async fn book(
    db: &Db,
    receipt: GoodsReceiptId,
    warehouse: WarehouseId,
    fact: Fact,
    staff: Option<StaffId>,
    now: Timestamp,
) -> Result<Received, ReceiveError> {
    let content = encoding::encode(&fact);
    let wanted = per_product(&fact)?;
    let mut tx = db.begin_write().await?;
    let business = business_of(&mut tx, warehouse).await?.ok_or(ReceiveError::UnknownWarehouse(warehouse))?;
    stocked_products(&mut tx, business, &wanted).await?;
    let keys: BTreeSet<ShelfKey> = wanted.keys().map(|product| (warehouse, *product)).collect();
    let mut shelf = Shelf::lock(&mut tx, business, &keys).await?;
    let mut draft = Draft::begin(&mut tx, business).await?;
    if let Some(before) = already(&mut tx, receipt, &content).await? {
        return Ok(before);
    }
    let fact_hash = Hash::of("counterfoil receipt", &[&content]);
    let cause = Cause { fact: fact_hash, order: None, staff, position: draft.next_position(), now };
    let mut filled = 0;
    for (product, quantity) in wanted {
        let event = match fact {
            Fact::StockOpened { .. } => StockEvent::Opened { quantity },
            _ => StockEvent::Received { quantity },
        };
        let posted = shelf.post(&mut tx, (warehouse, product), &event, &cause).await?;
        filled += posted.map_err(|source| ReceiveError::Stock { product, source })?.filled;
    }
    receipt_insert(&mut tx, business, receipt, warehouse, content, staff, filled, now).await?;
    publish_stock(&mut draft, &shelf)?;
    publish_states(&mut tx, &mut draft, &shelf).await?;
    let head = draft.finish(&mut tx, now).await?;
    tx.commit().await?;
    db.wake().ring(business, head);
    Ok(Received { already: false, filled })
}

/// Lines of the same product are one.
fn per_product(fact: &Fact) -> Result<BTreeMap<ProductId, Quantity>, ReceiveError> {
    let lines = match fact {
        Fact::GoodsReceived { lines, .. } | Fact::StockOpened { lines, .. } => lines,
        _ => return Err(ReceiveError::BadLines),
    };
    if lines.is_empty() || lines.len() > RECEIPT_LINES_MAX {
        return Err(ReceiveError::BadLines);
    }
    let mut wanted: BTreeMap<ProductId, Quantity> = BTreeMap::new();
    for line in lines {
        let refused = |source| ReceiveError::Stock { product: line.product, source };
        if !line.quantity.is_positive() || !quantity_fits(line.quantity) {
            return Err(refused(StockError::BadQuantity));
        }
        let sum = wanted.entry(line.product).or_default();
        *sum = sum.plus(line.quantity).map_err(|error| refused(StockError::Arithmetic(error)))?;
    }
    Ok(wanted)
}

pub(crate) async fn business_of(
    conn: &mut AnyConnection,
    warehouse: WarehouseId,
) -> Result<Option<BusinessId>, DbError> {
    let found = sqlx::query("select business from warehouse where id = $1")
        .bind(warehouse.to_string())
        .fetch_optional(conn)
        .await?;
    found.map(|found| row::parsed(&found, "business")).transpose()
}

async fn stocked_products(
    conn: &mut AnyConnection,
    business: BusinessId,
    wanted: &BTreeMap<ProductId, Quantity>,
) -> Result<(), ReceiveError> {
    let mut known = BTreeSet::new();
    let ids: Vec<ProductId> = wanted.keys().copied().collect();
    for chunk in ids.chunks(ROWS_MAX) {
        let sql = format!(
            "select id from product where business = $1 and stocked = 1 and id in ({})",
            places(2, chunk.len())
        );
        let mut query = sqlx::query(assembled(sql)).bind(business.to_string());
        for product in chunk {
            query = query.bind(product.to_string());
        }
        for found in query.fetch_all(&mut *conn).await? {
            known.insert(row::parsed::<ProductId>(&found, "id")?);
        }
    }
    match ids.into_iter().find(|product| !known.contains(product)) {
        Some(product) => Err(ReceiveError::UnknownProduct(product)),
        None => Ok(()),
    }
}

async fn already(
    conn: &mut AnyConnection,
    receipt: GoodsReceiptId,
    content: &[u8],
) -> Result<Option<Received>, ReceiveError> {
    let found = sqlx::query("select content, backorders_filled from goods_receipt where id = $1")
        .bind(receipt.to_string())
        .fetch_optional(conn)
        .await?;
    let Some(found) = found else { return Ok(None) };
    if row::bytes(&found, "content")? != content {
        return Err(ReceiveError::OtherContent(receipt));
    }
    Ok(Some(Received { already: true, filled: row::count(&found, "backorders_filled")? }))
}

#[allow(clippy::too_many_arguments, reason = "the columns of one row")]
async fn receipt_insert(
    conn: &mut AnyConnection,
    business: BusinessId,
    receipt: GoodsReceiptId,
    warehouse: WarehouseId,
    content: Vec<u8>,
    staff: Option<StaffId>,
    filled: u64,
    now: Timestamp,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into goods_receipt (id, business, warehouse, content, staff, backorders_filled, received_ms) \
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(receipt.to_string())
    .bind(business.to_string())
    .bind(warehouse.to_string())
    .bind(content)
    .bind(staff.map(|staff| staff.to_string()))
    .bind(row::stored(filled))
    .bind(now.unix_ms)
    .execute(conn)
    .await?;
    Ok(())
}
