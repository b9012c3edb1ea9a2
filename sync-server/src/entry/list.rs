//! Reading what tills sent, and what became of it.

use super::aside::Aside;
use super::envelope::Link;
use super::judged::Judged;
use super::opened::fact_in;
use crate::db::set::select;
use crate::db::{Conn, Db, DbError, DbRow, Sql, row, sql};
use serde::Serialize;
use shared_model::entry::{Attachment, AttachmentClass, Entry, Given, SealedEntry};
use shared_model::fact::Fact;
use shared_model::unit::*;
use shared_model::wire::told::health::SetAsideCode;
use shared_model::words::Worded;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Serialize)]
pub struct SetAsideRow {
    pub entry: String,
    pub terminal: String,
    pub incarnation: u64,
    pub seq: u64,
    pub kind: String,
    /// 0 where it does not read.
    pub payload_version: u64,
    pub code: String,
    pub reason: Worded,
    pub since: String,
}

/// What is still open.
pub async fn set_aside(db: &Db, business: BusinessId) -> Result<Vec<SetAsideRow>, DbError> {
    let rows = sql("select s.entry as entry, s.terminal as terminal, e.incarnation as incarnation, s.seq as seq, \
         s.kind as kind, e.payload_version as payload_version, s.code as code, s.reason as reason, s.since_ms as since_ms \
         from set_aside s join entry e on e.business = s.business and e.terminal = s.terminal and e.hash = s.entry \
         where s.business = $1 and s.open = 1 order by s.since_ms, s.terminal, s.seq")
    .id(business)
    .all(&mut db.read().await?)
    .await?;
    let aside = |found| {
        Ok(SetAsideRow {
            entry: row::hash(found, "entry")?.to_hex(),
            terminal: row::id::<TerminalId>(found, "terminal")?.to_string(),
            incarnation: row::count(found, "incarnation")?,
            seq: row::count(found, "seq")?,
            kind: row::text(found, "kind")?,
            payload_version: row::count(found, "payload_version")?,
            code: row::text(found, "code")?,
            reason: Worded::Reason(row::decoded(found, "reason")?),
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
    /// 0 where it does not read.
    pub payload_version: u64,
    pub received_at: String,
    /// As they came, in hex.
    pub bytes: String,
}

/// Every entry on a chain, by terminal and place.
pub async fn entries(db: &Db, business: BusinessId) -> Result<Vec<EntryRow>, DbError> {
    let select =
        sql("select terminal, incarnation, seq, hash, prev, kind, payload_version, received_ms, bytes from entry \
         where business = $1 and branch = 0 order by terminal, incarnation, seq");
    entry_rows(select.id(business), &mut db.read().await?).await
}

/// An entry whose place in the chain another one holds.
pub type ForkRow = EntryRow;

pub async fn forks(db: &Db, business: BusinessId) -> Result<Vec<ForkRow>, DbError> {
    let select =
        sql("select terminal, incarnation, seq, hash, prev, kind, payload_version, received_ms, bytes from entry \
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
        payload_version: row::count(found, "payload_version")?,
        received_at: row::time(found, "received_ms")?.to_iso(),
        bytes: hex::encode(row::content(found, "bytes")?),
    })
}

/// An entry that is set aside, whole, and why.
pub struct Waiting {
    pub sealed: SealedEntry,
    pub link: Link,
    /// In the log.
    pub position: u64,
    pub aside: Aside,
    /// What was decided when it came; a try since may have found another reason.
    pub judged: Judged,
}

pub async fn aside_of(
    db: &Db,
    business: BusinessId,
    terminal: TerminalId,
    hash: Hash,
) -> Result<Option<Waiting>, DbError> {
    let found = sql("select e.seq as seq, e.incarnation as incarnation, e.branch as branch, e.prev as prev, \
         e.position as position, s.code as code, \
         s.reason as reason, s.open as open, e.bytes as bytes, e.judged as judged \
         from set_aside s join entry e on e.business = s.business and e.terminal = s.terminal and e.hash = s.entry \
         where s.business = $1 and s.terminal = $2 and s.entry = $3")
    .id(business)
    .id(terminal)
    .hash(hash)
    .maybe(&mut db.read().await?)
    .await?;
    let Some(found) = found else { return Ok(None) };
    if !row::flag(&found, "open")? {
        return Ok(None);
    }
    let code = SetAsideCode::from(row::text(&found, "code")?.as_str());
    let aside = Aside { code, reason: row::decoded(&found, "reason")? };
    let link = Link {
        incarnation: row::small(&found, "incarnation")?,
        branch: row::small(&found, "branch")?,
        seq: row::count(&found, "seq")?,
        prev: row::hash(&found, "prev")?,
        // The copy was told of when it came.
        goes_on: true,
    };
    let bytes = row::content(&found, "bytes")?;
    let sealed = with_attachments(&mut db.read().await?, business, (terminal, hash), bytes).await?;
    let judged = Judged::read(&found)?;
    Ok(Some(Waiting { sealed, link, position: row::count(&found, "position")?, aside, judged }))
}

/// An entry that is set aside: where it is, and what it is called.
pub struct OpenAside {
    pub position: u64,
    pub terminal: TerminalId,
    pub hash: Hash,
    pub kind: String,
}

/// What is still open for the reason `code`, in the order in which it came: of positions
/// beyond `after`, at most `most`.
pub async fn waiting_for(
    db: &Db,
    business: BusinessId,
    code: &SetAsideCode,
    (after, most): (u64, usize),
) -> Result<Vec<OpenAside>, DbError> {
    let rows = sql("select position, terminal, entry, kind from set_aside \
         where business = $1 and open = 1 and code = $2 and position > $3 order by position limit $4")
    .id(business)
    .text(code.as_str())
    .count(after)
    .count(most as u64)
    .all(&mut db.read().await?)
    .await?;
    let one = |found| {
        let (position, kind) = (row::count(found, "position")?, row::text(found, "kind")?);
        Ok(OpenAside { position, terminal: row::id(found, "terminal")?, hash: row::hash(found, "entry")?, kind })
    };
    rows.iter().map(one).collect()
}

/// Where what stands at a position in the log came: there, or where the entry came that was tried again
/// there.
pub async fn came_at(conn: &mut Conn, business: BusinessId, position: u64) -> Result<u64, DbError> {
    let before = sql("select bytes from entry where business = $1 and position > 0 and position <= $2 \
                      order by position desc limit 1");
    let Some(found) = before.id(business).count(position).maybe(conn).await? else { return Ok(position) };
    let Some(Fact::EntryRetried(tried)) = fact_in(&row::content(&found, "bytes")?) else { return Ok(position) };
    let entry = sql("select position from entry where business = $1 and terminal = $2 and hash = $3");
    let found = entry.id(business).id(tried.terminal).hash(tried.entry).maybe(conn).await?;
    found.map_or(Ok(position), |found| row::count(&found, "position"))
}

/// An entry with what belongs to it and is still there, in the order in which it names them.
pub async fn with_attachments(
    conn: &mut Conn,
    business: BusinessId,
    (terminal, hash): (TerminalId, Hash),
    bytes: Vec<u8>,
) -> Result<SealedEntry, DbError> {
    let mut attachments = attachments(conn, business, terminal, hash).await?;
    if let Ok(entry) = Entry::open(&bytes) {
        let place = |one: &Attachment| entry.attachments.iter().position(|name| *name == one.name());
        attachments.sort_by_cached_key(place);
    }
    Ok(SealedEntry { bytes, attachments })
}

async fn attachments(
    conn: &mut Conn,
    business: BusinessId,
    terminal: TerminalId,
    entry: Hash,
) -> Result<Vec<Attachment>, DbError> {
    let rows = sql("select class, salt, body from attachment where business = $1 and terminal = $2 and entry = $3 \
         and body is not null order by hash")
    .id(business)
    .id(terminal)
    .hash(entry)
    .all(conn)
    .await?;
    let one = |found| {
        Ok(Attachment {
            class: AttachmentClass::from(row::text(found, "class")?.as_str()),
            salt: row::bytes(found, "salt")?,
            body: row::content(found, "body")?,
        })
    };
    rows.iter().map(one).collect()
}

/// Those of `wanted` that are approvals of this terminal.
pub async fn approvals(
    db: &Db,
    business: BusinessId,
    terminal: TerminalId,
    wanted: &BTreeSet<Hash>,
) -> Result<BTreeMap<Hash, Given>, DbError> {
    let texts =
        ("select hash, bytes from entry where business = $1 and terminal = $2 and kind = 'approved' and hash", "");
    let wanted: Vec<Hash> = wanted.iter().copied().collect();
    let first = |query: Sql| query.id(business).id(terminal);
    let rows = select(&mut db.read().await?, texts, first, &wanted, |query, hash| query.hash(*hash)).await?;
    let mut given = BTreeMap::new();
    for found in &rows {
        let entry = Entry::open(&row::content(found, "bytes")?).map_err(|_| DbError::Unreadable("entry"))?;
        if let Ok(Fact::Approved(approved)) = entry.fact() {
            given.insert(row::hash(found, "hash")?, Given { approved, approvals: entry.approvals });
        }
    }
    Ok(given)
}
