//! Taking a page of a scope, or levels: checked against where the till stands and against the
//! server's signature, then rows and cursor in one transaction, or nothing.

pub use super::cursor::Standing;
use super::index::IndexChanges;
use super::{cursor, forget, key, row, stock};
use crate::replica::row::PositionColumn;
use crate::replica::{Reader, Replica, ReplicaError, signed};
use rusqlite::{Connection, TransactionBehavior, params};
use shared_model::bounds::{LEVELS_MAX, PAGE_ROWS_MAX};
use shared_model::command::Area;
use shared_model::encoding::{Fixed, Signed};
use shared_model::unit::*;
use shared_model::wire::{Body, Levels, LogRow, Page, PageError, Told, ToldError};
use std::collections::BTreeSet;

/// What a page changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    pub areas: BTreeSet<Area>,
    pub rows: u64,
    /// Rows that only a newer program can read; kept.
    pub unread: u64,
}

/// Whose word counts: the business this till belongs to, and the key it enrolled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    pub business: BusinessId,
    pub key: u32,
    pub public_key: [u8; 32],
}

impl Replica {
    /// Applies a page. One that begins at the start of a scope replaces what was known of it:
    /// the server does not have what this till had read.
    pub fn page_apply(&self, trust: &Trust, page: &Page) -> Result<Applied, ReplicaError> {
        self.inner.told.call(|connection| page_apply(connection, trust, page))?
    }

    pub fn levels_apply(&self, trust: &Trust, levels: &Signed<Levels>) -> Result<Applied, ReplicaError> {
        self.inner.told.call(|connection| levels_apply(connection, trust, levels))?
    }
}

fn page_apply(connection: &mut Connection, trust: &Trust, page: &Page) -> Result<Applied, ReplicaError> {
    bounded(page.rows.len(), PAGE_ROWS_MAX)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut known = cursor::load(&transaction, page.scope)?;
    if page.from == 0 && known.position.number > 0 {
        forget::scope(&transaction, page.scope)?;
        known = shared_model::wire::Cursor::start();
    }
    page.check(known.position.number, known.head)?;
    verify(&transaction, trust, page.key, page.message(trust.business), &page.signature)?;
    let mut taking = Taking { rows: &transaction, applied: Applied::default(), index: IndexChanges::default() };
    for row in &page.rows {
        taking.take(page, row)?;
    }
    let Taking { applied, index, .. } = taking;
    index.write(&transaction)?;
    cursor::save(&transaction, page.scope, &page.cursor())?;
    transaction.commit()?;
    Ok(applied)
}

fn levels_apply(connection: &mut Connection, trust: &Trust, levels: &Signed<Levels>) -> Result<Applied, ReplicaError> {
    bounded(levels.rows.len(), LEVELS_MAX)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let known = cursor::levels(&transaction, levels.warehouse)?;
    if levels.from != 0 && known != Position::new(levels.generation, levels.from) {
        return Err(PageError::Gap { known: known.number, from: levels.from }.into());
    }
    verify(&transaction, trust, levels.key, levels.message(trust.business), &levels.signature)?;
    if levels.from == 0 {
        stock::forget(&transaction, levels.warehouse)?;
    }
    let mut rows = 0;
    for level in &levels.rows {
        stock::save(&transaction, levels.warehouse, levels.generation, level)?;
        rows += 1;
    }
    cursor::levels_save(&transaction, levels.warehouse, Position::new(levels.generation, levels.to))?;
    transaction.commit()?;
    let areas = if rows > 0 { [Area::Stock].into() } else { BTreeSet::new() };
    Ok(Applied { areas, rows, unread: 0 })
}

fn bounded(rows: usize, max: usize) -> Result<(), ReplicaError> {
    if rows > max { Err(ReplicaError::TooManyRows(rows)) } else { Ok(()) }
}

/// The key this till enrolled with, or one that the server told since, signed by the key
/// before it.
fn verify(
    connection: &Connection,
    trust: &Trust,
    number: u32,
    message: Hash,
    signature: &Fixed<64>,
) -> Result<(), ReplicaError> {
    let public_key = if number == trust.key { Some(trust.public_key) } else { key::of_number(connection, number)? };
    let public_key = public_key.ok_or(ReplicaError::Unsigned)?;
    if signed(&public_key, &message.0, &signature.0) { Ok(()) } else { Err(ReplicaError::Unsigned) }
}

/// A page being taken.
struct Taking<'t> {
    rows: &'t Connection,
    applied: Applied,
    index: IndexChanges,
}

impl Taking<'_> {
    fn take(&mut self, page: &Page, row: &LogRow) -> Result<(), ReplicaError> {
        self.applied.rows += 1;
        let Body::Whole(body) = &row.body else { return Ok(()) };
        let position = Position::new(page.generation, row.position);
        match Told::decode(body) {
            Ok(told) => {
                let (kind, version) = (told.kind(), told.version());
                match row::apply(self.rows, &mut self.index, position, told)? {
                    Some(area) => {
                        self.applied.areas.insert(area);
                        Ok(())
                    }
                    // What it is about may be among what could not be read.
                    None if has_unread(self.rows, page.scope)? => self.keep(page.scope, position, kind, version, body),
                    None => Ok(()),
                }
            }
            // A newer server may say what this till cannot read. It must not stop the rest.
            Err(ToldError::Newer { kind, version }) => self.keep(page.scope, position, &kind, version, body),
            Err(ToldError::Unreadable(error)) => {
                tracing::error!(%error, %position, "a row of the log does not read and is kept");
                self.keep(page.scope, position, "", 0, body)
            }
        }
    }

    fn keep(
        &mut self,
        scope: Scope,
        position: Position,
        kind: &str,
        version: u16,
        body: &[u8],
    ) -> Result<(), ReplicaError> {
        self.applied.unread += 1;
        self.rows
            .prepare_cached(
                "insert into unread_row (scope, position, kind, version, body) values (?1, ?2, ?3, ?4, ?5)
                 on conflict (scope, position) do nothing",
            )?
            .execute(params![scope.key(), PositionColumn(position), kind, version, body])?;
        Ok(())
    }
}

impl Reader<'_> {
    /// How many rows wait for a newer version.
    pub fn unread_rows(&self) -> Result<u64, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select count(*) from unread_row")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

fn has_unread(rows: &Connection, scope: Scope) -> Result<bool, ReplicaError> {
    let mut statement = rows.prepare_cached("select exists (select 1 from unread_row where scope = ?1)")?;
    Ok(statement.query_row([scope.key()], |row| row.get(0))?)
}

/// Reads again what an older program could not: after an update, in order, before anything
/// new is taken. What still does not read stays, and so does what may be about it; once all of
/// a scope reads, what is about nothing that is here is dropped, as it would be if it came now.
/// A row older than what stands is skipped by the tables themselves.
pub(in crate::replica) fn read_again(connection: &mut Connection) -> Result<u64, ReplicaError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut index = IndexChanges::default();
    let (mut read, mut unreadable, mut waiting) = (0, BTreeSet::new(), Vec::new());
    for KeptRow { scope, position, body } in kept(&transaction)? {
        let Ok(told) = Told::decode(&body) else {
            unreadable.insert(scope);
            continue;
        };
        if row::apply(&transaction, &mut index, position, told)?.is_some() {
            drop_kept(&transaction, &scope, position)?;
            read += 1;
        } else {
            waiting.push((scope, position));
        }
    }
    for (scope, position) in waiting.iter().filter(|(scope, _)| !unreadable.contains(scope)) {
        drop_kept(&transaction, scope, *position)?;
    }
    index.write(&transaction)?;
    transaction.commit()?;
    Ok(read)
}

struct KeptRow {
    /// Its key.
    scope: Vec<u8>,
    position: Position,
    body: Vec<u8>,
}

fn kept(rows: &Connection) -> Result<Vec<KeptRow>, ReplicaError> {
    let mut statement = rows.prepare("select scope, position, body from unread_row order by position, scope")?;
    let found = statement.query_map([], |row| {
        Ok(KeptRow { scope: row.get(0)?, position: row.get::<_, PositionColumn>(1)?.0, body: row.get(2)? })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn drop_kept(rows: &Connection, scope: &[u8], position: Position) -> Result<(), ReplicaError> {
    let delete = "delete from unread_row where scope = ?1 and position = ?2";
    rows.execute(delete, params![scope, PositionColumn(position)])?;
    Ok(())
}
