//! A connection that is being used, alone or inside a transaction, and what it has been
//! asked so far.

use super::set::RowSet;
use super::value::Value;
use super::{DbError, DbRow, Engine, postgres, row, sqlite};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a database has been asked: for tests, which know what a sale may cost.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    statements: Arc<AtomicU64>,
    further: Arc<AtomicU64>,
    rows: Arc<AtomicU64>,
    commits: Arc<AtomicU64>,
}

impl Asked {
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Of the statements, those that only went on with a set of rows.
    pub fn further(&self) -> u64 {
        self.further.load(Ordering::Relaxed)
    }

    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Rows read.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }
}

pub struct Conn {
    held: HeldLease,
    asked: Asked,
    /// Sets of rows that go with what is asked next.
    gathered: Option<Vec<RowSet>>,
}

pub(super) enum HeldLease {
    Sqlite(sqlite::Lease),
    Postgres(postgres::Lease),
}

impl Conn {
    pub(super) fn alone(held: HeldLease, asked: Asked) -> Conn {
        Conn { held, asked, gathered: None }
    }

    pub(super) fn inside(held: HeldLease, asked: Asked) -> Conn {
        asked.statements.fetch_add(1, Ordering::Relaxed);
        Conn { held, asked, gathered: None }
    }

    pub fn engine(&self) -> Engine {
        match self.held {
            HeldLease::Sqlite(_) => Engine::Sqlite,
            HeldLease::Postgres(_) => Engine::Postgres,
        }
    }

    fn count(&self, statements: usize) {
        self.asked.statements.fetch_add(statements as u64, Ordering::Relaxed);
        self.asked.further.fetch_add(statements.saturating_sub(1) as u64, Ordering::Relaxed);
    }

    fn counted(&self, rows: Vec<DbRow>) -> Vec<DbRow> {
        self.asked.rows.fetch_add(rows.len() as u64, Ordering::Relaxed);
        rows
    }

    pub(super) async fn all(&mut self, text: &str, values: &[Value]) -> Result<Vec<DbRow>, DbError> {
        self.all_of(text, values, &[]).await
    }

    /// With lists as the last values.
    pub(super) async fn all_of(
        &mut self,
        text: &str,
        values: &[Value],
        lists: &[&[Value]],
    ) -> Result<Vec<DbRow>, DbError> {
        self.write_gathered().await?;
        self.count(1);
        let rows = match &mut self.held {
            HeldLease::Sqlite(lease) => lease.all(text, values, lists)?,
            HeldLease::Postgres(lease) => lease.all(text, values, lists, 1).await?,
        };
        Ok(self.counted(rows))
    }

    /// The rows of each item of `columns` values. PostgreSQL tells at which they are, from 1.
    pub(super) async fn each(
        &mut self,
        text: &str,
        values: &[Value],
        columns: usize,
        list: &[Value],
    ) -> Result<Vec<Vec<DbRow>>, DbError> {
        self.write_gathered().await?;
        let mut found: Vec<Vec<DbRow>> = Vec::with_capacity(list.len() / columns);
        match &mut self.held {
            HeldLease::Sqlite(lease) => {
                for item in list.chunks(columns) {
                    found.push(lease.all(text, &[values, item].concat(), &[])?);
                }
                self.count(found.len());
            }
            HeldLease::Postgres(lease) => {
                found.resize_with(list.len() / columns, Vec::new);
                for one in lease.all(text, values, &[list], columns).await? {
                    let at = usize::try_from(row::int(&one, "at")? - 1).ok();
                    let of = at.and_then(|at| found.get_mut(at)).ok_or(DbError::Unreadable("set"))?;
                    of.push(one);
                }
                self.count(1);
            }
        }
        let rows = found.iter().map(Vec::len).sum::<usize>();
        self.asked.rows.fetch_add(rows as u64, Ordering::Relaxed);
        Ok(found)
    }

    pub(super) async fn run(&mut self, text: &str, values: &[Value]) -> Result<u64, DbError> {
        self.write_gathered().await?;
        self.run_beside(text, values).await
    }

    /// Together with what was gathered.
    pub(super) async fn run_beside(&mut self, text: &str, values: &[Value]) -> Result<u64, DbError> {
        let sets = self.gathered.as_mut().map(std::mem::take).unwrap_or_default();
        self.count(1);
        match &mut self.held {
            HeldLease::Sqlite(lease) => Ok(lease.run(text, values)?),
            HeldLease::Postgres(lease) => Ok(lease.run(text, values, &sets).await?),
        }
    }

    pub(super) async fn insert(&mut self, set: RowSet) -> Result<(), DbError> {
        match (&mut self.held, &mut self.gathered) {
            (HeldLease::Sqlite(lease), _) => {
                lease.insert(&set)?;
                self.count(set.values.len() / set.columns);
            }
            (HeldLease::Postgres(_), Some(gathered)) => gathered.push(set),
            (HeldLease::Postgres(lease), None) => {
                lease.insert(&[set]).await?;
                self.count(1);
            }
        }
        Ok(())
    }

    /// From now on sets of rows wait for what is asked next, and are one statement: for a database
    /// that is asked over a network, each would be a way there and back. None may need what
    /// another one writes, but for its keys.
    pub fn gather(&mut self) {
        self.gathered.get_or_insert_default();
    }

    async fn write_gathered(&mut self) -> Result<(), DbError> {
        let Some(gathered) = self.gathered.as_mut().filter(|gathered| !gathered.is_empty()) else { return Ok(()) };
        let gathered = std::mem::take(gathered);
        if let HeldLease::Postgres(lease) = &mut self.held {
            lease.insert(&gathered).await?;
            self.count(1);
        }
        Ok(())
    }

    pub async fn commit(mut self) -> Result<(), DbError> {
        self.write_gathered().await?;
        self.count(1);
        self.asked.commits.fetch_add(1, Ordering::Relaxed);
        match self.held {
            HeldLease::Sqlite(lease) => Ok(lease.commit()?),
            HeldLease::Postgres(lease) => Ok(lease.commit().await?),
        }
    }

    pub async fn rollback(self) -> Result<(), DbError> {
        match self.held {
            HeldLease::Sqlite(lease) => Ok(lease.rollback()?),
            HeldLease::Postgres(lease) => Ok(lease.rollback().await?),
        }
    }
}
