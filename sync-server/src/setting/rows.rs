//! The tables of businesses, warehouses and stores.

use crate::act::Writing;
use crate::db::{Conn, DbError, sql};
use shared_model::settings::{BusinessSettings, StoreSettings};
use shared_model::unit::*;
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Rows {
    pub(super) business: Option<BusinessSettings>,
    /// With its warehouse, if that is new.
    pub(super) stores: Vec<(StoreSettings, bool)>,
    /// The latest day that a sale of a store was booked for.
    days: BTreeMap<StoreId, BusinessDate>,
}

impl Rows {
    pub fn day_reached(&mut self, store: StoreId, date: BusinessDate) {
        self.days.insert(store, date);
    }

    pub fn is_new_business(&self) -> bool {
        self.business.is_some()
    }

    /// A business and the start of its log, which everything else needs.
    pub async fn write_business(
        &mut self,
        conn: &mut Conn,
        business: BusinessId,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let Some(settings) = self.business.take() else { return Ok(()) };
        sql(
            "insert into business (id, name, currency, settings, knowledge, created_ms) values ($1, $2, $3, $4, 0, $5)",
        )
        .id(business)
        .text(settings.name.clone())
        .text(settings.currency.code())
        .encoded(&settings)
        .int(now.unix_ms)
        .run(conn)
        .await?;
        let head = "insert into log_head (business, position, hash) values ($1, 0, $2)";
        sql(head).id(business).hash(Hash::ZERO).run(conn).await?;
        Ok(())
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        for (settings, warehouse_is_new) in &self.stores {
            if *warehouse_is_new {
                sql("insert into warehouse (business, id, name) values ($1, $2, $3)")
                    .id(writing.business)
                    .id(settings.warehouse)
                    .text(settings.warehouse_name.clone())
                    .run(conn)
                    .await?;
            }
            sql("insert into store (business, id, name, warehouse, settings) values ($1, $2, $3, $4, $5)")
                .id(writing.business)
                .id(settings.store)
                .text(settings.name.clone())
                .id(settings.warehouse)
                .encoded(settings)
                .run(conn)
                .await?;
        }
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

/// What was judged by the knowledge until now is to be judged again.
pub async fn knowledge_move(conn: &mut Conn, business: BusinessId) -> Result<(), DbError> {
    sql("update business set knowledge = knowledge + 1 where id = $1").id(business).run(conn).await?;
    Ok(())
}
