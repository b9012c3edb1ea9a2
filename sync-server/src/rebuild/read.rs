//! What a business is built again from: its entries by position, with everything that belongs to
//! them, and what is left of what was erased.

use crate::db::{Conn, DbError, DbRow, row, sql};
use crate::entry::{Erased, Judged, with_attachments};
use shared_model::entry::{AttachmentClass, AttachmentName, SealedEntry};
use shared_model::unit::*;

/// Entries of one look.
const PAGE_ROWS: u64 = 500;

/// What is left of rows and attachments that were erased.
pub async fn erased(conn: &mut Conn, business: BusinessId) -> Result<Erased, DbError> {
    let mut erased = Erased::default();
    let rows = sql("select scope, position, body_hash from log_row where business = $1 and body is null");
    for found in &rows.id(business).all(conn).await? {
        let scope = Scope::from_key(&row::bytes(found, "scope")?).ok_or(DbError::Unreadable("scope"))?;
        erased.rows.insert(row::count(found, "position")?, (scope, row::hash(found, "body_hash")?));
    }
    let attachments = sql("select terminal, entry, class, hash from attachment where business = $1 and body is null");
    for found in &attachments.id(business).all(conn).await? {
        let of = (row::id(found, "terminal")?, row::hash(found, "entry")?);
        let class = AttachmentClass::from(row::text(found, "class")?.as_str());
        let name = AttachmentName { class, hash: row::hash(found, "hash")? };
        erased.attachments.entry(of).or_default().push(name);
    }
    Ok(erased)
}

pub struct StoredEntry {
    pub position: u64,
    /// The same for what was stored by one change.
    pub together: u64,
    /// None for the server's own.
    pub terminal: Option<TerminalId>,
    /// The fact's name, as far as it was known.
    pub kind: String,
    pub judged: Judged,
    pub batch: Hash,
    pub received_at: Timestamp,
    pub sealed: SealedEntry,
}

pub async fn after(conn: &mut Conn, business: BusinessId, position: u64) -> Result<Vec<StoredEntry>, DbError> {
    let rows = sql("select position, together, terminal, hash, kind, judged, batch, received_ms, bytes, \
         (select count(*) from attachment a where a.business = e.business and a.terminal = e.terminal \
          and a.entry = e.hash) as attached \
         from entry e where business = $1 and position > 0 and position > $2 order by position limit $3")
    .id(business)
    .count(position)
    .count(PAGE_ROWS)
    .all(conn)
    .await?;
    let mut entries = Vec::with_capacity(rows.len());
    for found in &rows {
        entries.push(stored(conn, business, found).await?);
    }
    Ok(entries)
}

async fn stored(conn: &mut Conn, business: BusinessId, found: &DbRow) -> Result<StoredEntry, DbError> {
    let (terminal, hash): (TerminalId, Hash) = (row::id(found, "terminal")?, row::hash(found, "hash")?);
    let bytes = row::content(found, "bytes")?;
    let sealed = match row::int(found, "attached")? {
        0 => SealedEntry { bytes, attachments: Vec::new() },
        _ => with_attachments(conn, business, (terminal, hash), bytes).await?,
    };
    Ok(StoredEntry {
        position: row::count(found, "position")?,
        together: row::count(found, "together")?,
        terminal: (!terminal.0.is_nil()).then_some(terminal),
        kind: row::text(found, "kind")?,
        judged: Judged::read(found)?,
        batch: row::hash(found, "batch")?,
        received_at: row::time(found, "received_ms")?,
        sealed,
    })
}
