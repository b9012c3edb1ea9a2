//! Terminals, staff, what is sold and to whom, and how far the log reaches.

use crate::db::row;
use crate::db::{Db, DbError};
use serde::Serialize;
use shared_model::catalogue::Product;
use shared_model::party::Customer;
use shared_model::unit::*;
use sqlx::any::AnyRow;

#[derive(Debug, Clone, Serialize)]
pub struct TerminalRow {
    pub terminal: String,
    pub code: String,
    pub name: String,
    pub store: String,
    pub incarnation: u64,
    /// The last contiguous entry held, and its hash.
    pub seq: u64,
    pub head: String,
    pub enrolled_at: String,
    pub heard_at: Option<String>,
    /// How far it has stored the log.
    pub applied: u64,
    /// What it said it had not sent yet.
    pub outbox: u64,
    pub oldest_unsent: Option<String>,
    pub set_aside: u64,
    pub revoked: bool,
}

pub async fn terminals(db: &Db, business: BusinessId) -> Result<Vec<TerminalRow>, DbError> {
    let rows = sqlx::query(
        "select t.id as id, t.code as code, t.name as name, t.store as store, t.incarnation as incarnation, \
         t.seq as seq, t.head as head, t.enrolled_ms as enrolled_ms, t.heard_ms as heard_ms, t.applied as applied, \
         t.outbox as outbox, t.oldest_unsent_ms as oldest_unsent_ms, t.revoked as revoked, \
         (select count(*) from set_aside s where s.terminal = t.id and s.open = 1) as aside \
         from terminal t where t.business = $1 order by t.code",
    )
    .bind(business.to_string())
    .fetch_all(db.reader())
    .await?;
    let terminal = |found: &AnyRow| {
        Ok(TerminalRow {
            terminal: row::text(found, "id")?,
            code: row::text(found, "code")?,
            name: row::text(found, "name")?,
            store: row::text(found, "store")?,
            incarnation: row::count(found, "incarnation")?,
            seq: row::count(found, "seq")?,
            head: row::hash(found, "head")?.to_hex(),
            enrolled_at: row::time(found, "enrolled_ms")?.to_iso(),
            heard_at: row::opt_time(found, "heard_ms")?.map(Timestamp::to_iso),
            applied: row::count(found, "applied")?,
            outbox: row::count(found, "outbox")?,
            oldest_unsent: row::opt_time(found, "oldest_unsent_ms")?.map(Timestamp::to_iso),
            set_aside: row::count(found, "aside")?,
            revoked: row::flag(found, "revoked")?,
        })
    };
    rows.iter().map(terminal).collect()
}

/// Never with the PIN's hash.
#[derive(Debug, Clone, Serialize)]
pub struct StaffRow {
    pub staff: String,
    pub code: String,
    pub name: String,
    pub role: String,
    pub active: bool,
}

pub async fn staff(db: &Db, business: BusinessId) -> Result<Vec<StaffRow>, DbError> {
    let rows = sqlx::query("select id, code, name, role, active from staff where business = $1 order by code")
        .bind(business.to_string())
        .fetch_all(db.reader())
        .await?;
    let member = |found: &AnyRow| {
        Ok(StaffRow {
            staff: row::text(found, "id")?,
            code: row::text(found, "code")?,
            name: row::text(found, "name")?,
            role: row::text(found, "role")?,
            active: row::flag(found, "active")?,
        })
    };
    rows.iter().map(member).collect()
}

#[derive(Debug, Clone, Serialize)]
pub struct ProductRow {
    #[serde(flatten)]
    pub product: Product,
    pub price: Option<i64>,
}

pub async fn products(db: &Db, business: BusinessId) -> Result<Vec<ProductRow>, DbError> {
    let rows = sqlx::query(
        "select p.content as content, (select r.amount from price r where r.product = p.id \
         order by r.position desc limit 1) as price from product p where p.business = $1 order by p.sku",
    )
    .bind(business.to_string())
    .fetch_all(db.reader())
    .await?;
    let product = |found: &AnyRow| {
        Ok(ProductRow { product: row::decoded(found, "content")?, price: row::opt_int(found, "price")? })
    };
    rows.iter().map(product).collect()
}

#[derive(Debug, Clone, Serialize)]
pub struct CustomerRow {
    #[serde(flatten)]
    pub customer: Customer,
}

pub async fn customers(db: &Db, business: BusinessId) -> Result<Vec<CustomerRow>, DbError> {
    let rows = sqlx::query("select content from customer where business = $1 order by number")
        .bind(business.to_string())
        .fetch_all(db.reader())
        .await?;
    rows.iter().map(|found| Ok(CustomerRow { customer: row::decoded(found, "content")? })).collect()
}

#[derive(Debug, Clone, Serialize)]
pub struct LogHeadRow {
    pub position: u64,
    pub hash: String,
}

pub async fn log_head(db: &Db, business: BusinessId) -> Result<LogHeadRow, DbError> {
    let head = crate::log::head(db, business).await?;
    Ok(LogHeadRow { position: head.position, hash: head.hash.to_hex() })
}
