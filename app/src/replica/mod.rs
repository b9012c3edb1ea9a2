//! The till's own data: `own.db` holds what exists nowhere else, `told.db` what the
//! server told, and the journal every entry of this till once more.
//!
//! The only place that knows SQLite. Three connections, each used by one caller at a time:
//! `own` writes `own.db`, `told` writes `told.db`, `reader` reads both, so that
//! applying a stream never delays a sale or a search. A call works on its caller's own
//! thread and returns when it is done; inside a runtime of several threads, the other tasks
//! of that thread move on meanwhile. Invariants: an entry and what follows
//! from it are one transaction; nothing is "done" before the journal has it; rows of the log
//! and the cursor that brought them are one transaction.

mod error;
mod exclusive;
mod file;
mod journal;
mod migrate;
mod open;
pub mod own;
mod price_key;
mod reconcile;
mod row;
mod signed;
pub mod told;

pub use error::ReplicaError;
pub use open::{OpenOptions, OpenReport};
pub use own::{OwnTx, Recorded, Said};
pub(crate) use signed::signed;
pub use told::apply::{Applied, Standing, Trust};

use exclusive::Exclusive;
use file::DirectoryLock;
use journal::Journal;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A handle to the replica; cloning it gives another to the same.
#[derive(Clone)]
pub struct Replica {
    inner: Arc<Inner>,
}

struct Inner {
    own: Exclusive<OwnState>,
    told: Exclusive<Connection>,
    reader: Exclusive<Connection>,
    /// The journal refused an entry that is committed; the next sale must not start.
    journal_behind: Arc<AtomicBool>,
    dir: PathBuf,
    _lock: DirectoryLock,
}

pub(crate) struct OwnState {
    connection: Connection,
    /// None where it could not be opened.
    journal: Option<Journal>,
    journal_behind: Arc<AtomicBool>,
}

/// Reading both files: the tables of `own.db` and of `told.db` by their own names.
#[derive(Clone, Copy)]
pub struct Reader<'c> {
    connection: &'c Connection,
}

impl Replica {
    pub fn dir(&self) -> &Path {
        &self.inner.dir
    }

    /// Runs `work` in one transaction of `own.db`. Once this returns `Ok`, what it recorded
    /// is on disk and in the journal (or [`Replica::journal_ready`] refuses the next sale).
    pub fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<ReplicaError>,
        F: FnOnce(&mut OwnTx<'_>) -> Result<T, E>,
    {
        self.commit(|mut own| {
            let value = work(&mut own)?;
            Ok((value, own))
        })
    }

    /// As [`Replica::write`], for work that takes the transaction and gives it back to be
    /// committed; one that is dropped is rolled back.
    pub fn commit<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<ReplicaError>,
        F: for<'c> FnOnce(OwnTx<'c>) -> Result<(T, OwnTx<'c>), E>,
    {
        self.inner.own.call(|state| own::transact(state, work)).map_err(E::from)?
    }

    /// Reads a consistent state; never waits for a write.
    pub fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<ReplicaError>,
        F: FnOnce(Reader<'_>) -> Result<T, E>,
    {
        self.inner.reader.call(|connection| snapshot(connection, work)).map_err(E::from)?
    }

    /// Whether the journal holds everything. Tries to bring it up to date if not; as long as
    /// that fails, no sale may start.
    pub fn journal_ready(&self) -> Result<(), ReplicaError> {
        if !self.inner.journal_behind.load(Ordering::Acquire) {
            return Ok(());
        }
        self.inner.own.call(reconcile::catch_up)?
    }
}

fn snapshot<T, E: From<ReplicaError>>(
    connection: &mut Connection,
    work: impl FnOnce(Reader<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let transaction = connection.transaction().map_err(ReplicaError::from)?;
    work(Reader { connection: &transaction })
}
