//! What the server knows of each terminal.

use crate::db::{Db, DbError, row};
use crate::log::TerminalFilter;
use shared_model::unit::*;
use shared_model::wire::PeerHeard;
use sqlx::AnyConnection;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terminal {
    pub id: TerminalId,
    pub business: BusinessId,
    pub store: StoreId,
    /// Where its store's goods come from.
    pub warehouse: WarehouseId,
    pub code: String,
    pub public_key: Vec<u8>,
    pub revoked: bool,
    /// Its chain's current life, and the last contiguous entry the server holds of it.
    pub incarnation: u32,
    pub seq: u64,
    pub head: Hash,
    /// The last entry of its latest fork; 0 without one.
    pub fork_seq: u64,
}

impl Terminal {
    pub fn filter(&self) -> TerminalFilter {
        TerminalFilter { business: self.business, store: self.store, warehouse: self.warehouse, terminal: self.id }
    }

    /// As the welcome names it; nothing while the server holds no entry. Entries on a fork are
    /// held as well: a till that made them need not send them at every connection.
    pub fn held(&self) -> Option<(u32, u64)> {
        let seq = self.seq.max(self.fork_seq);
        (seq > 0).then_some((self.incarnation, seq))
    }
}

pub async fn terminal(db: &Db, id: TerminalId) -> Result<Option<Terminal>, DbError> {
    let mut conn = db.reader().acquire().await?;
    terminal_on(&mut conn, id).await
}

pub(crate) async fn terminal_on(conn: &mut AnyConnection, id: TerminalId) -> Result<Option<Terminal>, DbError> {
    let found = sqlx::query(
        "select t.id, t.business, t.store, s.warehouse, t.code, t.public_key, t.revoked, t.incarnation, t.seq, t.head, \
         coalesce((select max(f.seq) from fork_entry f where f.terminal = t.id and f.incarnation = t.incarnation), 0) \
         as fork_seq \
         from terminal t join store s on s.id = t.store where t.id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(Terminal {
        id: row::parsed(&found, "id")?,
        business: row::parsed(&found, "business")?,
        store: row::parsed(&found, "store")?,
        warehouse: row::parsed(&found, "warehouse")?,
        code: row::text(&found, "code")?,
        public_key: row::bytes(&found, "public_key")?,
        revoked: row::flag(&found, "revoked")?,
        incarnation: u32::try_from(row::int(&found, "incarnation")?).map_err(|_| DbError::Unreadable("incarnation"))?,
        seq: row::count(&found, "seq")?,
        head: row::hash(&found, "head")?,
        fork_seq: row::count(&found, "fork_seq")?,
    }))
}

/// What a terminal says about itself when it shows that it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    pub outbox: u64,
    pub oldest_unsent: Option<Timestamp>,
}

pub async fn heard(db: &Db, terminal: TerminalId, heard: Heard, now: Timestamp) -> Result<(), DbError> {
    let mut tx = db.begin_write().await?;
    sqlx::query("update terminal set heard_ms = $2, outbox = $3, oldest_unsent_ms = $4 where id = $1")
        .bind(terminal.to_string())
        .bind(now.unix_ms)
        .bind(row::stored(heard.outbox))
        .bind(heard.oldest_unsent.map(|time| time.unix_ms))
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

/// The terminal is there, and has said nothing of itself yet.
pub async fn seen(db: &Db, terminal: TerminalId, now: Timestamp) -> Result<(), DbError> {
    let mut tx = db.begin_write().await?;
    sqlx::query("update terminal set heard_ms = $2 where id = $1")
        .bind(terminal.to_string())
        .bind(now.unix_ms)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

/// The terminal has stored the log up to `position`.
pub async fn applied(db: &Db, terminal: TerminalId, position: u64, now: Timestamp) -> Result<(), DbError> {
    let mut tx = db.begin_write().await?;
    sqlx::query("update terminal set heard_ms = $2, applied = $3 where id = $1 and applied < $3")
        .bind(terminal.to_string())
        .bind(now.unix_ms)
        .bind(row::stored(position))
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

pub async fn revoked_set(db: &Db, terminal: TerminalId, revoked: bool) -> Result<bool, DbError> {
    let mut tx = db.begin_write().await?;
    let done = sqlx::query("update terminal set revoked = $2 where id = $1")
        .bind(terminal.to_string())
        .bind(i64::from(revoked))
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(done.rows_affected() > 0)
}

/// The other tills of the store and when they were last heard.
pub async fn peers(db: &Db, terminal: &Terminal) -> Result<Vec<PeerHeard>, DbError> {
    let rows =
        sqlx::query("select id, heard_ms from terminal where store = $1 and id <> $2 and revoked = 0 order by code")
            .bind(terminal.store.to_string())
            .bind(terminal.id.to_string())
            .fetch_all(db.reader())
            .await?;
    let peer =
        |found| Ok(PeerHeard { terminal: row::parsed(found, "id")?, heard_at: row::opt_time(found, "heard_ms")? });
    rows.iter().map(peer).collect()
}
