//! The products a transaction works on: locked in sorted order, loaded, changed by events,
//! written back after each one.

use super::shortage;
use crate::db::row::{self, ROWS_MAX, name_of, places, stored, value_rows};
use crate::db::{DbError, row::assembled};
use shared_model::order::Promise;
use shared_model::stock::{
    Account, Allocation, Backorder, Outcome, ProductStock, ShortageCause, StockError, StockEvent, apply,
};
use shared_model::unit::*;
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

pub type ShelfKey = (WarehouseId, ProductId);

/// What made stock move.
#[derive(Debug, Clone, Copy)]
pub struct Cause {
    /// Hash of the fact.
    pub fact: Hash,
    pub order: Option<OrderId>,
    pub staff: Option<StaffId>,
    /// Log position of what it is.
    pub position: u64,
    pub now: Timestamp,
}

pub struct Shelf {
    business: BusinessId,
    stocks: BTreeMap<ShelfKey, ProductStock>,
    /// What has been changed, for publishing.
    pub touched: BTreeSet<ShelfKey>,
    pub touched_orders: BTreeSet<OrderId>,
}

impl Shelf {
    /// Locks in the order of the keys, which is the same for everybody. The products must
    /// exist.
    pub async fn lock(
        conn: &mut AnyConnection,
        business: BusinessId,
        keys: &BTreeSet<ShelfKey>,
    ) -> Result<Shelf, DbError> {
        let mut stocks = BTreeMap::new();
        let sorted: Vec<ShelfKey> = keys.iter().copied().collect();
        for chunk in sorted.chunks(ROWS_MAX) {
            lock_levels(conn, business, chunk, &mut stocks).await?;
        }
        let mut by_warehouse: BTreeMap<WarehouseId, Vec<ProductId>> = BTreeMap::new();
        for (warehouse, product) in sorted {
            by_warehouse.entry(warehouse).or_default().push(product);
        }
        for (warehouse, products) in by_warehouse {
            for chunk in products.chunks(ROWS_MAX) {
                load(conn, warehouse, chunk, &mut stocks).await?;
            }
        }
        Ok(Shelf { business, stocks, touched: BTreeSet::new(), touched_orders: BTreeSet::new() })
    }

    pub fn stock(&self, key: ShelfKey) -> Option<&ProductStock> {
        self.stocks.get(&key)
    }

    /// Applies one event and writes what it did. What the rules refuse changes nothing.
    pub async fn post(
        &mut self,
        conn: &mut AnyConnection,
        key: ShelfKey,
        event: &StockEvent,
        cause: &Cause,
    ) -> Result<Result<Outcome, StockError>, DbError> {
        let stock = self.stocks.get_mut(&key).ok_or(DbError::Unreadable("locked product"))?;
        let before = stock.clone();
        let outcome = match apply(stock, cause.position, event) {
            Ok(outcome) => outcome,
            Err(refused) => return Ok(Err(refused)),
        };
        let change = Change { business: self.business, key, before: &before, after: stock, cause };
        change.write_postings(conn, &outcome).await?;
        change.write_balances(conn).await?;
        change.write_level(conn).await?;
        change.write_allocations(conn).await?;
        change.write_backorders(conn).await?;
        self.touched.insert(key);
        self.touched_orders.extend(outcome.touched.iter().map(|(order, _)| *order));
        Ok(Ok(outcome))
    }
}

/// The upsert makes the row where there is none and locks it either way.
async fn lock_levels(
    conn: &mut AnyConnection,
    business: BusinessId,
    keys: &[ShelfKey],
    stocks: &mut BTreeMap<ShelfKey, ProductStock>,
) -> Result<(), DbError> {
    let sql = format!(
        "insert into stock_level (warehouse, product, business, version, on_hand, free, backordered) values {} \
         on conflict (warehouse, product) do update set version = stock_level.version \
         returning warehouse, product, version",
        value_rows(keys.len(), 7)
    );
    let mut query = sqlx::query(assembled(sql));
    for (warehouse, product) in keys {
        query = query.bind(warehouse.to_string()).bind(product.to_string()).bind(business.to_string());
        query = query.bind(0i64).bind(0i64).bind(0i64).bind(0i64);
    }
    for found in query.fetch_all(conn).await? {
        let key = (row::parsed(&found, "warehouse")?, row::parsed(&found, "product")?);
        stocks.insert(key, ProductStock { version: row::count(&found, "version")?, ..ProductStock::default() });
    }
    Ok(())
}

async fn load(
    conn: &mut AnyConnection,
    warehouse: WarehouseId,
    products: &[ProductId],
    stocks: &mut BTreeMap<ShelfKey, ProductStock>,
) -> Result<(), DbError> {
    let list = places(2, products.len());
    let balances =
        format!("select product, account, quantity from stock_balance where warehouse = $1 and product in ({list})");
    for found in fetch_for(conn, balances, warehouse, products).await? {
        let account = Account::from_key(&row::text(&found, "account")?).ok_or(DbError::Unreadable("account"))?;
        let quantity = row::quantity(&found, "quantity")?;
        stock_of(stocks, warehouse, &found)?.balances.insert(account, quantity);
    }
    let allocations = format!(
        "select product, order_id, line, position, quantity, promise from allocation \
         where warehouse = $1 and product in ({list}) order by position, line"
    );
    for found in fetch_for(conn, allocations, warehouse, products).await? {
        let allocation = allocation_of(&found)?;
        stock_of(stocks, warehouse, &found)?.allocations.push(allocation);
    }
    let backorders = format!(
        "select product, order_id, line, position, quantity, promise, cause from backorder \
         where warehouse = $1 and product in ({list}) and quantity > 0 order by position, line"
    );
    for found in fetch_for(conn, backorders, warehouse, products).await? {
        let backorder = backorder_of(&found)?;
        stock_of(stocks, warehouse, &found)?.backorders.push(backorder);
    }
    Ok(())
}

async fn fetch_for(
    conn: &mut AnyConnection,
    sql: String,
    warehouse: WarehouseId,
    products: &[ProductId],
) -> Result<Vec<sqlx::any::AnyRow>, DbError> {
    let mut query = sqlx::query(assembled(sql)).bind(warehouse.to_string());
    for product in products {
        query = query.bind(product.to_string());
    }
    Ok(query.fetch_all(conn).await?)
}

fn stock_of<'a>(
    stocks: &'a mut BTreeMap<ShelfKey, ProductStock>,
    warehouse: WarehouseId,
    found: &sqlx::any::AnyRow,
) -> Result<&'a mut ProductStock, DbError> {
    let product = row::parsed(found, "product")?;
    stocks.get_mut(&(warehouse, product)).ok_or(DbError::Unreadable("locked product"))
}

pub(super) fn line_of(found: &sqlx::any::AnyRow) -> Result<u32, DbError> {
    u32::try_from(row::int(found, "line")?).map_err(|_| DbError::Unreadable("line"))
}

pub(super) fn allocation_of(found: &sqlx::any::AnyRow) -> Result<Allocation, DbError> {
    Ok(Allocation {
        position: row::count(found, "position")?,
        order: row::parsed(found, "order_id")?,
        line: line_of(found)?,
        quantity: row::quantity(found, "quantity")?,
        promise: row::named::<Promise>(row::text(found, "promise")?)?,
    })
}

pub(super) fn backorder_of(found: &sqlx::any::AnyRow) -> Result<Backorder, DbError> {
    Ok(Backorder {
        position: row::count(found, "position")?,
        order: row::parsed(found, "order_id")?,
        line: line_of(found)?,
        quantity: row::quantity(found, "quantity")?,
        promise: row::named::<Promise>(row::text(found, "promise")?)?,
        cause: row::named::<ShortageCause>(row::text(found, "cause")?)?,
    })
}

/// One product before and after one event.
struct Change<'a> {
    business: BusinessId,
    key: ShelfKey,
    before: &'a ProductStock,
    after: &'a ProductStock,
    cause: &'a Cause,
}

impl Change<'_> {
    fn names(&self) -> (String, String) {
        (self.key.0.to_string(), self.key.1.to_string())
    }

    async fn write_postings(&self, conn: &mut AnyConnection, outcome: &Outcome) -> Result<(), DbError> {
        let (warehouse, product) = self.names();
        let mut version = self.before.version;
        for movements in outcome.movements.chunks(ROWS_MAX) {
            let sql = format!(
                "insert into posting (warehouse, product, version, business, position, from_account, to_account, \
                 quantity, cause, order_id, staff, recorded_ms) values {}",
                value_rows(movements.len(), 12)
            );
            let mut query = sqlx::query(assembled(sql));
            for movement in movements {
                version += 1;
                query = query
                    .bind(warehouse.clone())
                    .bind(product.clone())
                    .bind(stored(version))
                    .bind(self.business.to_string())
                    .bind(stored(self.cause.position))
                    .bind(movement.from.to_key())
                    .bind(movement.to.to_key())
                    .bind(movement.quantity.0)
                    .bind(self.cause.fact.0.to_vec())
                    .bind(self.cause.order.map(|order| order.to_string()))
                    .bind(self.cause.staff.map(|staff| staff.to_string()))
                    .bind(self.cause.now.unix_ms);
            }
            query.execute(&mut *conn).await?;
        }
        Ok(())
    }

    async fn write_balances(&self, conn: &mut AnyConnection) -> Result<(), DbError> {
        let (warehouse, product) = self.names();
        let accounts: BTreeSet<&Account> = self.before.balances.keys().chain(self.after.balances.keys()).collect();
        for account in accounts {
            let (old, new) = (self.before.balances.get(account), self.after.balances.get(account));
            if old == new {
                continue;
            }
            let sql = match new {
                Some(_) => {
                    "insert into stock_balance (warehouse, product, account, quantity) values ($1, $2, $3, $4) \
                     on conflict (warehouse, product, account) do update set quantity = excluded.quantity"
                }
                None => "delete from stock_balance where warehouse = $1 and product = $2 and account = $3",
            };
            let mut query = sqlx::query(sql).bind(warehouse.clone()).bind(product.clone()).bind(account.to_key());
            if let Some(quantity) = new {
                query = query.bind(quantity.0);
            }
            query.execute(&mut *conn).await?;
        }
        Ok(())
    }

    async fn write_level(&self, conn: &mut AnyConnection) -> Result<(), DbError> {
        let (warehouse, product) = self.names();
        sqlx::query(
            "update stock_level set version = $3, on_hand = $4, free = $5, backordered = $6 \
             where warehouse = $1 and product = $2",
        )
        .bind(warehouse)
        .bind(product)
        .bind(stored(self.after.version))
        .bind(self.after.on_hand().map_err(|_| DbError::Unreadable("stock level"))?.0)
        .bind(self.after.free().0)
        .bind(self.after.backordered().map_err(|_| DbError::Unreadable("stock level"))?.0)
        .execute(conn)
        .await?;
        Ok(())
    }

    async fn write_allocations(&self, conn: &mut AnyConnection) -> Result<(), DbError> {
        let (warehouse, product) = self.names();
        let line = |entry: &Allocation| (entry.order, entry.line);
        let old: BTreeMap<_, _> = self.before.allocations.iter().map(|entry| (line(entry), entry)).collect();
        let new: BTreeMap<_, _> = self.after.allocations.iter().map(|entry| (line(entry), entry)).collect();
        for (order, line) in old.keys().filter(|line| !new.contains_key(line)) {
            sqlx::query("delete from allocation where order_id = $1 and line = $2")
                .bind(order.to_string())
                .bind(i64::from(*line))
                .execute(&mut *conn)
                .await?;
        }
        for (line, entry) in new.iter().filter(|(line, entry)| old.get(line) != Some(entry)) {
            sqlx::query(
                "insert into allocation (order_id, line, warehouse, product, position, quantity, promise) \
                 values ($1, $2, $3, $4, $5, $6, $7) \
                 on conflict (order_id, line) do update set quantity = excluded.quantity",
            )
            .bind(line.0.to_string())
            .bind(i64::from(line.1))
            .bind(warehouse.clone())
            .bind(product.clone())
            .bind(stored(entry.position))
            .bind(entry.quantity.0)
            .bind(name_of(&entry.promise))
            .execute(&mut *conn)
            .await?;
        }
        Ok(())
    }

    async fn write_backorders(&self, conn: &mut AnyConnection) -> Result<(), DbError> {
        let line = |entry: &Backorder| (entry.order, entry.line);
        let old: BTreeMap<_, _> = self.before.backorders.iter().map(|entry| (line(entry), entry)).collect();
        let new: BTreeMap<_, _> = self.after.backorders.iter().map(|entry| (line(entry), entry)).collect();
        for (order, line) in old.keys().filter(|line| !new.contains_key(line)) {
            sqlx::query("update backorder set quantity = 0, filled_ms = $3 where order_id = $1 and line = $2")
                .bind(order.to_string())
                .bind(i64::from(*line))
                .bind(self.cause.now.unix_ms)
                .execute(&mut *conn)
                .await?;
        }
        for (line, entry) in new.iter().filter(|(line, entry)| old.get(line) != Some(entry)) {
            let waited = old.get(line).map_or(Quantity::ZERO, |old| old.quantity);
            if entry.quantity > waited {
                self.write_waiting(conn, entry).await?;
            } else {
                sqlx::query("update backorder set quantity = $3 where order_id = $1 and line = $2")
                    .bind(line.0.to_string())
                    .bind(i64::from(line.1))
                    .bind(entry.quantity.0)
                    .execute(&mut *conn)
                    .await?;
            }
        }
        Ok(())
    }

    async fn write_waiting(&self, conn: &mut AnyConnection, entry: &Backorder) -> Result<(), DbError> {
        let (warehouse, product) = self.names();
        let why = shortage::explain(conn, self.key, entry, self.cause.now).await?;
        sqlx::query(
            "insert into backorder (order_id, line, warehouse, product, position, quantity, quantity_max, promise, \
             cause, shortage, since_ms) values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10) \
             on conflict (order_id, line) do update set quantity = excluded.quantity, \
             quantity_max = case when backorder.quantity_max > excluded.quantity_max \
             then backorder.quantity_max else excluded.quantity_max end, \
             cause = excluded.cause, shortage = excluded.shortage, filled_ms = null",
        )
        .bind(entry.order.to_string())
        .bind(i64::from(entry.line))
        .bind(warehouse)
        .bind(product)
        .bind(stored(entry.position))
        .bind(entry.quantity.0)
        .bind(name_of(&entry.promise))
        .bind(name_of(&entry.cause))
        .bind(shared_model::encoding::encode(&why))
        .bind(self.cause.now.unix_ms)
        .execute(conn)
        .await?;
        Ok(())
    }
}
