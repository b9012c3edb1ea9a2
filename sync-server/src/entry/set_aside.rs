//! Entries that could not be carried out: kept, told to their till, open until resolved.

use super::aside::Aside;
use super::rows::Rows;
use crate::db::set::Insert;
use crate::db::{Conn, DbError, row, sql};
use crate::log::Writing;
use shared_model::entry::Place;
use shared_model::unit::*;
use shared_model::wire::Told;
use shared_model::wire::told::health::SetAsideTold;
use std::collections::BTreeMap;

#[derive(Clone)]
pub struct AsideEntry {
    pub terminal: TerminalId,
    pub hash: Hash,
    /// In the log.
    pub position: u64,
    pub place: Place,
    pub kind: String,
}

pub struct AsideRow {
    entry: AsideEntry,
    aside: Aside,
    open: bool,
}

impl Rows {
    /// Keeps that it is set aside, or no longer is. Its till is to be told.
    pub fn aside(&mut self, entry: AsideEntry, aside: Aside, open: bool, now: Timestamp) -> Told {
        let told = SetAsideTold {
            entry: entry.hash,
            incarnation: entry.place.incarnation,
            seq: entry.place.seq,
            kind: entry.kind.clone(),
            code: aside.code.clone(),
            reason: aside.reason.clone(),
            at: now,
            open,
        };
        self.aside.insert(entry.hash, AsideRow { entry, aside, open });
        Told::SetAside(told)
    }
}

pub(super) async fn write(conn: &mut Conn, aside: &BTreeMap<Hash, AsideRow>, writing: &Writing) -> Result<(), DbError> {
    let insert = Insert {
        into: "insert into set_aside (business, terminal, entry, position, seq, kind, code, reason, since_ms, open)",
        then: "on conflict (business, terminal, entry) do update set code = excluded.code, \
               reason = excluded.reason, open = excluded.open",
    };
    let rows: Vec<&AsideRow> = aside.values().collect();
    insert
        .rows(conn, &rows, |row, it| {
            let row = row.id(writing.business).id(it.entry.terminal).hash(it.entry.hash);
            let row = row.count(writing.position(it.entry.position)).count(it.entry.place.seq);
            let row = row.text(it.entry.kind.clone()).text(it.aside.code.as_str()).encoded(&it.aside.reason);
            row.int(writing.now.unix_ms).flag(it.open)
        })
        .await
}

/// Whether the entry still waits for somebody.
pub async fn is_open(
    conn: &mut Conn,
    business: BusinessId,
    (terminal, entry): (TerminalId, Hash),
) -> Result<bool, DbError> {
    let select = sql("select open from set_aside where business = $1 and terminal = $2 and entry = $3");
    let found = select.id(business).id(terminal).hash(entry).maybe(conn).await?;
    Ok(found.map(|found| row::flag(&found, "open")).transpose()?.unwrap_or(false))
}
