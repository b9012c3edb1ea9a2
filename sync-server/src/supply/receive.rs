//! Taking goods in, for whoever asks: the command line, or a till by a call.

use super::rows::content_of;
use crate::act::{ATTEMPTS, Act, Actor, Beside, Knowledge, Origin, Ready};
use crate::db::{Db, DbError, row, sql};
use crate::ledger::Refused;
use shared_model::Fact;
use shared_model::fact::ReceivedLine;
use shared_model::order::bounds::quantity_fits;
use shared_model::stock::{Account, StockError};
use shared_model::unit::*;
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
    #[error("product {0} was opened before, with another quantity; receive what came since, or count it")]
    OpenedBefore(ProductId),
    #[error("product {product} cannot take this quantity")]
    Stock { product: ProductId, source: StockError },
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<Refused> for ReceiveError {
    fn from(Refused { product, source }: Refused) -> ReceiveError {
        ReceiveError::Stock { product, source }
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
    let lines = per_product(&lines)?;
    let fact = Fact::GoodsReceived { receipt, warehouse, lines: lines.clone(), reference };
    book(db, Delivery { receipt, warehouse, lines, fact, opens: false }, staff, now).await
}

/// Stock there was before the ledger's first entry: once per warehouse and product.
pub async fn open_stock(
    db: &Db,
    receipt: GoodsReceiptId,
    warehouse: WarehouseId,
    lines: Vec<ReceivedLine>,
    staff: Option<StaffId>,
    now: Timestamp,
) -> Result<Received, ReceiveError> {
    let lines = per_product(&lines)?;
    let fact = Fact::StockOpened { receipt, warehouse, lines: lines.clone() };
    book(db, Delivery { receipt, warehouse, lines, fact, opens: true }, staff, now).await
}

struct Delivery {
    receipt: GoodsReceiptId,
    warehouse: WarehouseId,
    /// One per product, in order.
    lines: Vec<ReceivedLine>,
    fact: Fact,
    opens: bool,
}

async fn book(db: &Db, delivery: Delivery, staff: Option<StaffId>, now: Timestamp) -> Result<Received, ReceiveError> {
    for _ in 0..ATTEMPTS {
        match attempt(db, &delivery, staff, now).await {
            Err(ReceiveError::Database(error)) if error.is_overtaken() => {}
            done => return done,
        }
    }
    Err(DbError::Moved.into())
}

async fn attempt(
    db: &Db,
    delivery: &Delivery,
    staff: Option<StaffId>,
    now: Timestamp,
) -> Result<Received, ReceiveError> {
    let warehouse = delivery.warehouse;
    let business = business_of(db, warehouse).await?.ok_or(ReceiveError::UnknownWarehouse(warehouse))?;
    let knowledge = Knowledge::of(db, business).await?;
    let wanted: BTreeSet<ProductId> = delivery.lines.iter().map(|line| line.product).collect();
    let known = knowledge.products(db, &wanted).await?;
    let is_stocked = |product: &ProductId| known.get(product).is_some_and(|known| known.stocked);
    if let Some(product) = wanted.iter().find(|product| !is_stocked(product)) {
        return Err(ReceiveError::UnknownProduct(*product));
    }
    let mut ready = Ready::new(business, knowledge, now);
    ready.wants.receipts.insert(delivery.receipt);
    for line in &delivery.lines {
        ready.wants.shelf.entry((warehouse, line.product)).or_default().incoming(line.quantity);
    }
    let mut act = Act::begin(db, &ready).await?;
    if let Some(before) = before(&act, delivery)? {
        return Ok(before);
    }
    let actor = staff.map_or(Actor::CommandLine, Actor::Staff);
    let origin = Origin::server(actor, &content_of(&delivery.fact));
    act.record(origin, &delivery.fact, Beside::default())?;
    let filled = act.pending.supply.get(delivery.receipt).map_or(0, |receipt| receipt.filled);
    act.commit().await?;
    Ok(Received { already: false, filled })
}

/// Whether it was booked before: by its id, or because all of it is opened already.
fn before(act: &Act, delivery: &Delivery) -> Result<Option<Received>, ReceiveError> {
    if let Some(receipt) = act.loaded.receipts.get(&delivery.receipt) {
        let is_same = receipt.content == content_of(&delivery.fact);
        let before = Received { already: true, filled: receipt.filled };
        return if is_same { Ok(Some(before)) } else { Err(ReceiveError::OtherContent(delivery.receipt)) };
    }
    if !delivery.opens {
        return Ok(None);
    }
    let opened = |line: &ReceivedLine| {
        let book = act.shelf.book((delivery.warehouse, line.product));
        book.map_or(Quantity::ZERO, |book| book.balance(Account::Opening))
    };
    if delivery.lines.iter().all(|line| opened(line).0 == -line.quantity.0) {
        return Ok(Some(Received { already: true, filled: 0 }));
    }
    match delivery.lines.iter().find(|line| opened(line) != Quantity::ZERO) {
        Some(line) => Err(ReceiveError::OpenedBefore(line.product)),
        None => Ok(None),
    }
}

/// Lines of the same product are one, and their order says nothing.
fn per_product(lines: &[ReceivedLine]) -> Result<Vec<ReceivedLine>, ReceiveError> {
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
    Ok(wanted.into_iter().map(|(product, quantity)| ReceivedLine { product, quantity }).collect())
}

async fn business_of(db: &Db, warehouse: WarehouseId) -> Result<Option<BusinessId>, DbError> {
    let select = sql("select business from warehouse where id = $1").id(warehouse);
    let found = select.maybe(&mut db.read().await?).await?;
    found.map(|found| row::id(&found, "business")).transpose()
}
