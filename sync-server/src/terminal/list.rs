//! What the server knows of each till.

use crate::db::{Conn, Db, DbError, DbRow, row, sql};
use serde::Serialize;
use shared_model::setting::{TerminalKind, TerminalSettings};
use shared_model::unit::*;
use shared_model::wire::told::order::Moment;
use shared_model::wire::told::setting::TerminalTold;
use shared_model::wire::{PeerHeard, Scope};
use std::collections::BTreeMap;

/// (incarnation, branch) → the last entry held and its hash.
pub type Heads = BTreeMap<(u32, u32), (u64, Hash)>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub terminal: Terminal,
    pub heads: Heads,
    /// The day that its store is at.
    pub latest_date: Option<BusinessDate>,
}

impl Held {
    /// Whether what was placed and judged by the one still holds by the other.
    pub fn stands_as(&self, other: &Held) -> bool {
        self.terminal == other.terminal && self.heads == other.heads
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terminal {
    pub id: TerminalId,
    pub business: BusinessId,
    pub store: StoreId,
    /// Where its store's goods come from.
    pub warehouse: WarehouseId,
    pub code: String,
    pub kind: TerminalKind,
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
    /// What it follows, in the order in which it names its positions.
    pub fn scopes(&self) -> [Scope; 5] {
        Scope::of_till(self.store, self.warehouse, self.id)
    }

    /// As the welcome names it; nothing while the server holds no entry. Entries on a fork are
    /// held as well: a till that made them need not send them at every connection.
    pub fn held(&self) -> Option<(u32, u64)> {
        let seq = self.seq.max(self.fork_seq);
        (seq > 0).then_some((self.incarnation, seq))
    }
}

pub(super) fn terminal_of(found: &DbRow, heads: &Heads) -> Result<Terminal, DbError> {
    let incarnation = row::small(found, "incarnation")?;
    let (seq, head) = heads.get(&(incarnation, 0)).copied().unwrap_or((0, Hash::ZERO));
    let forks = heads.range((incarnation, 1)..=(incarnation, u32::MAX));
    Ok(Terminal {
        id: row::id(found, "id")?,
        business: row::id(found, "business")?,
        store: row::id(found, "store")?,
        warehouse: row::id(found, "warehouse")?,
        code: row::text(found, "code")?,
        kind: TerminalKind::from(row::text(found, "kind")?.as_str()),
        public_key: row::bytes(found, "public_key")?,
        revoked: row::flag(found, "revoked")?,
        incarnation,
        seq,
        head,
        fork_seq: forks.map(|(_, (seq, _))| *seq).max().unwrap_or(0),
    })
}

pub async fn terminal(db: &Db, id: TerminalId) -> Result<Option<Terminal>, DbError> {
    Ok(super::rows::held(&mut db.read().await?, id).await?.map(|held| held.terminal))
}

/// A terminal as everybody was told of it last.
pub async fn told(conn: &mut Conn, business: BusinessId, id: TerminalId) -> Result<Option<TerminalTold>, DbError> {
    let select = sql("select id, store, code, name, kind, certificate, revoked from terminal \
                      where business = $1 and id = $2");
    let Some(found) = select.id(business).id(id).maybe(conn).await? else { return Ok(None) };
    let settings = TerminalSettings {
        terminal: row::id(&found, "id")?,
        store: row::id(&found, "store")?,
        code: row::text(&found, "code")?,
        name: row::text(&found, "name")?,
        kind: TerminalKind::from(row::text(&found, "kind")?.as_str()),
    };
    let (certificate, revoked) = (row::decoded(&found, "certificate")?, row::flag(&found, "revoked")?);
    Ok(Some(TerminalTold { settings, certificate, revoked }))
}

/// The other tills of the store and when they were last heard.
pub async fn peers(db: &Db, terminal: &Terminal) -> Result<Vec<PeerHeard>, DbError> {
    let rows = sql("select id, heard_ms from terminal \
         where business = $1 and store = $2 and id <> $3 and revoked = 0 order by code")
    .id(terminal.business)
    .id(terminal.store)
    .id(terminal.id)
    .all(&mut db.read().await?)
    .await?;
    let peer = |found| {
        let heard_at = row::opt_time(found, "heard_ms")?.map(Moment);
        Ok(PeerHeard { terminal: row::id(found, "id")?, heard_at })
    };
    rows.iter().map(peer).collect()
}

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
    /// How far it has stored the business's scope.
    pub applied: u64,
    /// What it said it had not sent yet.
    pub outbox: u64,
    pub oldest_unsent: Option<String>,
    pub set_aside: u64,
    pub revoked: bool,
}

pub async fn terminals(db: &Db, business: BusinessId) -> Result<Vec<TerminalRow>, DbError> {
    let rows = sql("select t.id as id, t.code as code, t.name as name, t.store as store, t.incarnation as incarnation, \
         h.seq as seq, h.head as head, t.enrolled_ms as enrolled_ms, t.heard_ms as heard_ms, t.applied as applied, \
         t.outbox as outbox, t.oldest_unsent_ms as oldest_unsent_ms, t.revoked as revoked, \
         (select count(*) from set_aside s where s.business = t.business and s.terminal = t.id and s.open = 1) as aside \
         from terminal t left join terminal_head h on h.business = t.business and h.terminal = t.id \
         and h.incarnation = t.incarnation and h.branch = 0 where t.business = $1 order by t.code")
    .id(business)
    .all(&mut db.read().await?)
    .await?;
    rows.iter().map(terminal_row).collect()
}

fn terminal_row(found: &DbRow) -> Result<TerminalRow, DbError> {
    let is_held = row::opt_int(found, "seq")?.is_some();
    let head = if is_held { row::hash(found, "head")? } else { Hash::ZERO };
    Ok(TerminalRow {
        terminal: row::id::<TerminalId>(found, "id")?.to_string(),
        code: row::text(found, "code")?,
        name: row::text(found, "name")?,
        store: row::id::<StoreId>(found, "store")?.to_string(),
        incarnation: row::count(found, "incarnation")?,
        seq: if is_held { row::count(found, "seq")? } else { 0 },
        head: head.to_hex(),
        enrolled_at: row::time(found, "enrolled_ms")?.to_iso(),
        heard_at: row::opt_time(found, "heard_ms")?.map(Timestamp::to_iso),
        applied: row::count(found, "applied")?,
        outbox: row::count(found, "outbox")?,
        oldest_unsent: row::opt_time(found, "oldest_unsent_ms")?.map(Timestamp::to_iso),
        set_aside: row::count(found, "aside")?,
        revoked: row::flag(found, "revoked")?,
    })
}
