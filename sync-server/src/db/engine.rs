//! Everything that differs between SQLite and PostgreSQL.

use super::DbError;
use sqlx::AnyConnection;
use sqlx::{Any, Executor, Pool};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub(super) fn of_url(url: &str) -> Option<Engine> {
        if url.starts_with("sqlite:") {
            Some(Engine::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Some(Engine::Postgres)
        } else {
            None
        }
    }

    /// SQLite makes the file when there is none.
    pub(super) fn connection_url(self, url: &str) -> String {
        match self {
            Engine::Sqlite if !url.contains("mode=") => {
                let separator = if url.contains('?') { '&' } else { '?' };
                format!("{url}{separator}mode=rwc")
            }
            _ => url.to_owned(),
        }
    }

    pub(super) fn begin_write(self) -> &'static str {
        match self {
            Engine::Sqlite => "begin immediate",
            Engine::Postgres => "begin",
        }
    }

    pub(super) fn begin_read(self) -> &'static str {
        match self {
            Engine::Sqlite => "begin",
            Engine::Postgres => "begin isolation level repeatable read read only",
        }
    }

    /// On SQLite the transaction itself is the lock.
    pub(super) fn lock_terminal(self) -> &'static str {
        match self {
            Engine::Sqlite => "select id from terminal where id = $1",
            Engine::Postgres => "select id from terminal where id = $1 for update",
        }
    }
}

/// Settings of a new connection.
pub(super) async fn prepare(engine: Engine, conn: &mut AnyConnection) -> Result<(), sqlx::Error> {
    if engine == Engine::Sqlite {
        conn.execute("pragma busy_timeout = 10000").await?;
        conn.execute("pragma journal_mode = wal").await?;
        conn.execute("pragma synchronous = full").await?;
        conn.execute("pragma foreign_keys = on").await?;
    }
    Ok(())
}

/// SQLite before 3.51.3 can lose committed pages when a write-ahead log is reset.
pub(super) async fn check_version(engine: Engine, pool: &Pool<Any>) -> Result<(), DbError> {
    if engine == Engine::Postgres {
        return Ok(());
    }
    let found: String = sqlx::query_scalar("select sqlite_version()").fetch_one(pool).await?;
    let mut parts = found.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < (3, 51, 3) { Err(DbError::SqliteTooOld { found }) } else { Ok(()) }
}

/// Busy, deadlocked, serialisation lost, connection gone: the same request may work later.
pub(super) fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => match error.code().as_deref() {
            // SQLITE_BUSY and its kinds, SQLITE_LOCKED, SQLITE_FULL, SQLITE_IOERR
            Some("5" | "6" | "10" | "13" | "261" | "517") => true,
            // deadlock, serialisation failure, lock not available, disk full, shutting down
            Some("40P01" | "40001" | "55P03" | "53100" | "57P01" | "57P02" | "57P03") => true,
            _ => false,
        },
        _ => false,
    }
}
