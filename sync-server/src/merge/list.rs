//! Reading what tills sent, and what became of it.

use crate::db::{Conn, Db, DbError, DbRow, Sql, row, sql};
use serde::Serialize;
use shared_model::unit::*;
use shared_model::words;

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
    let rows = sql("select entry, terminal, seq, kind, code, reason, since_ms from set_aside \
         where business = $1 and open = 1 order by since_ms, terminal, seq")
    .id(business)
    .all(&mut db.read().await?)
    .await?;
    let aside = |found| {
        Ok(SetAsideRow {
            entry: row::hash(found, "entry")?.to_hex(),
            terminal: row::id::<TerminalId>(found, "terminal")?.to_string(),
            seq: row::count(found, "seq")?,
            kind: row::text(found, "kind")?,
            code: row::text(found, "code")?,
            reason: words::reason(&row::decoded(found, "reason")?),
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
    let select = sql("select terminal, incarnation, seq, hash, prev, kind, received_ms, bytes from entry \
         where business = $1 and branch = 0 order by terminal, incarnation, seq");
    entry_rows(select.id(business), &mut db.read().await?).await
}

/// An entry whose place in the chain another one holds.
pub type ForkRow = EntryRow;

pub async fn forks(db: &Db, business: BusinessId) -> Result<Vec<ForkRow>, DbError> {
    let select = sql("select terminal, incarnation, seq, hash, prev, kind, received_ms, bytes from entry \
         where business = $1 and branch > 0 order by terminal, incarnation, seq, received_ms");
    entry_rows(select.id(business), &mut db.read().await?).await
}

async fn entry_rows(select: Sql, conn: &mut Conn) -> Result<Vec<EntryRow>, DbError> {
    select.all(conn).await?.iter().map(entry_row).collect()
}

fn entry_row(found: &DbRow) -> Result<EntryRow, DbError> {
    Ok(EntryRow {
        terminal: row::id::<TerminalId>(found, "terminal")?.to_string(),
        incarnation: row::count(found, "incarnation")?,
        seq: row::count(found, "seq")?,
        hash: row::hash(found, "hash")?.to_hex(),
        prev: row::hash(found, "prev")?.to_hex(),
        kind: row::text(found, "kind")?,
        received_at: row::time(found, "received_ms")?.to_iso(),
        bytes: hex::encode(row::content(found, "bytes")?),
    })
}
