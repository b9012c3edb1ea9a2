//! What the server knows of each till.

use crate::db::{Conn, Db, DbError, DbRow, row, sql};
use serde::Serialize;
use shared_model::bounds::INCARNATIONS_MAX;
use shared_model::setting::{TerminalKind, TerminalSettings};
use shared_model::unit::*;
use shared_model::wire::told::order::Moment;
use shared_model::wire::told::setting::TerminalTold;
use shared_model::wire::{HeldEntry, PeerHeard};
use std::collections::BTreeMap;

/// (incarnation, branch) → the last entry held and its hash.
pub type Heads = BTreeMap<(u32, u32), (u64, Hash)>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub terminal: Terminal,
    /// The day that its store is at.
    pub latest_date: Option<BusinessDate>,
}

impl Held {
    /// Whether what was placed and judged by the one still holds by the other.
    pub fn stands_as(&self, other: &Held) -> bool {
        self.terminal == other.terminal
    }

    /// However far its chains are.
    pub fn is_at_home_as(&self, other: &Held) -> bool {
        let Held { terminal: Terminal { store, warehouse, settings, revoked, .. }, .. } = other;
        let own = &self.terminal;
        (own.store, own.warehouse, &own.settings, own.revoked) == (*store, *warehouse, settings, *revoked)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terminal {
    pub id: TerminalId,
    pub business: BusinessId,
    pub store: StoreId,
    /// Where its store's goods come from.
    pub warehouse: WarehouseId,
    pub settings: TerminalSettings,
    pub public_key: Vec<u8>,
    pub revoked: bool,
    /// Its chain's newest life.
    pub incarnation: u32,
    /// The ends of its chains and of their forks.
    pub heads: Heads,
}

impl Terminal {
    /// What it follows, in the order in which it names its positions.
    pub fn scopes(&self) -> Vec<Scope> {
        self.settings.scopes(self.warehouse).into_iter().collect()
    }

    /// As the welcome names it: the last entry of each life. Entries on a fork are held as well: a
    /// till that made them need not send them at every connection.
    pub fn held(&self) -> Vec<(u32, u64)> {
        let mut held = BTreeMap::new();
        for ((incarnation, _), (seq, _)) in &self.heads {
            let last: &mut u64 = held.entry(*incarnation).or_default();
            *last = (*last).max(*seq);
        }
        held.into_iter().collect()
    }

    /// The life in which a till goes on that is another copy of the one whose entries are held: it
    /// lacks some of its newest life, or what it recorded last went into a fork.
    pub fn goes_on_as(&self, holds: &[HeldEntry]) -> Option<u32> {
        let newest = holds.iter().max_by_key(|entry| entry.incarnation);
        let (incarnation, seq) = newest.map_or((self.incarnation, 0), |entry| (entry.incarnation, entry.seq));
        let lacks = self.heads.get(&(incarnation, 0)).is_some_and(|(held, _)| *held > seq);
        let mut forks = self.heads.range((incarnation, 1)..=(incarnation, u32::MAX));
        let forked = newest
            .is_some_and(|entry| forks.any(|(_, (seq, head))| *seq == entry.seq && head.0.starts_with(&entry.hash.0)));
        let next = self.incarnation.max(incarnation).checked_add(1).filter(|next| *next <= INCARNATIONS_MAX);
        if lacks || forked { next } else { None }
    }
}

pub(super) fn terminal_of(found: &DbRow, heads: &Heads) -> Result<Terminal, DbError> {
    let first = row::small(found, "incarnation")?;
    let settings = settings_of(found)?;
    Ok(Terminal {
        id: settings.terminal,
        business: row::id(found, "business")?,
        store: settings.store,
        warehouse: row::id(found, "warehouse")?,
        settings,
        public_key: row::bytes(found, "public_key")?,
        revoked: row::flag(found, "revoked")?,
        incarnation: heads.keys().filter(|(_, branch)| *branch == 0).map(|(life, _)| *life).max().unwrap_or(first),
        heads: heads.clone(),
    })
}

fn settings_of(found: &DbRow) -> Result<TerminalSettings, DbError> {
    Ok(TerminalSettings {
        terminal: row::id(found, "id")?,
        store: row::id(found, "store")?,
        code: row::text(found, "code")?,
        name: row::text(found, "name")?,
        kind: TerminalKind::from(row::text(found, "kind")?.as_str()),
        also: row::decoded(found, "also")?,
    })
}

pub async fn terminal(db: &Db, id: TerminalId) -> Result<Option<Terminal>, DbError> {
    Ok(super::rows::held(&mut db.read().await?, id).await?.map(|held| held.terminal))
}

/// A terminal as everybody was told of it last.
pub async fn told(conn: &mut Conn, business: BusinessId, id: TerminalId) -> Result<Option<TerminalTold>, DbError> {
    let select = sql("select id, store, code, name, kind, also, certificate, revoked from terminal \
                      where business = $1 and id = $2");
    let Some(found) = select.id(business).id(id).maybe(conn).await? else { return Ok(None) };
    let settings = settings_of(&found)?;
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
    let rows = sql("select t.id as id, t.code as code, t.name as name, t.store as store, \
         coalesce(h.incarnation, t.incarnation) as incarnation, h.seq as seq, h.head as head, t.enrolled_ms as enrolled_ms, t.heard_ms as heard_ms, t.applied as applied, \
         t.outbox as outbox, t.oldest_unsent_ms as oldest_unsent_ms, t.revoked as revoked, \
         (select count(*) from set_aside s where s.business = t.business and s.terminal = t.id and s.open = 1) as aside \
         from terminal t left join terminal_head h on h.business = t.business and h.terminal = t.id \
         and h.branch = 0 and h.incarnation = (select max(m.incarnation) from terminal_head m \
         where m.business = t.business and m.terminal = t.id and m.branch = 0) where t.business = $1 order by t.code")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::blob;
    use uuid::Uuid;

    #[test]
    fn what_a_terminal_follows_beside_its_own_keeps_its_bytes() {
        let id = |number| Uuid::from_u128(number);
        let also =
            std::collections::BTreeSet::from([Scope::Store(StoreId(id(2))), Scope::Warehouse(WarehouseId(id(3)))]);
        assert_eq!(hex::encode(blob::encoded(&also)), include_str!("../../golden/also.txt").trim());
    }
}
