//! Levels, and what is to be counted, by the codes of products.

use crate::db::{Db, DbError, DbRow, row, sql};
use crate::ledger;
use serde::Serialize;
use shared_model::stock::Account;
use shared_model::unit::*;

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
    let rows = sql("select l.warehouse as warehouse, l.product as product, p.sku as sku, l.on_hand as on_hand, \
         l.free as free, l.backordered as backordered, l.version as version, \
         (select cast(coalesce(sum(a.quantity), 0) as bigint) from line_state a where a.business = l.business \
          and a.warehouse = l.warehouse and a.product = l.product and a.state = 'allocated' \
          and a.queue is not null) as allocated, l.accounts as accounts \
         from stock_level l join product p on p.business = l.business and p.id = l.product \
         where l.business = $1 order by p.sku, l.warehouse")
    .id(business)
    .all(&mut db.read().await?)
    .await?;
    let level = |found: &DbRow| {
        Ok(StockRow {
            warehouse: row::id::<WarehouseId>(found, "warehouse")?.to_string(),
            product: row::id::<ProductId>(found, "product")?.to_string(),
            sku: row::text(found, "sku")?,
            on_hand: row::int(found, "on_hand")?,
            free: row::int(found, "free")?,
            allocated: row::int(found, "allocated")?,
            backordered: row::int(found, "backordered")?,
            deficit: -ledger::balances(found)?.get(&Account::Deficit).map_or(0, |quantity| quantity.0),
            version: row::count(found, "version")?,
        })
    };
    rows.iter().map(level).collect()
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
    let rows = sql("select c.id as id, c.warehouse as warehouse, c.product as product, p.sku as sku, \
         c.order_id as order_id, case when c.open = 1 then l.short else c.short end as short, c.opened_ms as opened_ms, \
         c.open as open from count_task c join product p on p.business = c.business and p.id = c.product \
         join stock_level l on l.business = c.business and l.warehouse = c.warehouse and l.product = c.product \
         where c.business = $1 order by c.opened_ms, c.id")
    .id(business)
    .all(&mut db.read().await?)
    .await?;
    let task = |found: &DbRow| {
        Ok(CountTaskRow {
            task: row::id::<CountTaskId>(found, "id")?.to_string(),
            warehouse: row::id::<WarehouseId>(found, "warehouse")?.to_string(),
            product: row::id::<ProductId>(found, "product")?.to_string(),
            sku: row::text(found, "sku")?,
            order: row::id::<OrderId>(found, "order_id")?.to_string(),
            short: row::int(found, "short")?,
            opened_at: row::time(found, "opened_ms")?.to_iso(),
            open: row::flag(found, "open")?,
        })
    };
    rows.iter().map(task).collect()
}
