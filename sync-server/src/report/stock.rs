//! Levels, what waits for goods, what is to be counted.

use crate::db::row;
use crate::db::{Db, DbError};
use serde::Serialize;
use shared_model::order::Order;
use shared_model::stock::backorder_id;
use shared_model::unit::*;
use shared_model::wire::Shortage;
use sqlx::any::AnyRow;

#[derive(Debug, Clone, Serialize)]
pub struct StockRow {
    pub warehouse: String,
    pub product: String,
    pub sku: String,
    pub on_hand: i64,
    pub free: i64,
    pub allocated: i64,
    pub backordered: i64,
    /// Handed over without ever having been booked in; not negative.
    pub deficit: i64,
    pub version: u64,
}

/// Every product that the ledger knows, by SKU.
pub async fn stock(db: &Db, business: BusinessId) -> Result<Vec<StockRow>, DbError> {
    let rows = sqlx::query(
        "select l.warehouse as warehouse, l.product as product, p.sku as sku, l.on_hand as on_hand, l.free as free, \
         l.backordered as backordered, l.version as version, \
         (select cast(coalesce(sum(a.quantity), 0) as bigint) from allocation a \
          where a.warehouse = l.warehouse and a.product = l.product) as allocated, \
         (select cast(coalesce(sum(b.quantity), 0) as bigint) from stock_balance b \
          where b.warehouse = l.warehouse and b.product = l.product and b.account = 'deficit') as deficit \
         from stock_level l join product p on p.id = l.product where l.business = $1 order by p.sku, l.warehouse",
    )
    .bind(business.to_string())
    .fetch_all(db.reader())
    .await?;
    let level = |found: &AnyRow| {
        Ok(StockRow {
            warehouse: row::text(found, "warehouse")?,
            product: row::text(found, "product")?,
            sku: row::text(found, "sku")?,
            on_hand: row::int(found, "on_hand")?,
            free: row::int(found, "free")?,
            allocated: row::int(found, "allocated")?,
            backordered: row::int(found, "backordered")?,
            deficit: -row::int(found, "deficit")?,
            version: row::count(found, "version")?,
        })
    };
    rows.iter().map(level).collect()
}

#[derive(Debug, Clone, Serialize)]
pub struct BackorderRow {
    pub backorder: String,
    pub order: String,
    pub number: String,
    pub line: u32,
    pub warehouse: String,
    pub product: String,
    pub sku: String,
    /// Still waiting.
    pub quantity: i64,
    /// The most it ever waited for.
    pub quantity_max: i64,
    pub position: u64,
    pub since: String,
    pub shortage: Shortage,
}

/// Lines that wait, in the order they will be served.
pub async fn backorders(db: &Db, business: BusinessId) -> Result<Vec<BackorderRow>, DbError> {
    let rows = sqlx::query(
        "select b.order_id as order_id, b.line as line, b.warehouse as warehouse, b.product as product, \
         b.quantity as quantity, b.quantity_max as quantity_max, b.position as position, b.since_ms as since_ms, \
         b.shortage as shortage, o.number as number, o.content as content \
         from backorder b join orders o on o.id = b.order_id \
         where o.business = $1 and b.quantity > 0 order by b.position, b.line",
    )
    .bind(business.to_string())
    .fetch_all(db.reader())
    .await?;
    rows.iter().map(backorder_row).collect()
}

fn backorder_row(found: &AnyRow) -> Result<BackorderRow, DbError> {
    let order: Order = row::decoded(found, "content")?;
    let line = u32::try_from(row::int(found, "line")?).map_err(|_| DbError::Unreadable("line"))?;
    let product: ProductId = row::parsed(found, "product")?;
    let sku = order.lines.iter().find(|entry| entry.line == line).map(|entry| entry.sku.clone());
    Ok(BackorderRow {
        backorder: backorder_id(order.id, line, product).to_string(),
        order: order.id.to_string(),
        number: row::text(found, "number")?,
        line,
        warehouse: row::text(found, "warehouse")?,
        product: product.to_string(),
        sku: sku.unwrap_or_default(),
        quantity: row::int(found, "quantity")?,
        quantity_max: row::int(found, "quantity_max")?,
        position: row::count(found, "position")?,
        since: row::time(found, "since_ms")?.to_iso(),
        shortage: row::decoded(found, "shortage")?,
    })
}

#[derive(Debug, Clone, Serialize)]
pub struct CountTaskRow {
    pub task: String,
    pub warehouse: String,
    pub product: String,
    pub sku: String,
    pub order: String,
    pub short: i64,
    pub opened_at: String,
    pub open: bool,
}

pub async fn count_tasks(db: &Db, business: BusinessId) -> Result<Vec<CountTaskRow>, DbError> {
    let rows = sqlx::query(
        "select c.id as id, c.warehouse as warehouse, c.product as product, p.sku as sku, c.order_id as order_id, \
         c.short as short, c.opened_ms as opened_ms, c.open as open \
         from count_task c join product p on p.id = c.product where c.business = $1 order by c.opened_ms, c.id",
    )
    .bind(business.to_string())
    .fetch_all(db.reader())
    .await?;
    let task = |found: &AnyRow| {
        Ok(CountTaskRow {
            task: row::text(found, "id")?,
            warehouse: row::text(found, "warehouse")?,
            product: row::text(found, "product")?,
            sku: row::text(found, "sku")?,
            order: row::text(found, "order_id")?,
            short: row::int(found, "short")?,
            opened_at: row::time(found, "opened_ms")?.to_iso(),
            open: row::flag(found, "open")?,
        })
    };
    rows.iter().map(task).collect()
}
