//! Opening a data directory: lock, migrate, reconcile with the journal, share the connections.

use super::own::entry;
use super::{DirectoryLock, Exclusive, Inner, OwnState, Replica, ReplicaError, journal, migrate, reconcile};
use rusqlite::{Connection, OpenFlags};
use shared_model::entry::Place;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// Leaves the page-by-page check of `own.db` out; for measurements only.
    pub skip_check: bool,
}

/// What opening found and mended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// Entries the journal had and `own.db` lacked; they are back.
    pub extended: u64,
    /// Entries `own.db` had and the journal lacked; they are written.
    pub rewritten: u64,
    /// Bytes of a record that was cut off in the middle; dropped.
    pub torn_bytes: u64,
    /// The journal and `own.db` disagree from this entry on: one of them is a restored copy.
    /// The journal was kept aside and begun anew.
    pub fork: Option<Place>,
    /// The journal held bytes that were never written so. It was kept aside and begun anew.
    pub journal_damaged: bool,
    /// `own.db` was gone, or did not read and was kept aside; it was built again from the journal.
    pub own_replaced: bool,
    /// `told.db` did not read and is fetched again.
    pub told_replaced: bool,
}

impl Replica {
    pub fn open(dir: &Path, options: OpenOptions) -> Result<(Replica, OpenReport), ReplicaError> {
        migrate::check_library()?;
        let failed = |source| ReplicaError::Open { path: dir.to_owned(), source };
        std::fs::create_dir_all(dir).map_err(failed)?;
        let lock = DirectoryLock::take(dir)?;
        let mut report = OpenReport::default();
        let told = open_told(dir, &mut report)?;
        let journal_path = dir.join("journal.log");
        let mut own = open_own_or_anew(dir, &options, &journal_path)?;
        let journal = match reconcile::reconcile(&mut own, &journal_path, &mut report) {
            Ok(journal) => Some(journal),
            // The till opens all the same: orders can be looked up, and no new sale starts.
            Err(ReplicaError::Journal(error)) => {
                tracing::error!(%error, "the journal cannot be used");
                None
            }
            Err(error) => return Err(error),
        };
        let reader = open_reader(dir)?;
        let journal_behind = Arc::new(AtomicBool::new(journal.is_none()));
        let state = OwnState { connection: own, journal, journal_behind: journal_behind.clone() };
        let inner = Inner {
            own: Exclusive::new(state),
            told: Exclusive::new(told),
            reader: Exclusive::new(reader),
            journal_behind,
            dir: dir.to_owned(),
            _lock: lock,
        };
        Ok((Replica { inner: Arc::new(inner) }, report))
    }
}

fn open_own(dir: &Path, options: &OpenOptions) -> Result<Connection, ReplicaError> {
    let mut connection = Connection::open(dir.join("own.db"))?;
    // A sale changes a few bytes on each of a dozen pages, and every page it touches is written
    // whole: small ones cost a third less. A longer log is copied back less often.
    connection.execute_batch("pragma page_size = 1024; pragma wal_autocheckpoint = 4096;")?;
    migrate::prepare(&connection)?;
    if !options.skip_check {
        check(&connection, "own.db")?;
    }
    migrate::migrate(&mut connection, "own.db", migrate::OWN)?;
    if let Some(place) = entry::first_damaged(&connection)? {
        return Err(ReplicaError::EntryDamaged(place));
    }
    attach_told(&connection, dir)?;
    super::own::order::refold(&mut connection)?;
    Ok(connection)
}

/// One that does not read is moved away where the journal can build it again.
fn open_own_or_anew(dir: &Path, options: &OpenOptions, journal: &Path) -> Result<Connection, ReplicaError> {
    match open_own(dir, options) {
        Err(error) if is_lost(&error) && journal::begins_with_identity(journal) => {
            tracing::error!(%error, "own.db does not read; it is kept aside and built again from the journal");
            keep_aside(dir, "own.db")?;
            open_own(dir, options)
        }
        opened => opened,
    }
}

fn is_lost(error: &ReplicaError) -> bool {
    matches!(error, ReplicaError::Damaged { .. } | ReplicaError::EntryDamaged(_) | ReplicaError::Row(_))
        || matches!(error, ReplicaError::Sqlite(error) if is_damage(error))
}

/// The file and what SQLite keeps beside it.
fn keep_aside(dir: &Path, file: &str) -> Result<(), ReplicaError> {
    let mut number = 1;
    while dir.join(format!("{file}.damaged-{number}")).exists() {
        number += 1;
    }
    for ending in ["", "-wal", "-shm"] {
        let path = dir.join(format!("{file}{ending}"));
        if path.exists() {
            let aside = dir.join(format!("{file}{ending}.damaged-{number}"));
            std::fs::rename(&path, aside).map_err(|source| ReplicaError::Open { path, source })?;
        }
    }
    Ok(())
}

fn check(connection: &Connection, file: &'static str) -> Result<(), ReplicaError> {
    let finding: String = connection.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
    if finding == "ok" { Ok(()) } else { Err(ReplicaError::Damaged { file, finding }) }
}

/// Opens `told.db`; one that does not read is moved away, since the server has it all.
fn open_told(dir: &Path, report: &mut OpenReport) -> Result<Connection, ReplicaError> {
    match try_told(dir) {
        Ok(connection) => Ok(connection),
        Err(ReplicaError::Sqlite(error)) if is_damage(&error) => {
            report.told_replaced = true;
            keep_aside(dir, "told.db")?;
            try_told(dir)
        }
        Err(error) => Err(error),
    }
}

fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
}

fn try_told(dir: &Path) -> Result<Connection, ReplicaError> {
    let mut connection = Connection::open(dir.join("told.db"))?;
    migrate::prepare(&connection)?;
    // The server is told that a page is applied, and units sold here stop counting because of
    // it: both only once the page would survive a power cut.
    connection.execute_batch("pragma cache_size = -32768;")?;
    migrate::migrate(&mut connection, "told.db", migrate::TOLD)?;
    let read = super::told::apply::read_again(&mut connection)?;
    if read > 0 {
        tracing::info!(rows = read, "what an older program could not read has been read");
    }
    if super::told::refold::refold(&mut connection)? {
        tracing::info!("what products, customers and orders are found by was folded anew");
    }
    Ok(connection)
}

fn open_reader(dir: &Path) -> Result<Connection, ReplicaError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(dir.join("own.db"), flags)?;
    connection.execute_batch("pragma busy_timeout = 5000; pragma temp_store = memory;")?;
    connection.set_prepared_statement_cache_capacity(128);
    attach_told(&connection, dir)?;
    Ok(connection)
}

/// Read-only, so that beginning a write of `own.db` never waits for `told.db`'s writer.
fn attach_told(connection: &Connection, dir: &Path) -> Result<(), ReplicaError> {
    let uri = format!("file:{}?mode=ro", uri_path(&dir.join("told.db")));
    connection.execute("attach ?1 as told", [uri])?;
    // Looking for a product reads hundreds of its pages; each that is not kept is asked of the
    // operating system again.
    connection.execute_batch("pragma told.cache_size = -32768;")?;
    Ok(())
}

fn uri_path(path: &PathBuf) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let mut text = String::new();
    for character in absolute.to_string_lossy().chars() {
        match character {
            '%' => text.push_str("%25"),
            '?' => text.push_str("%3f"),
            '#' => text.push_str("%23"),
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_exists_nowhere_else_waits_for_the_disk_at_every_commit() {
        let folder = tempfile::tempdir().unwrap();
        let mut report = OpenReport::default();
        open_told(folder.path(), &mut report).unwrap();
        let own = open_own(folder.path(), &OpenOptions::default()).unwrap();
        let number = |name| own.pragma_query_value(Some("main"), name, |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(number("synchronous"), 2, "full: neither off nor normal");
        assert_eq!(number("foreign_keys"), 1);
        let mode: String = own.pragma_query_value(Some("main"), "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
    }
}
