//! Prices that somebody set without knowing the one before: two people did at once, or one after
//! a long time out of touch. The later one is in force until a person has looked.

use crate::db::{Db, DbError, DbRow, row, sql};
use serde::Serialize;
use shared_model::unit::*;

#[derive(Debug, Clone, Serialize)]
pub struct PriceConflictRow {
    pub product: String,
    pub sku: String,
    /// In force, and by which position of the log.
    pub price: i64,
    pub position: u64,
    /// The entry that set it.
    pub entry: String,
    /// What its writer did not know of.
    pub unseen: i64,
    pub unseen_position: u64,
    pub currency: String,
}

/// Of every price in force; one that was set by somebody who saw it is none any more.
pub async fn price_conflicts(db: &Db, business: BusinessId) -> Result<Vec<PriceConflictRow>, DbError> {
    let select = sql("select p.product as product, t.sku as sku, p.amount as amount, p.position as position, \
         p.entry as entry, p.currency as currency, q.amount as unseen, q.position as unseen_position \
         from price p join product t on t.business = p.business and t.id = p.product \
         join price q on q.business = p.business and q.product = p.product and q.position = \
         (select max(b.position) from price b where b.business = p.business and b.product = p.product \
         and b.position < p.position and (b.list = p.list or (b.list is null and p.list is null)) \
         and coalesce(b.quantity_break, 0) = coalesce(p.quantity_break, 0) \
         and coalesce(b.valid_from, '') = coalesce(p.valid_from, '') \
         and coalesce(b.valid_to, '') = coalesce(p.valid_to, '')) \
         where p.business = $1 and (p.replaces_position is not null or p.replaces_entry is not null) \
         and coalesce(p.replaces_position, -1) <> q.position \
         and (p.replaces_entry is null or q.entry is null or p.replaces_entry <> q.entry) \
         and not exists (select 1 from price a where a.business = p.business and a.product = p.product \
         and a.position > p.position and (a.list = p.list or (a.list is null and p.list is null)) \
         and coalesce(a.quantity_break, 0) = coalesce(p.quantity_break, 0) \
         and coalesce(a.valid_from, '') = coalesce(p.valid_from, '') \
         and coalesce(a.valid_to, '') = coalesce(p.valid_to, '')) \
         order by t.sku, p.position");
    let rows = select.id(business).all(&mut db.read().await?).await?;
    rows.iter().map(conflict).collect()
}

fn conflict(found: &DbRow) -> Result<PriceConflictRow, DbError> {
    Ok(PriceConflictRow {
        product: row::id::<ProductId>(found, "product")?.to_string(),
        sku: row::text(found, "sku")?,
        price: row::int(found, "amount")?,
        position: row::count(found, "position")?,
        entry: row::hash(found, "entry")?.to_hex(),
        unseen: row::int(found, "unseen")?,
        unseen_position: row::count(found, "unseen_position")?,
        currency: row::text(found, "currency")?,
    })
}
