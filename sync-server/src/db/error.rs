//! What can go wrong with a database, and whether that is the fault of what was written.

use super::{postgres, sqlite};

#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("{0:?} is not a database this server knows: use sqlite:PATH or postgres://…")]
    UnknownEngine(String),
    #[error("the database could not be opened")]
    Open(#[source] EngineError),
    #[error("SQLite {found} is older than 3.51.3 and can damage its write-ahead log")]
    SqliteTooOld { found: String },
    #[error("the database keeps text as {found}; make one with encoding UTF8, nothing else holds every receipt")]
    NotUtf8 { found: String },
    #[error("the database could not be brought to this version")]
    Migrate(#[from] MigrateError),
    #[error("the database did not answer a query")]
    Query(#[source] EngineError),
    #[error("the database's file was moved away or replaced since it was opened")]
    Replaced,
    #[error("every connection to the database was in use for too long")]
    NoConnection,
    #[error("the database has no such row")]
    NoRow,
    #[error("a row of the log would be larger than any that is told")]
    RowTooLarge,
    #[error("an entry would be larger than any that is read again")]
    EntryTooLarge,
    #[error("a stored {0} does not read back")]
    Unreadable(&'static str),
    #[error("what this was decided by changed meanwhile")]
    Moved,
}

#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error(transparent)]
    Postgres(#[from] sqlx::Error),
}

#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error("it was written by a newer version: its schema is {found}, this version's {newest}")]
    Newer { found: i64, newest: i64 },
    #[error("its schema {version} is not the one that this version has by that number")]
    Changed { version: i64 },
    #[error(transparent)]
    Postgres(#[from] sqlx::migrate::MigrateError),
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> DbError {
        DbError::Query(error.into())
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> DbError {
        DbError::Query(error.into())
    }
}

impl DbError {
    /// Surely the fault of what was written. Everything else is worth trying again.
    pub fn is_entrys_fault(&self) -> bool {
        match self {
            DbError::Query(EngineError::Sqlite(error)) => sqlite::is_entrys_fault(error),
            DbError::Query(EngineError::Postgres(error)) => postgres::is_entrys_fault(error),
            DbError::RowTooLarge | DbError::EntryTooLarge => true,
            DbError::UnknownEngine(_)
            | DbError::Open(_)
            | DbError::SqliteTooOld { .. }
            | DbError::NotUtf8 { .. }
            | DbError::Migrate(_)
            | DbError::NoConnection
            | DbError::Replaced
            | DbError::NoRow
            | DbError::Unreadable(_)
            | DbError::Moved => false,
        }
    }

    /// The engine's own code, for what is kept of it.
    pub fn code(&self) -> String {
        match self {
            DbError::Query(EngineError::Sqlite(error)) => {
                sqlite::code(error).map_or_else(|| "sqlite".into(), |code| format!("sqlite_{code}"))
            }
            DbError::Query(EngineError::Postgres(error)) => {
                postgres::code(error).map_or_else(|| "sqlstate".into(), |code| format!("sqlstate_{code}"))
            }
            DbError::RowTooLarge => "row_too_large".into(),
            DbError::EntryTooLarge => "entry_too_large".into(),
            DbError::UnknownEngine(_)
            | DbError::Open(_)
            | DbError::SqliteTooOld { .. }
            | DbError::NotUtf8 { .. }
            | DbError::Migrate(_)
            | DbError::NoConnection
            | DbError::Replaced
            | DbError::NoRow
            | DbError::Unreadable(_)
            | DbError::Moved => "database".into(),
        }
    }

    /// Nothing was written because others were at work on the same; beginning anew may do.
    pub fn is_overtaken(&self) -> bool {
        match self {
            DbError::Query(EngineError::Sqlite(error)) => sqlite::is_busy(error),
            DbError::Query(EngineError::Postgres(error)) => postgres::is_overtaken(error),
            other => matches!(other, DbError::Moved),
        }
    }

    /// There is a row of that key: perhaps one that another process made just now. On SQLite
    /// whoever writes has read what there is, and nobody else writes.
    pub fn is_taken(&self) -> bool {
        matches!(self, DbError::Query(EngineError::Postgres(error)) if postgres::is_taken(error))
    }
}
