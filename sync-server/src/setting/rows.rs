//! The tables of businesses, warehouses and stores.

use crate::db::set::Insert;
use crate::db::{Conn, DbError, Locks, sql};
use crate::log;
use crate::log::Writing;
use shared_model::setting::{BusinessSettings, StoreSettings, WarehouseSettings};
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub struct Rows {
    pub(super) business: Option<BusinessSettings>,
    pub(super) is_new_business: bool,
    pub(super) warehouses: Vec<WarehouseSettings>,
    pub(super) stores: Vec<StoreSettings>,
    /// The latest day that a sale of a store was booked for.
    days: BTreeMap<StoreId, BusinessDate>,
}

impl Rows {
    pub fn day_reached(&mut self, store: StoreId, date: BusinessDate) {
        self.days.insert(store, date);
    }

    pub fn is_new_business(&self) -> bool {
        self.is_new_business
    }

    /// A business and the start of its log, which everything else needs.
    pub async fn write_business(
        &mut self,
        conn: &mut Conn,
        business: BusinessId,
        generations: &Generations,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let Some(settings) = self.business.take() else { return Ok(()) };
        sql("insert into business (id, name, currency, settings, created_ms) values ($1, $2, $3, $4, $5)")
            .id(business)
            .text(settings.name.clone())
            .text(settings.currency.code())
            .encoded(&settings)
            .int(now.unix_ms)
            .run(conn)
            .await?;
        log::create(conn, business, generations).await
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        if let Some(settings) = &self.business {
            sql("update business set name = $2, currency = $3, settings = $4 where id = $1")
                .id(writing.business)
                .text(settings.name.clone())
                .text(settings.currency.code())
                .encoded(settings)
                .run(conn)
                .await?;
        }
        let warehouse = Insert {
            into: "insert into warehouse (business, id, name, settings)",
            then: "on conflict (business, id) do update set name = excluded.name, settings = excluded.settings",
        };
        warehouse
            .rows(conn, &self.warehouses, |row, it| {
                row.id(writing.business).id(it.warehouse).text(it.name.clone()).encoded(it)
            })
            .await?;
        let store = Insert {
            into: "insert into store (business, id, name, warehouse, settings)",
            then: "on conflict (business, id) do update set name = excluded.name, warehouse = excluded.warehouse, \
                   settings = excluded.settings",
        };
        store
            .rows(conn, &self.stores, |row, it| {
                row.id(writing.business).id(it.store).text(it.name.clone()).id(it.warehouse).encoded(it)
            })
            .await?;
        for (store, date) in &self.days {
            sql("update store set latest_date = $3 where business = $1 and id = $2 \
                 and (latest_date is null or latest_date < $3)")
            .id(writing.business)
            .id(*store)
            .text(date.to_string())
            .run(conn)
            .await?;
        }
        Ok(())
    }
}

/// Locks those that are there.
pub fn lock_stores(locks: &mut Locks, business: BusinessId, stores: &BTreeSet<StoreId>) {
    for store in stores {
        locks.row("select id from store where business = $1 and id = $2", business, *store);
    }
}
