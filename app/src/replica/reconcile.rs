//! Bringing `own.db` and the journal to the same state, at opening and after the journal
//! had failed.
//!
//! An `own.db` that is gone, or was moved away because it does not read, is built again from the journal:
//! who this till is, every entry, and whoever had mistaken their PIN. A healthy `own.db` wins: what the journal lacks is written to it. A journal that
//! continues where `own.db` ends extends it. Where the two name the same place with other
//! content, one of them is a restored copy: the journal is kept aside and begun anew. A record
//! that was cut off is dropped; a journal with any other damage is kept aside too.

use super::journal::{Attempts, Journal, Record, Rest, Tail, read_tail};
use super::own::pin::PinAttempts;
use super::own::{OwnTx, device, entry, unread};
use super::row::PlaceColumn;
use super::{OpenReport, OwnState, ReplicaError};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use shared_model::entry::Place;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;

/// How far journal and database were compared.
#[derive(Clone, Copy)]
struct Checked {
    bytes: u64,
    /// Where the record of `place` begins.
    last: u64,
    /// Of the last entry in both.
    place: Place,
}

const NOTHING_COMPARED: Checked = Checked { bytes: 0, last: 0, place: Place::START };

const REWRITE_CHUNK: usize = 500;

pub(super) fn reconcile(
    connection: &mut Connection,
    path: &Path,
    report: &mut OpenReport,
) -> Result<Journal, ReplicaError> {
    let (mut mark, tail) = tail_of(connection, path)?;
    let aside = match take_over(connection, mark, &tail.records, report)? {
        None => Some("fork"),
        Some(last) => {
            mark = last;
            (tail.rest == Rest::Damaged).then_some("damaged")
        }
    };
    report.journal_damaged = aside == Some("damaged");
    if let Rest::CutOff(bytes) = tail.rest {
        report.torn_bytes = bytes;
    }
    let (mut end, mut last) = (tail.end, tail.last.unwrap_or(0));
    if let Some(why) = aside {
        keep_aside(path, why)?;
        (mark, end, last) = (NOTHING_COMPARED, 0, 0);
    }
    let mut journal = Journal::open(path, end, last).map_err(ReplicaError::Journal)?;
    append_missing(connection, &mut journal, &mut mark, report)?;
    journal.sync(path).map_err(ReplicaError::Journal)?;
    save_mark(connection, Checked { bytes: journal.length(), last: journal.last(), place: mark.place })?;
    Ok(journal)
}

/// The journal from the last record that was compared on, if that record is still what it
/// was; else all of it: then this is another journal, or another database, than before.
fn tail_of(connection: &mut Connection, path: &Path) -> Result<(Checked, Tail), ReplicaError> {
    let mark = load_mark(connection)?;
    let read = |offset| read_tail(path, offset).map_err(ReplicaError::Journal);
    let length = path.metadata().map_or(0, |metadata| metadata.len());
    if mark.bytes > 0 && mark.bytes <= length {
        let tail = read(mark.last)?;
        let known = entry::hash_at(connection, mark.place)?;
        let first = match tail.records.first() {
            Some(Record::Entry(sealed)) => Some(sealed.hash()),
            Some(Record::Identity(_) | Record::Attempts(_)) | None => None,
        };
        if known.is_some() && first == known {
            return Ok((mark, tail));
        }
    }
    Ok((NOTHING_COMPARED, read(0)?))
}

/// Tries again what opening does, after the journal had failed.
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
    mut mark: Checked,
    records: &[Record],
    report: &mut OpenReport,
) -> Result<Option<Checked>, ReplicaError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut own = OwnTx::new(transaction);
    let read = unread::read_again(&mut own)?;
    if read > 0 {
        tracing::info!(entries = read, "what an older program could not read of the journal has been read");
    }
    // Without `own.db` the journal says who this till is, and is the only one that does.
    let is_lost = own.reader().device()?.is_none_or(|device| device.enrolment.is_none());
    let mut attempts = BTreeMap::new();
    let mut extended = 0;
    for record in records {
        let sealed = match record {
            Record::Entry(sealed) => sealed,
            Record::Identity(identity) if is_lost => {
                own.identity_restore(identity)?;
                report.own_replaced = true;
                continue;
            }
            Record::Attempts(Attempts { staff, failures, locked_until_ms }) => {
                let said = PinAttempts { failures: *failures, locked_until_ms: *locked_until_ms };
                attempts.insert(*staff, said);
                continue;
            }
            Record::Identity(_) => continue,
        };
        let entry = sealed.open()?;
        let (place, hash) = (entry::place_of(&entry)?, sealed.hash());
        match entry::hash_at(own.connection(), place)? {
            Some(known) if known == hash => {}
            None if entry::follows(&own, &entry)? => {
                own.take_back(&entry, sealed, hash)?;
                extended += 1;
            }
            _ => {
                report.fork = Some(place);
                return Ok(None);
            }
        }
        mark.place = place;
    }
    // An older copy of `own.db` gives nobody back the tries that were used up.
    for (staff, said) in attempts {
        if said.failures > own.pin_attempts(staff)?.failures {
            own.pin_attempts_save(staff, said)?;
        }
    }
    // Nobody knows whether the journal had everything: what comes now is another life of the chain, and
    // no number of the last one is drawn twice.
    if is_lost && extended > 0 {
        own.incarnation_raise(mark.place.incarnation.saturating_add(1))?;
    }
    own.into_transaction().commit()?;
    report.extended = extended;
    Ok(Some(mark))
}

fn append_missing(
    connection: &Connection,
    journal: &mut Journal,
    mark: &mut Checked,
    report: &mut OpenReport,
) -> Result<(), ReplicaError> {
    if journal.length() == 0
        && let Some(identity) = device::identity(connection)?
    {
        journal.append(&[Record::Identity(identity)]).map_err(ReplicaError::Journal)?;
    }
    loop {
        let missing = entry::after(connection, mark.place, REWRITE_CHUNK)?;
        let Some((last, _)) = missing.last() else { return Ok(()) };
        mark.place = *last;
        let records: Vec<Record> = missing.into_iter().map(|(_, sealed)| Record::Entry(sealed)).collect();
        journal.append(&records).map_err(ReplicaError::Journal)?;
        report.rewritten += records.len() as u64;
    }
}

fn keep_aside(path: &Path, why: &str) -> Result<(), ReplicaError> {
    let mut number = 1;
    let aside = loop {
        let candidate = path.with_file_name(format!("journal.{why}-{number}.log"));
        if !candidate.exists() {
            break candidate;
        }
        number += 1;
    };
    std::fs::rename(path, aside).map_err(ReplicaError::Journal)
}

fn load_mark(connection: &Connection) -> Result<Checked, ReplicaError> {
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Checked { bytes: row.get(0)?, last: row.get(1)?, place: row.get::<_, PlaceColumn>(2)?.0 })
    };
    let mark = connection.query_row("select bytes, last, place from journal_mark where id = 1", [], read).optional()?;
    Ok(mark.unwrap_or(NOTHING_COMPARED))
}

fn save_mark(connection: &Connection, mark: Checked) -> Result<(), ReplicaError> {
    connection.execute(
        "insert into journal_mark (id, bytes, last, place) values (1, ?1, ?2, ?3)
         on conflict (id) do update set bytes = excluded.bytes, last = excluded.last, place = excluded.place",
        params![mark.bytes, mark.last, PlaceColumn(mark.place)],
    )?;
    Ok(())
}
