//! A connection that is being used, alone or inside a transaction, and what it has been
//! asked so far.

use super::DbError;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Transaction};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a database has been asked: for tests, which know what a sale may cost.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    statements: Arc<AtomicU64>,
    further: Arc<AtomicU64>,
    rows: Arc<AtomicU64>,
}

impl Asked {
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Of the statements, those that only went on with a set of rows that one text was too
    /// short for.
    pub fn further(&self) -> u64 {
        self.further.load(Ordering::Relaxed)
    }

    /// Rows read.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }
}

pub struct Conn {
    held: Held,
    asked: Asked,
}

enum Held {
    Alone(PoolConnection<Any>),
    Inside(Transaction<'static, Any>),
}

impl Conn {
    pub(super) fn alone(conn: PoolConnection<Any>, asked: Asked) -> Conn {
        Conn { held: Held::Alone(conn), asked }
    }

    pub(super) fn inside(tx: Transaction<'static, Any>, asked: Asked) -> Conn {
        asked.statements.fetch_add(1, Ordering::Relaxed);
        Conn { held: Held::Inside(tx), asked }
    }

    /// For those that are not sent by [`super::Sql`].
    pub(crate) fn count_statement(&self) {
        self.asked.statements.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_further(&self, parts: usize) {
        self.asked.further.fetch_add(parts.saturating_sub(1) as u64, Ordering::Relaxed);
    }

    pub(super) fn count_rows(&self, rows: usize) {
        self.asked.rows.fetch_add(rows as u64, Ordering::Relaxed);
    }

    pub async fn commit(self) -> Result<(), DbError> {
        self.count_statement();
        match self.held {
            Held::Alone(_) => Ok(()),
            Held::Inside(tx) => Ok(tx.commit().await?),
        }
    }

    pub async fn rollback(self) -> Result<(), DbError> {
        match self.held {
            Held::Alone(_) => Ok(()),
            Held::Inside(tx) => Ok(tx.rollback().await?),
        }
    }
}

impl Deref for Conn {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        match &self.held {
            Held::Alone(conn) => conn,
            Held::Inside(tx) => tx,
        }
    }
}

impl DerefMut for Conn {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        match &mut self.held {
            Held::Alone(conn) => conn,
            Held::Inside(tx) => tx,
        }
    }
}
