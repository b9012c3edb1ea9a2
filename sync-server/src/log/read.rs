//! Reading the log as a terminal sees it: filtered, in pages that end between transactions.

use super::{Scope, key};
use crate::db::{Db, DbError, row};
use shared_model::unit::*;
use shared_model::wire::{Cursor, LogEntry};
use sqlx::Row;
use sqlx::any::AnyRow;

/// What a terminal may see: its business, its store, its store's warehouse, its own mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalFilter {
    pub business: BusinessId,
    pub store: StoreId,
    pub warehouse: WarehouseId,
    pub terminal: TerminalId,
}

impl TerminalFilter {
    fn scopes(&self) -> [String; 4] {
        [
            Scope::Business.key(),
            Scope::Store(self.store).key(),
            Scope::Warehouse(self.warehouse).key(),
            Scope::Terminal(self.terminal).key(),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPage {
    pub entries: Vec<LogEntry>,
    /// Where the reader stands once it has applied them.
    pub cursor: Cursor,
    /// The newest position there was when the page was read.
    pub head: u64,
}

/// The end of a business's log.
pub async fn head(db: &Db, business: BusinessId) -> Result<Cursor, DbError> {
    let head = sqlx::query("select position, hash from log_head where business = $1")
        .bind(key(business))
        .fetch_one(db.reader())
        .await?;
    Ok(Cursor { position: row::count(&head, "position")?, hash: row::hash(&head, "hash")? })
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct LogHeadRow {
    pub position: u64,
    pub hash: String,
}

pub async fn log_head(db: &Db, business: BusinessId) -> Result<LogHeadRow, DbError> {
    let head = head(db, business).await?;
    Ok(LogHeadRow { position: head.position, hash: head.hash.to_hex() })
}

/// Whether a cursor is on this log.
pub async fn check_cursor(db: &Db, business: BusinessId, cursor: Cursor) -> Result<bool, DbError> {
    Ok(cursor == Cursor::START || hash_at(db, business, cursor.position).await? == Some(cursor.hash))
}

async fn hash_at(db: &Db, business: BusinessId, position: u64) -> Result<Option<Hash>, DbError> {
    if position == 0 {
        return Ok(Some(Hash::ZERO));
    }
    let found = sqlx::query("select hash from log_entry where business = $1 and position = $2")
        .bind(key(business))
        .bind(row::stored(position))
        .fetch_optional(db.reader())
        .await?;
    found.map(|found| row::hash(&found, "hash")).transpose()
}

/// The entries after `after` that pass the filter: about `limit`, fewer so that the page ends
/// between transactions, more when one transaction alone has more.
pub async fn read(db: &Db, filter: &TerminalFilter, after: Cursor, limit: usize) -> Result<LogPage, DbError> {
    let limit = limit.max(1);
    let head = head(db, filter.business).await?;
    let fetched = matching(db, filter, after.position, head.position, Some(limit + 1)).await?;
    let (rows, end) = match fetched.get(limit) {
        None => (fetched, head.position),
        Some(beyond) => whole_transactions(db, filter, &fetched, beyond.mark, head.position).await?,
    };
    let cursor = if end == head.position {
        head
    } else {
        let hash = hash_at(db, filter.business, end).await?.ok_or(DbError::Unreadable("log position"))?;
        Cursor { position: end, hash }
    };
    let mut prev = position_before(db, filter, after.position).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for found in rows {
        entries.push(LogEntry { position: found.position, prev, body: found.body });
        prev = found.position;
    }
    Ok(LogPage { entries, cursor, head: head.position })
}

#[derive(Clone)]
struct Found {
    position: u64,
    mark: u64,
    body: Vec<u8>,
}

impl Found {
    fn of(row: &AnyRow) -> Result<Found, DbError> {
        Ok(Found {
            position: row::count(row, "position")?,
            mark: row::count(row, "mark")?,
            body: row::bytes(row, "body")?,
        })
    }
}

/// Cuts `fetched` before the transaction that did not fit, or reads all of it when the page
/// would be empty. Returns the rows and the position up to which the page is complete.
async fn whole_transactions(
    db: &Db,
    filter: &TerminalFilter,
    fetched: &[Found],
    mark: u64,
    head: u64,
) -> Result<(Vec<Found>, u64), DbError> {
    let complete: Vec<Found> = fetched.iter().filter(|found| found.mark < mark).cloned().collect();
    if !complete.is_empty() {
        return Ok((complete, mark - 1));
    }
    let next = sqlx::query(
        "select min(position) as position from log_entry where business = $1 and position > $2 and mark > $2",
    )
    .bind(key(filter.business))
    .bind(row::stored(mark))
    .fetch_one(db.reader())
    .await?;
    let end = match row::opt_int(&next, "position")? {
        Some(position) => u64::try_from(position).unwrap_or(head + 1).min(head + 1) - 1,
        None => head,
    };
    Ok((matching(db, filter, mark - 1, end, None).await?, end))
}

async fn matching(
    db: &Db,
    filter: &TerminalFilter,
    after: u64,
    upto: u64,
    limit: Option<usize>,
) -> Result<Vec<Found>, DbError> {
    let [business, store, warehouse, terminal] = filter.scopes();
    let rows = sqlx::query(
        "select position, mark, body from log_entry \
         where business = $1 and position > $2 and position <= $3 and scope in ($4, $5, $6, $7) \
         order by position limit $8",
    )
    .bind(key(filter.business))
    .bind(row::stored(after))
    .bind(row::stored(upto))
    .bind(business)
    .bind(store)
    .bind(warehouse)
    .bind(terminal)
    .bind(limit.map_or(i64::MAX, |limit| i64::try_from(limit).unwrap_or(i64::MAX)))
    .fetch_all(db.reader())
    .await?;
    rows.iter().map(Found::of).collect()
}

/// The last position at or before `position` that passes the filter; 0 when none does.
async fn position_before(db: &Db, filter: &TerminalFilter, position: u64) -> Result<u64, DbError> {
    let mut last = 0;
    for scope in filter.scopes() {
        let found = sqlx::query(
            "select max(position) as position from log_entry where business = $1 and scope = $2 and position <= $3",
        )
        .bind(key(filter.business))
        .bind(scope)
        .bind(row::stored(position))
        .fetch_one(db.reader())
        .await?;
        let found: Option<i64> = found.try_get("position").map_err(DbError::Query)?;
        last = last.max(found.unwrap_or(0));
    }
    u64::try_from(last).map_err(|_| DbError::Unreadable("log position"))
}
