//! The business's log: one dense row of positions, hash-chained, each entry for a scope.
//!
//! Positions are given out under the lock of the business's head row, which is the last
//! lock a transaction takes and is held until it commits. So the order of commits is the
//! order of positions, and nobody who read up to a position ever misses one below it.

mod read;
mod wake;

use crate::db::row::{self, stored};
use crate::db::set::{steps, value_rows};
use crate::db::{DbError, Engine};
use shared_model::encoding;
use shared_model::unit::*;
use shared_model::wire::LogBody;
use sqlx::{AnyConnection, AssertSqlSafe};

pub use read::{LogHeadRow, LogPage, TerminalFilter, check_cursor, head, log_head, read};
pub use wake::{Wake, follow_heads};

const INSERT_COLUMNS: usize = 7;

/// Who receives an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Business,
    Store(StoreId),
    Warehouse(WarehouseId),
    Terminal(TerminalId),
}

impl Scope {
    fn key(self) -> String {
        match self {
            Scope::Business => "business".to_owned(),
            Scope::Store(id) => format!("store:{id}"),
            Scope::Warehouse(id) => format!("warehouse:{id}"),
            Scope::Terminal(id) => format!("terminal:{id}"),
        }
    }
}

/// Entries about to be appended. From [`Draft::begin`] on this transaction owns the end of
/// the log; take every other lock before.
pub struct Draft {
    business: BusinessId,
    position: u64,
    hash: Hash,
    mark: u64,
    pending: Vec<Pending>,
}

struct Pending {
    position: u64,
    mark: u64,
    scope: String,
    body: Vec<u8>,
    hash: Hash,
}

impl Draft {
    pub async fn begin(conn: &mut AnyConnection, business: BusinessId) -> Result<Draft, DbError> {
        let head = sqlx::query(
            "update log_head set position = position where business = $1 returning position as position, hash as hash",
        )
        .bind(key(business))
        .fetch_one(conn)
        .await?;
        let position = row::count(&head, "position")?;
        Ok(Draft { business, position, hash: row::hash(&head, "hash")?, mark: position + 1, pending: Vec::new() })
    }

    /// The position the next entry will get.
    pub fn next_position(&self) -> u64 {
        self.position + 1
    }

    /// What follows belongs together; readers may stop before it.
    pub fn mark(&mut self) {
        self.mark = self.next_position();
    }

    pub fn push(&mut self, scope: Scope, body: &LogBody) -> u64 {
        let body = encoding::encode(body);
        self.position += 1;
        self.hash = chained(self.hash, self.position, &body);
        self.pending.push(Pending {
            position: self.position,
            mark: self.mark,
            scope: scope.key(),
            body,
            hash: self.hash,
        });
        self.position
    }

    /// Writes what was pushed; returns the new head. The caller commits.
    pub async fn finish(self, conn: &mut AnyConnection, now: Timestamp) -> Result<u64, DbError> {
        for chunk in steps(&self.pending) {
            let sql = format!(
                "insert into log_entry (business, position, mark, scope, body, hash, recorded_ms) values {}",
                value_rows(Engine::of(conn), chunk.len(), INSERT_COLUMNS)
            );
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for entry in chunk {
                query = query
                    .bind(key(self.business))
                    .bind(stored(entry.position))
                    .bind(stored(entry.mark))
                    .bind(entry.scope.clone())
                    .bind(entry.body.clone())
                    .bind(entry.hash.0.to_vec())
                    .bind(now.unix_ms);
            }
            query.execute(&mut *conn).await?;
        }
        sqlx::query("update log_head set position = $2, hash = $3 where business = $1")
            .bind(key(self.business))
            .bind(stored(self.position))
            .bind(self.hash.0.to_vec())
            .execute(conn)
            .await?;
        Ok(self.position)
    }
}

/// An id as it is stored.
fn key(business: BusinessId) -> Vec<u8> {
    business.0.as_bytes().to_vec()
}

/// The hash of an entry covers everything before it.
pub fn chained(prev: Hash, position: u64, body: &[u8]) -> Hash {
    let body = Hash::of("counterfoil log body", &[body]);
    Hash::of("counterfoil log", &[&prev.0, &position.to_be_bytes(), &body.0])
}
