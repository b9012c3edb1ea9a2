//! What can go wrong below the operations, one variant per step.

use shared_model::encoding::DecodeError;
use shared_model::entry::Place;
use shared_model::fact::FactError;
use shared_model::wire::PageError;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum ReplicaError {
    #[error("{path} cannot be opened")]
    Open { path: PathBuf, source: std::io::Error },
    #[error("another till is already running on {path}")]
    InUse { path: PathBuf },
    #[error("SQLite {found} is older than 3.51.3, which is the first that keeps its log safe")]
    SqliteTooOld { found: String },
    #[error("{file} is damaged: {finding}")]
    Damaged { file: &'static str, finding: String },
    #[error("entry {} of own.db is not what was recorded", .0.seq)]
    EntryDamaged(Place),
    #[error("{file} was written by a newer version of this program")]
    Newer { file: &'static str },
    #[error("the database refused")]
    Sqlite(#[from] rusqlite::Error),
    #[error("the journal could not be written")]
    Journal(#[source] std::io::Error),
    #[error("a stored row does not read")]
    Row(#[from] DecodeError),
    #[error("a stored {0} does not read")]
    Value(&'static str),
    #[error("the till is not enrolled")]
    NotEnrolled,
    #[error("the entry is {0} bytes, more than any server takes")]
    EntryTooLarge(usize),
    #[error("a fact of this till does not read")]
    Fact(#[source] FactError),
    #[error("{wanted} was expected in an entry, and it holds {found}")]
    Unexpected { wanted: &'static str, found: &'static str },
    /// Something of the log is missing or not what the server stands for; nothing of the page
    /// was applied.
    #[error("a page of the log does not fit")]
    Page(#[from] PageError),
    #[error("what came has {0} rows, more than any server sends at once")]
    TooManyRows(usize),
    #[error("what came was not signed by this till's server")]
    Unsigned,
    #[error("work on the database failed in a way nobody foresaw, and was rolled back")]
    Panicked,
}
