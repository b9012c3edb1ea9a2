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
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_transient_code(&code)),
        _ => false,
    }
}

fn is_transient_code(code: &str) -> bool {
    match code {
        // deadlock, serialisation failure, lock not available, disk full, cancelled, shutting down
        "40P01" | "40001" | "55P03" | "53100" | "57014" | "57P01" | "57P02" | "57P03" => true,
        // SQLite's extended codes have the primary one in their lowest byte:
        // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_NOMEM, SQLITE_IOERR, SQLITE_FULL.
        _ => code.parse::<u32>().is_ok_and(|number| matches!(number & 0xff, 5 | 6 | 7 | 10 | 13)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_work_later_is_told_from_what_never_will() {
        // SQLITE_BUSY_SNAPSHOT, SQLITE_IOERR_WRITE, SQLITE_FULL; PostgreSQL's deadlock.
        for code in ["5", "517", "778", "13", "40P01"] {
            assert!(is_transient_code(code), "{code}");
        }
        // SQLITE_CONSTRAINT_UNIQUE, SQLITE_CORRUPT; PostgreSQL's unique violation, division by zero.
        for code in ["2067", "11", "23505", "22012"] {
            assert!(!is_transient_code(code), "{code}");
        }
    }
}
