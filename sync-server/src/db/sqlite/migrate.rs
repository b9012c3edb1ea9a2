//! Bringing a file's schema to this version, one transaction each.

use super::{Lease, Pool};
use crate::db::{DbError, MigrateError};
use rusqlite::{Connection, OptionalExtension, params};
use sqlx::migrate::{Migration, Migrator};

const APPLIED: &str = "create table if not exists migration \
                       (version integer primary key, checksum blob not null)";

pub async fn migrate(pool: &Pool, migrator: &Migrator) -> Result<(), DbError> {
    let mut lease: Lease = pool.begin("begin immediate").await?;
    let newest = migrator.iter().map(|migration| migration.version).max().unwrap_or(0);
    lease.asking(|conn| conn.execute_batch(APPLIED))?;
    let found: Option<i64> =
        lease.asking(|conn| conn.query_row("select max(version) from migration", [], |row| row.get(0)))?;
    if let Some(found) = found.filter(|found| *found > newest) {
        return Err(MigrateError::Newer { found, newest }.into());
    }
    for migration in migrator.iter() {
        let same = lease.asking(|conn| apply(conn, migration))?;
        if !same {
            return Err(MigrateError::Changed { version: migration.version }.into());
        }
    }
    Ok(lease.commit()?)
}

/// Whether it is, or was, applied as it stands.
fn apply(conn: &Connection, migration: &Migration) -> rusqlite::Result<bool> {
    let text = "select checksum from migration where version = ?1";
    let held: Option<Vec<u8>> = conn.query_row(text, [migration.version], |row| row.get(0)).optional()?;
    if let Some(held) = held {
        return Ok(held == migration.checksum.as_ref());
    }
    conn.execute_batch(migration.sql.as_str())?;
    let insert = "insert into migration (version, checksum) values (?1, ?2)";
    conn.execute(insert, params![migration.version, migration.checksum.as_ref()])?;
    Ok(true)
}
