//! What differs between SQLite and PostgreSQL in what both are asked.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, Migrator};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What a pool's connections are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
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
            // Notes are written on connections that only read unless it is said.
            Engine::Postgres => "begin read write",
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

    /// A table definition with its marks replaced, see `migrations/server/0001_server.sql`.
    fn definition(self, text: &str) -> String {
        match self {
            Engine::Sqlite => text.replace("/*clustered*/", "without rowid"),
            // A row of less than a page is not compressed.
            Engine::Postgres => {
                let text = text.replace("/*bytewise*/", " collate \"C\"");
                // A new version that finds room on its row's page costs no other page.
                let text = text.replace("/*rewritten*/", "with (fillfactor = 50)");
                text.replace("/*whole*/", "with (toast_tuple_target = 8160)")
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_definition_says_what_each_engine_needs_for_its_marks() {
        let text = "create table t (a text/*bytewise*/ primary key) /*clustered*/ /*whole*/;";
        let sqlite = "create table t (a text/*bytewise*/ primary key) without rowid /*whole*/;";
        assert_eq!(Engine::Sqlite.definition(text), sqlite);
        let rewritten = "create table t (a text primary key) with (fillfactor = 50);";
        assert_eq!(Engine::Postgres.definition("create table t (a text primary key) /*rewritten*/;"), rewritten);
        let postgres = "create table t (a text collate \"C\" primary key) /*clustered*/ \
                        with (toast_tuple_target = 8160);";
        assert_eq!(Engine::Postgres.definition(text), postgres);
    }
}
