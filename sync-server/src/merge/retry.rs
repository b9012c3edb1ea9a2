//! Trying an entry again that was set aside, on a manager's word.

use super::judge::Aside;
use super::known::staff;
use super::push::{Branch, Opened, Work};
use super::set_aside::{AsideEntry, resolve};
use crate::auth::terminal_on;
use crate::db::{Db, DbError, row};
use shared_model::SealedEntry;
use shared_model::party::Role;
use shared_model::unit::*;
use sqlx::AnyConnection;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retried {
    pub applied: bool,
    /// Why it stays aside.
    pub reason: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum RetryError {
    #[error("trying an entry again needs a manager")]
    NotAllowed,
    #[error("no such entry of this terminal is set aside")]
    NotAside,
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for RetryError {
    fn from(error: sqlx::Error) -> RetryError {
        RetryError::Database(DbError::Query(error))
    }
}

/// The manager's role counts instead of the role of who made the entry.
pub async fn retry(
    db: &Db,
    terminal: TerminalId,
    hash: Hash,
    manager: StaffId,
    now: Timestamp,
) -> Result<Retried, RetryError> {
    let mut tx = db.begin_write().await?;
    db.lock_terminal(&mut tx, &terminal.to_string()).await?;
    let terminal = terminal_on(&mut tx, terminal).await?.ok_or(RetryError::NotAside)?;
    let role = staff(&mut tx, terminal.business).await?.get(&manager).copied();
    if role.is_none_or(|role| role < Role::Manager) {
        return Err(RetryError::NotAllowed);
    }
    let waiting = aside_of(&mut tx, terminal.id, hash).await?.ok_or(RetryError::NotAside)?;
    let opened = Opened::of(&waiting.sealed, hash);
    let business = terminal.business;
    let entry = AsideEntry { hash, seq: waiting.seq, kind: opened.kind(), business, terminal: terminal.id };
    let mut work = Work::begin(&mut tx, terminal, &[&opened], now).await?;
    let retried = match work.carry_out(&mut tx, &opened, waiting.seq, Some(manager), Branch::Chain).await? {
        Ok(()) => {
            resolve(&mut tx, &mut work.draft, &entry, &waiting.aside, now).await?;
            Retried { applied: true, reason: None }
        }
        Err(aside) => {
            work.put_aside(&mut tx, &opened, waiting.seq, &aside).await?;
            Retried { applied: false, reason: Some(aside.reason) }
        }
    };
    let head = work.finish(&mut tx).await?;
    tx.commit().await?;
    db.wake().ring(business, head);
    Ok(retried)
}

struct Waiting {
    sealed: SealedEntry,
    seq: u64,
    aside: Aside,
}

async fn aside_of(conn: &mut AnyConnection, terminal: TerminalId, hash: Hash) -> Result<Option<Waiting>, DbError> {
    let found = sqlx::query(
        "select s.seq as seq, s.code as code, s.reason as reason, coalesce(e.bytes, f.bytes) as bytes, \
         coalesce(e.attachment, f.attachment) as attachment \
         from set_aside s left join entry e on e.hash = s.entry left join fork_entry f on f.hash = s.entry \
         where s.entry = $1 and s.terminal = $2 and s.open = 1",
    )
    .bind(hash.0.to_vec())
    .bind(terminal.to_string())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let aside = Aside { code: row::named(row::text(&found, "code")?)?, reason: row::text(&found, "reason")? };
    let sealed = SealedEntry { bytes: row::bytes(&found, "bytes")?, attachment: row::opt_bytes(&found, "attachment")? };
    Ok(Some(Waiting { sealed, seq: row::count(&found, "seq")?, aside }))
}
