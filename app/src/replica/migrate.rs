//! The replica's schema, from the files under `migrations/replica`, one folder per database
//! and one file per noun, run in their order. Migrations only append.

use super::ReplicaError;
use rusqlite::{Connection, TransactionBehavior};

macro_rules! migrations {
    ($folder:literal: $($file:literal),* $(,)?) => {
        &[$(include_str!(concat!("../../../migrations/replica/", $folder, "/", $file, ".sql"))),*]
    };
}

pub(crate) const OWN: &[&str] = migrations!["own":
    "0001_chain",
    "0002_order",
    "0003_drawer",
    "0004_paper",
    "0005_stock",
    "0006_catalogue",
    "0007_party",
    "0008_supply",
    "0009_search",
];

pub(crate) const TOLD: &[&str] = migrations!["told":
    "0001_log",
    "0002_setting",
    "0003_catalogue",
    "0004_stock",
    "0005_party",
    "0006_order",
    "0007_health",
    "0008_document",
    "0009_search",
];

/// The first release of SQLite without the bug that could corrupt a write-ahead log.
const SQLITE_OLDEST: i32 = 3_051_003;

pub(crate) fn check_library() -> Result<(), ReplicaError> {
    if rusqlite::version_number() < SQLITE_OLDEST {
        return Err(ReplicaError::SqliteTooOld { found: rusqlite::version().to_owned() });
    }
    Ok(())
}

/// Settings of a connection that writes.
pub(crate) fn prepare(connection: &Connection) -> Result<(), ReplicaError> {
    connection.execute_batch(
        "pragma journal_mode = wal;
         pragma synchronous = full;
         pragma foreign_keys = on;
         pragma busy_timeout = 5000;
         pragma temp_store = memory;",
    )?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}

pub(crate) fn migrate(
    connection: &mut Connection,
    file: &'static str,
    migrations: &[&str],
) -> Result<(), ReplicaError> {
    let version: usize = connection.query_row("pragma user_version", [], |row| row.get(0))?;
    if version > migrations.len() {
        return Err(ReplicaError::Newer { file });
    }
    for (index, text) in migrations.iter().enumerate().skip(version) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(text)?;
        transaction.pragma_update(None, "user_version", index + 1)?;
        transaction.commit()?;
    }
    Ok(())
}
