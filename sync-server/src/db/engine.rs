//! Everything that differs between SQLite and PostgreSQL.

use super::DbError;
use sqlx::migrate::{Migration, Migrator};
use sqlx::{Any, AnyConnection, Executor, Pool, SqlSafeStr};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What a pool's connections are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Writing,
    Reading,
    /// Imports: they may take long, and nobody waits for their locks but other imports.
    Job,
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

    pub fn of(conn: &AnyConnection) -> Engine {
        if conn.backend_name() == "SQLite" { Engine::Sqlite } else { Engine::Postgres }
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

    /// SQLite has one writer; its own pool keeps everybody else from waiting for it.
    pub(super) fn connections_max(self, used_for: Use) -> u32 {
        match (self, used_for) {
            (Engine::Sqlite, Use::Writing | Use::Job) => 1,
            (Engine::Sqlite, Use::Reading) => 4,
            (Engine::Postgres, Use::Writing) => 16,
            (Engine::Postgres, Use::Reading) => 8,
            (Engine::Postgres, Use::Job) => 2,
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

    /// Ends a select of rows that are locked until the transaction ends. Foreign keys of
    /// others may still point at them. On SQLite the transaction itself is the lock.
    pub fn locked(self, select: &str) -> String {
        match self {
            Engine::Sqlite => select.to_owned(),
            Engine::Postgres => format!("{select} for no key update"),
        }
    }

    /// The same where nothing is read by it: nothing to ask where the transaction is the lock.
    pub fn locks_row(self, select: &str) -> Option<String> {
        (self == Engine::Postgres).then(|| self.locked(select))
    }

    /// A table definition with its marks replaced, see `migrations/server/0001_server.sql`.
    fn definition(self, text: &str) -> String {
        match self {
            Engine::Sqlite => text.replace("/*clustered*/", "without rowid"),
            Engine::Postgres => text.replace("/*bytewise*/", " collate \"C\""),
        }
    }

    pub(super) fn migrator(self, migrations: &Migrator) -> Migrator {
        let on_this = |migration: &Migration| Migration {
            sql: sqlx::AssertSqlSafe(self.definition(migration.sql.as_str())).into_sql_str(),
            ..migration.clone()
        };
        Migrator::with_migrations(migrations.iter().map(on_this).collect())
    }
}

/// Settings of a new connection.
pub(super) async fn prepare(engine: Engine, used_for: Use, conn: &mut AnyConnection) -> Result<(), sqlx::Error> {
    match engine {
        Engine::Sqlite => {
            conn.execute("pragma busy_timeout = 10000").await?;
            conn.execute("pragma journal_mode = wal").await?;
            conn.execute("pragma synchronous = full").await?;
            conn.execute("pragma foreign_keys = on").await?;
            // In KiB: the inner pages of every index that a push touches stay in memory.
            conn.execute("pragma cache_size = -32768").await?;
            // In pages: what a backlog writes again and again goes to the file once.
            conn.execute("pragma wal_autocheckpoint = 4000").await?;
        }
        Engine::Postgres => {
            // A process that stands still or a machine that is gone gives its locks back.
            conn.execute("set tcp_keepalives_idle = 5").await?;
            conn.execute("set tcp_keepalives_interval = 2").await?;
            conn.execute("set tcp_keepalives_count = 3").await?;
            if used_for != Use::Job {
                conn.execute("set lock_timeout = 5000").await?;
                conn.execute("set idle_in_transaction_session_timeout = 5000").await?;
            }
        }
    }
    Ok(())
}

/// SQLite before 3.51.3 can lose committed pages when a write-ahead log is reset. Text that
/// is not UTF-8 cannot hold every receipt.
pub(super) async fn check(engine: Engine, pool: &Pool<Any>) -> Result<(), DbError> {
    match engine {
        Engine::Sqlite => {
            let found: String = sqlx::query_scalar("select sqlite_version()").fetch_one(pool).await?;
            let mut parts = found.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
            let mut next = || parts.next().unwrap_or(0);
            if (next(), next(), next()) < (3, 51, 3) { Err(DbError::SqliteTooOld { found }) } else { Ok(()) }
        }
        Engine::Postgres => {
            let found: String = sqlx::query_scalar("select current_setting('server_encoding')").fetch_one(pool).await?;
            if found == "UTF8" { Ok(()) } else { Err(DbError::NotUtf8 { found }) }
        }
    }
}

/// Surely the fault of what was written: a value no column takes, or a rule of a table
/// broken. Everything else may work later.
pub(super) fn is_entrys_fault(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_entrys_code(&code)),
        _ => false,
    }
}

/// Others were at the same rows: waited too long, deadlocked, serialisation lost, busy.
pub(super) fn is_overtaken(error: &sqlx::Error) -> bool {
    let is_it = |code: &str| match code.len() {
        5 => matches!(code, "55P03" | "40P01" | "40001"),
        _ => code.parse::<u32>().is_ok_and(|number| number & 0xff == 5),
    };
    matches!(error, sqlx::Error::Database(error) if error.code().is_some_and(|code| is_it(&code)))
}

fn is_entrys_code(code: &str) -> bool {
    // PostgreSQL's codes have five characters; those of class 22 and 23 are about the data.
    if code.len() == 5 {
        return code.starts_with("22") || code.starts_with("23");
    }
    // SQLite's extended codes have the primary one in their lowest byte:
    // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH.
    code.parse::<u32>().is_ok_and(|number| matches!(number & 0xff, 18..=20))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_entrys_own_fault_is_told_from_what_may_work_later() {
        // SQLITE_CONSTRAINT_UNIQUE, SQLITE_TOOBIG, SQLITE_MISMATCH; PostgreSQL's unique violation, division by zero.
        for code in ["2067", "18", "20", "23505", "22012"] {
            assert!(is_entrys_code(code), "{code}");
        }
        // SQLITE_BUSY_SNAPSHOT, _IOERR_WRITE, _FULL, _CORRUPT, _READONLY; PostgreSQL's deadlock, memory, disk,
        // internal error, undefined table.
        for code in ["5", "517", "778", "13", "11", "8", "40P01", "53200", "58030", "XX000", "42P01"] {
            assert!(!is_entrys_code(code), "{code}");
        }
    }

    #[test]
    fn a_table_definition_says_what_each_engine_needs_for_bytewise_and_clustered() {
        let text = "create table t (a text/*bytewise*/ primary key) /*clustered*/;";
        assert_eq!(Engine::Sqlite.definition(text), "create table t (a text/*bytewise*/ primary key) without rowid;");
        let postgres = "create table t (a text collate \"C\" primary key) /*clustered*/;";
        assert_eq!(Engine::Postgres.definition(text), postgres);
    }
}
