//! SQLite: connections of this process to one file. A statement is answered on the thread
//! that asks, as long as it takes; only whoever waits for the one writer waits without a
//! thread.

mod file;
mod migrate;
mod run;

use super::DbError;
use super::engine::Use;
use rusqlite::{Connection, OpenFlags, vtab};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use file::{FileId, file_id};
pub use file::{copy, damage, is_ours, path_of};
pub use migrate::migrate;
pub use run::FileRow;

/// Other processes write too, if seldom: so long they are waited for.
const BUSY_MAX: Duration = Duration::from_secs(10);
const BUSY_LOOK: Duration = Duration::from_millis(5);
/// Texts that a connection keeps prepared.
const PREPARED_MAX: usize = 512;

/// Connections of one use.
#[derive(Clone)]
pub struct Pool(Arc<Home>);

struct Home {
    path: PathBuf,
    /// The file of that name when it was opened.
    file: Option<FileId>,
    used_for: Use,
    idle: Mutex<Vec<Connection>>,
    free: Arc<Semaphore>,
    connections_max: u32,
}

/// A connection that somebody has; it goes home when it is dropped.
pub struct Lease {
    conn: Option<Connection>,
    home: Arc<Home>,
    _permit: OwnedSemaphorePermit,
}

impl Pool {
    /// Makes the file when there is none.
    pub fn open(url: &str, used_for: Use, connections_max: u32) -> Result<Pool, DbError> {
        let path = path_of(url).ok_or_else(|| DbError::UnknownEngine(url.to_owned()))?;
        let free = Arc::new(Semaphore::new(connections_max as usize));
        let mut home = Home { path, file: None, used_for, idle: Mutex::default(), free, connections_max };
        let first = home.open(OpenFlags::SQLITE_OPEN_CREATE).map_err(|error| DbError::Open(error.into()))?;
        home.file = file_id(&home.path);
        home.idle().push(first);
        Ok(Pool(Arc::new(home)))
    }

    pub async fn get(&self) -> Result<Lease, DbError> {
        let permit = tokio::time::timeout(super::ACQUIRE_TIMEOUT, self.0.free.clone().acquire_owned()).await;
        let permit = permit.ok().and_then(Result::ok).ok_or(DbError::NoConnection)?;
        let idle = self.0.idle().pop();
        let conn = match idle {
            Some(conn) => conn,
            None => in_place(|| self.0.open_another())?,
        };
        Ok(Lease { conn: Some(conn), home: self.0.clone(), _permit: permit })
    }

    /// Inside of a transaction. Another process that writes is waited for.
    pub async fn begin(&self, how: &str) -> Result<Lease, DbError> {
        let mut lease = self.get().await?;
        let until = Instant::now() + BUSY_MAX;
        loop {
            match lease.begin(how) {
                Err(error) if is_busy(&error) && Instant::now() < until => tokio::time::sleep(BUSY_LOOK).await,
                done => return Ok(done.map(|()| lease)?),
            }
        }
    }

    /// Whether what is written goes to the file of that name.
    pub fn is_in_place(&self) -> bool {
        file_id(&self.0.path) == self.0.file
    }

    /// Once everybody who has one has brought it back.
    pub async fn close(&self) {
        if let Ok(all) = self.0.free.acquire_many(self.0.connections_max).await {
            self.0.free.close();
            drop(all);
        }
        self.0.idle().clear();
    }
}

impl Home {
    /// To the same file as the others, or to none.
    fn open_another(&self) -> Result<Connection, DbError> {
        let conn = self.open(OpenFlags::empty());
        if file_id(&self.path) == self.file { Ok(conn?) } else { Err(DbError::Replaced) }
    }

    fn open(&self, how: OpenFlags) -> Result<Connection, rusqlite::Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | how;
        let conn = Connection::open_with_flags(&self.path, flags)?;
        conn.busy_timeout(BUSY_MAX)?;
        conn.pragma_update(None, "journal_mode", "wal")?;
        conn.pragma_update(None, "synchronous", "full")?;
        conn.pragma_update(None, "foreign_keys", "on")?;
        // In KiB: the inner pages of every index that a push touches stay in memory.
        conn.pragma_update(None, "cache_size", -32_768)?;
        // In pages: what a backlog writes again and again goes to the file once.
        conn.pragma_update(None, "wal_autocheckpoint", 16_000)?;
        if self.used_for == Use::Reading {
            // Nothing changes but through a change that was begun as one.
            conn.pragma_update(None, "query_only", "on")?;
        }
        conn.set_prepared_statement_cache_capacity(PREPARED_MAX);
        vtab::array::load_module(&conn)?;
        Ok(conn)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lease {
    fn begin(&mut self, how: &str) -> Result<(), rusqlite::Error> {
        self.asking(|conn| {
            conn.busy_timeout(Duration::ZERO)?;
            let begun = conn.execute_batch(how);
            conn.busy_timeout(BUSY_MAX)?;
            begun
        })
    }

    /// SQLite ends a transaction by itself when the disk fails: that is no commit, and fails here.
    pub fn commit(mut self) -> Result<(), rusqlite::Error> {
        self.asking(|conn| conn.execute_batch("commit"))
    }

    pub fn rollback(mut self) -> Result<(), rusqlite::Error> {
        self.asking(undo)
    }

    fn asking<T>(&mut self, ask: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let conn = self.conn.as_mut().ok_or(rusqlite::Error::InvalidQuery)?;
        in_place(|| ask(conn))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(mut conn) = self.conn.take() else { return };
        match undo(&mut conn) {
            Ok(()) => self.home.idle().push(conn),
            Err(error) => tracing::warn!(%error, "a transaction could not be taken back; its connection is closed"),
        }
    }
}

/// Whatever is not committed is undone.
fn undo(conn: &mut Connection) -> rusqlite::Result<()> {
    if conn.is_autocommit() { Ok(()) } else { conn.execute_batch("rollback") }
}

/// Nothing in `work` waits for anything but the file.
pub async fn at_once<T>(work: impl Future<Output = T>) -> T {
    match Handle::try_current() {
        Ok(runtime) if runtime.runtime_flavor() == RuntimeFlavor::MultiThread => {
            tokio::task::block_in_place(|| runtime.block_on(work))
        }
        _ => work.await,
    }
}

/// On this thread, whose other tasks go to another one meanwhile.
fn in_place<T>(ask: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(ask),
        _ => ask(),
    }
}

pub fn is_busy(error: &rusqlite::Error) -> bool {
    primary_code(error) == Some(rusqlite::ffi::SQLITE_BUSY)
}

/// Surely the fault of what was written: too large, a rule of a table broken, a wrong type.
pub fn is_entrys_fault(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG};
    matches!(primary_code(error), Some(SQLITE_TOOBIG | SQLITE_CONSTRAINT | SQLITE_MISMATCH))
}

/// The extended code.
pub fn code(error: &rusqlite::Error) -> Option<i32> {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => Some(failure.extended_code),
        _ => None,
    }
}

/// Extended codes have the primary one in their lowest byte.
fn primary_code(error: &rusqlite::Error) -> Option<i32> {
    code(error).map(|code| code & 0xff)
}

/// SQLite before 3.51.3 can lose committed pages when a write-ahead log is reset.
pub fn check() -> Result<(), DbError> {
    if rusqlite::version_number() >= 3_051_003 {
        Ok(())
    } else {
        Err(DbError::SqliteTooOld { found: rusqlite::version().to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    fn failure(code: i32) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
    }

    #[test]
    fn what_is_the_entrys_own_fault_is_told_from_what_may_work_later() {
        for code in [ffi::SQLITE_CONSTRAINT_UNIQUE, ffi::SQLITE_TOOBIG, ffi::SQLITE_MISMATCH] {
            assert!(is_entrys_fault(&failure(code)), "{code}");
        }
        let later = [ffi::SQLITE_BUSY, ffi::SQLITE_BUSY_SNAPSHOT, ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_FULL];
        for code in later.into_iter().chain([ffi::SQLITE_CORRUPT, ffi::SQLITE_READONLY]) {
            assert!(!is_entrys_fault(&failure(code)), "{code}");
        }
        assert!(is_busy(&failure(ffi::SQLITE_BUSY_SNAPSHOT)));
    }

    #[test]
    fn what_other_programs_take_for_settings_makes_no_file_of_that_name() {
        for url in ["sqlite:", "sqlite://", "sqlite:shop.db?mode=rwc"] {
            assert!(matches!(Pool::open(url, Use::Writing, 1), Err(DbError::UnknownEngine(_))), "{url}");
        }
    }

    #[tokio::test]
    async fn a_transaction_that_the_disk_ended_is_not_committed() {
        let folder = tempfile::tempdir().unwrap();
        let pool = Pool::open(&format!("sqlite:{}", folder.path().join("a.db").display()), Use::Writing, 1).unwrap();
        let mut lease = pool.begin("begin immediate").await.unwrap();
        lease.asking(|conn| conn.execute_batch("create table t (a); rollback")).unwrap();
        assert!(lease.commit().is_err());
    }
}
