//! Sales, what became of what tills sent, and takings.

use crate::db::row;
use crate::db::{Db, DbError};
use crate::ledger::order_states;
use serde::Serialize;
use shared_model::order::Order;
use shared_model::unit::*;
use shared_model::wire::{OrderState, Shortage};
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Serialize)]
pub struct OrderRow {
    pub order: String,
    pub number: String,
    pub store: String,
    pub terminal: String,
    /// Hash of the fact.
    pub entry: String,
    pub position: u64,
    pub business_date: String,
    pub placed_at: String,
    pub received_at: String,
    pub late: bool,
    pub staff: String,
    pub customer: Option<String>,
    pub currency: String,
    pub net: i64,
    pub tax: i64,
    pub gross: i64,
    pub cash_rounding: i64,
    pub lines: Vec<LineRow>,
}

#[derive(Debug, Clone, Serialize)]
pub struct LineRow {
    pub line: u32,
    pub product: String,
    pub sku: String,
    pub name: String,
    pub fulfilment: String,
    pub quantity: i64,
    pub unit_price: i64,
    pub gross: i64,
    pub handed_over: i64,
    pub allocated: i64,
    pub backordered: i64,
    pub shortage: Option<Shortage>,
}

/// Every order in order of position.
pub async fn orders(db: &Db, business: BusinessId) -> Result<Vec<OrderRow>, DbError> {
    let mut tx = db.begin_read().await?;
    let rows = sqlx::query(
        "select id, store, terminal, entry, position, received_ms, late, content from orders \
         where business = $1 order by position, id",
    )
    .bind(business.to_string())
    .fetch_all(&mut *tx)
    .await?;
    let ids: BTreeSet<OrderId> = rows.iter().map(|found| row::parsed(found, "id")).collect::<Result<_, _>>()?;
    let states = order_states(&mut tx, &ids).await?;
    tx.rollback().await?;
    let states: BTreeMap<OrderId, OrderState> = states.into_iter().map(|(_, state)| (state.order, state)).collect();
    rows.iter().map(|found| order_row(found, &states)).collect()
}

fn order_row(found: &AnyRow, states: &BTreeMap<OrderId, OrderState>) -> Result<OrderRow, DbError> {
    let order: Order = row::decoded(found, "content")?;
    Ok(OrderRow {
        lines: line_rows(&order, states.get(&order.id)),
        order: order.id.to_string(),
        number: order.number.to_string(),
        store: row::text(found, "store")?,
        terminal: row::text(found, "terminal")?,
        entry: row::hash(found, "entry")?.to_hex(),
        position: row::count(found, "position")?,
        business_date: order.business_date.to_string(),
        placed_at: order.placed_at.to_iso(),
        received_at: row::time(found, "received_ms")?.to_iso(),
        late: row::flag(found, "late")?,
        staff: order.staff.to_string(),
        customer: order.customer.map(|customer| customer.to_string()),
        currency: order.currency.code().to_owned(),
        net: order.totals.net.0,
        tax: order.totals.tax.0,
        gross: order.totals.gross.0,
        cash_rounding: order.cash_rounding.0,
    })
}

fn line_rows(order: &Order, state: Option<&OrderState>) -> Vec<LineRow> {
    let stands = |line: u32| state.and_then(|state| state.lines.iter().find(|entry| entry.line == line));
    let rows = order.lines.iter().map(|line| {
        let state = stands(line.line);
        LineRow {
            line: line.line,
            product: line.product.to_string(),
            sku: line.sku.clone(),
            name: line.name.clone(),
            fulfilment: line.fulfilment.as_str().to_owned(),
            quantity: line.quantity.0,
            unit_price: line.unit_price.0,
            gross: line.gross.0,
            handed_over: state.map_or(0, |state| state.handed_over.0),
            allocated: state.map_or(0, |state| state.allocated.0),
            backordered: state.map_or(0, |state| state.backordered.0),
            shortage: state.and_then(|state| state.shortage.clone()),
        }
    });
    rows.collect()
}

#[derive(Debug, Clone, Serialize)]
pub struct ReviewRow {
    pub order: String,
    pub number: String,
    pub store: String,
    pub stated: i64,
    pub reckoned: i64,
    pub reasons: Vec<String>,
    pub since: String,
}

pub async fn reviews(db: &Db, business: BusinessId) -> Result<Vec<ReviewRow>, DbError> {
    let rows = sqlx::query(
        "select order_id, number, store, stated, reckoned, reasons, since_ms from review \
         where business = $1 order by since_ms, order_id",
    )
    .bind(business.to_string())
    .fetch_all(db.reader())
    .await?;
    let review = |found| {
        Ok(ReviewRow {
            order: row::text(found, "order_id")?,
            number: row::text(found, "number")?,
            store: row::text(found, "store")?,
            stated: row::int(found, "stated")?,
            reckoned: row::int(found, "reckoned")?,
            reasons: serde_json::from_str(&row::text(found, "reasons")?).map_err(|_| DbError::Unreadable("review"))?,
            since: row::time(found, "since_ms")?.to_iso(),
        })
    };
    rows.iter().map(review).collect()
}

#[derive(Debug, Clone, Serialize)]
pub struct SetAsideRow {
    pub entry: String,
    pub terminal: String,
    pub seq: u64,
    pub kind: String,
    pub code: String,
    pub reason: String,
    pub since: String,
}

/// What is still open.
pub async fn set_aside(db: &Db, business: BusinessId) -> Result<Vec<SetAsideRow>, DbError> {
    let rows = sqlx::query(
        "select entry, terminal, seq, kind, code, reason, since_ms from set_aside \
         where business = $1 and open = 1 order by since_ms, terminal, seq",
    )
    .bind(business.to_string())
    .fetch_all(db.reader())
    .await?;
    let aside = |found| {
        Ok(SetAsideRow {
            entry: row::hash(found, "entry")?.to_hex(),
            terminal: row::text(found, "terminal")?,
            seq: row::count(found, "seq")?,
            kind: row::text(found, "kind")?,
            code: row::text(found, "code")?,
            reason: row::text(found, "reason")?,
            since: row::time(found, "since_ms")?.to_iso(),
        })
    };
    rows.iter().map(aside).collect()
}

#[derive(Debug, Clone, Serialize)]
pub struct EntryRow {
    pub terminal: String,
    pub incarnation: u64,
    pub seq: u64,
    pub hash: String,
    pub prev: String,
    pub kind: String,
    pub received_at: String,
    /// As they came, in hex.
    pub bytes: String,
}

/// Every entry on a chain, by terminal and place.
pub async fn entries(db: &Db, business: BusinessId) -> Result<Vec<EntryRow>, DbError> {
    let rows = sqlx::query(
        "select terminal, incarnation, seq, hash, prev, kind, received_ms, bytes from entry \
         where business = $1 order by terminal, incarnation, seq",
    )
    .bind(business.to_string())
    .fetch_all(db.reader())
    .await?;
    rows.iter().map(entry_row).collect()
}

fn entry_row(found: &AnyRow) -> Result<EntryRow, DbError> {
    Ok(EntryRow {
        terminal: row::text(found, "terminal")?,
        incarnation: row::count(found, "incarnation")?,
        seq: row::count(found, "seq")?,
        hash: row::hash(found, "hash")?.to_hex(),
        prev: row::hash(found, "prev")?.to_hex(),
        kind: row::text(found, "kind")?,
        received_at: row::time(found, "received_ms")?.to_iso(),
        bytes: hex::encode(row::bytes(found, "bytes")?),
    })
}

/// An entry whose place in the chain another one holds.
pub type ForkRow = EntryRow;

pub async fn forks(db: &Db, business: BusinessId) -> Result<Vec<ForkRow>, DbError> {
    let rows = sqlx::query(
        "select terminal, incarnation, seq, hash, prev, kind, received_ms, bytes from fork_entry \
         where business = $1 order by terminal, incarnation, seq, received_ms",
    )
    .bind(business.to_string())
    .fetch_all(db.reader())
    .await?;
    rows.iter().map(entry_row).collect()
}

/// A store's day, by the business date of its orders.
#[derive(Debug, Clone, Serialize)]
pub struct TakingsRow {
    pub store: String,
    pub business_date: String,
    pub orders: u64,
    pub net: i64,
    pub tax: i64,
    pub gross: i64,
    pub cash_rounding: i64,
    /// Of these orders, how many arrived when a later day had been booked already.
    pub late: u64,
    pub tenders: Vec<TenderTotal>,
}

#[derive(Debug, Clone, Serialize)]
pub struct TenderTotal {
    pub kind: String,
    pub amount: i64,
}

pub async fn takings(db: &Db, business: BusinessId) -> Result<Vec<TakingsRow>, DbError> {
    let mut tx = db.begin_read().await?;
    let days = sqlx::query(
        "select store, business_date, count(*) as orders, cast(sum(net) as bigint) as net, \
         cast(sum(tax) as bigint) as tax, cast(sum(gross) as bigint) as gross, \
         cast(sum(cash_rounding) as bigint) as cash_rounding, cast(sum(late) as bigint) as late \
         from orders where business = $1 group by store, business_date order by business_date, store",
    )
    .bind(business.to_string())
    .fetch_all(&mut *tx)
    .await?;
    let tenders = sqlx::query(
        "select o.store as store, o.business_date as business_date, t.kind as kind, \
         cast(sum(t.amount) as bigint) as amount from tender t join orders o on o.id = t.order_id \
         where o.business = $1 and t.state = 'taken' group by o.store, o.business_date, t.kind order by t.kind",
    )
    .bind(business.to_string())
    .fetch_all(&mut *tx)
    .await?;
    tx.rollback().await?;
    let mut by_day: BTreeMap<(String, String), Vec<TenderTotal>> = BTreeMap::new();
    for found in &tenders {
        let total = TenderTotal { kind: row::text(found, "kind")?, amount: row::int(found, "amount")? };
        by_day.entry((row::text(found, "store")?, row::text(found, "business_date")?)).or_default().push(total);
    }
    let day = |found: &AnyRow| {
        let (store, business_date) = (row::text(found, "store")?, row::text(found, "business_date")?);
        let tenders = by_day.remove(&(store.clone(), business_date.clone())).unwrap_or_default();
        Ok(TakingsRow {
            store,
            business_date,
            orders: row::count(found, "orders")?,
            net: row::int(found, "net")?,
            tax: row::int(found, "tax")?,
            gross: row::int(found, "gross")?,
            cash_rounding: row::int(found, "cash_rounding")?,
            late: row::count(found, "late")?,
            tenders,
        })
    };
    days.iter().map(day).collect()
}
