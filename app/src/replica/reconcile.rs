//! Bringing `own.db` and the journal to the same state, at opening and after the journal
//! had failed.
//!
//! A healthy `own.db` wins: what the journal lacks is written to it. A journal that
//! continues where `own.db` ends extends it. Where the two name the same place with other
//! content, one of them is a restored copy: the journal is kept aside and begun anew.

use super::journal::{Journal, read_tail};
use super::open::journal_open;
use super::own::{OwnTx, entry};
use super::row::PlaceColumn;
use super::{OpenReport, OwnState, ReplicaError};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use shared_model::entry::{Place, SealedEntry};
use std::path::Path;
use std::sync::atomic::Ordering;

/// How far journal and database were compared.
#[derive(Clone, Copy)]
struct Mark {
    bytes: u64,
    /// Of the last entry in both.
    place: Place,
}

const NOTHING_COMPARED: Mark = Mark { bytes: 0, place: Place::START };

const REWRITE_CHUNK: usize = 500;

pub(super) fn reconcile(
    connection: &mut Connection,
    path: &Path,
    report: &mut OpenReport,
) -> Result<Journal, ReplicaError> {
    let mut mark = load_mark(connection)?;
    let length = path.metadata().map_or(0, |metadata| metadata.len());
    if length < mark.bytes {
        mark = NOTHING_COMPARED;
    }
    let tail = read_tail(path, mark.bytes).map_err(ReplicaError::Journal)?;
    report.torn_bytes = tail.torn;
    let mut end = tail.end;
    match take_over(connection, mark, &tail.entries, report)? {
        Some(last) => mark = last,
        None => {
            keep_aside(path)?;
            mark = NOTHING_COMPARED;
            end = 0;
        }
    }
    let mut journal = journal_open(path, end)?;
    append_missing(connection, &mut journal, &mut mark, report)?;
    mark.bytes = journal.length();
    save_mark(connection, mark)?;
    Ok(journal)
}

/// Runs on the database's thread when the journal had failed.
pub(super) fn catch_up(state: &mut OwnState) -> Result<(), ReplicaError> {
    let path = Path::new(state.connection.path().expect("own.db is a file")).with_file_name("journal.log");
    state.journal = Some(reconcile(&mut state.connection, &path, &mut OpenReport::default())?);
    state.journal_behind.store(false, Ordering::Release);
    Ok(())
}

/// Compares the journal's entries with the database and takes over those it lacks. Returns
/// the last one, or nothing where the two fork.
fn take_over(
    connection: &mut Connection,
    mut mark: Mark,
    entries: &[SealedEntry],
    report: &mut OpenReport,
) -> Result<Option<Mark>, ReplicaError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut own = OwnTx::new(transaction);
    let mut extended = 0;
    for sealed in entries {
        let entry = sealed.open()?;
        let (place, hash) = (entry.claim.place(), sealed.hash());
        match entry::hash_of(&own, place)? {
            Some(known) if known == hash => {}
            None if entry::follows(&own, &entry)? => {
                own.take(&entry, sealed, hash)?;
                extended += 1;
            }
            _ => {
                report.fork = Some(place);
                return Ok(None);
            }
        }
        mark.place = place;
    }
    own.into_transaction().commit()?;
    report.extended = extended;
    Ok(Some(mark))
}

fn append_missing(
    connection: &Connection,
    journal: &mut Journal,
    mark: &mut Mark,
    report: &mut OpenReport,
) -> Result<(), ReplicaError> {
    loop {
        let missing = entry::after(connection, mark.place, REWRITE_CHUNK)?;
        let Some((last, _)) = missing.last() else { return Ok(()) };
        mark.place = *last;
        let sealed: Vec<SealedEntry> = missing.into_iter().map(|(_, sealed)| sealed).collect();
        journal.append(&sealed).map_err(ReplicaError::Journal)?;
        report.rewritten += sealed.len() as u64;
    }
}

fn keep_aside(path: &Path) -> Result<(), ReplicaError> {
    let mut number = 1;
    let aside = loop {
        let candidate = path.with_file_name(format!("journal.fork-{number}.log"));
        if !candidate.exists() {
            break candidate;
        }
        number += 1;
    };
    std::fs::rename(path, aside).map_err(ReplicaError::Journal)
}

fn load_mark(connection: &Connection) -> Result<Mark, ReplicaError> {
    let read = |row: &rusqlite::Row<'_>| Ok(Mark { bytes: row.get(0)?, place: row.get::<_, PlaceColumn>(1)?.0 });
    let mark = connection.query_row("select bytes, place from journal_mark where id = 1", [], read).optional()?;
    Ok(mark.unwrap_or(NOTHING_COMPARED))
}

fn save_mark(connection: &Connection, mark: Mark) -> Result<(), ReplicaError> {
    connection.execute(
        "insert into journal_mark (id, bytes, place) values (1, ?1, ?2)
         on conflict (id) do update set bytes = excluded.bytes, place = excluded.place",
        params![mark.bytes, PlaceColumn(mark.place)],
    )?;
    Ok(())
}
