//! Trying an entry again that was set aside, on a manager's word.

use super::judge::{Aside, Judge, Named};
use super::opened::Opened;
use super::set_aside::{AsideEntry, resolve};
use super::take::{carry_out, known_of};
use crate::act::{ATTEMPTS, Act, Knowledge, Ready, Wants};
use crate::db::{Db, DbError, row, sql};
use crate::terminal;
use shared_model::SealedEntry;
use shared_model::party::Role;
use shared_model::unit::*;
use std::collections::BTreeMap;

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

/// The manager's role counts instead of the role of who made the entry.
pub async fn retry(
    db: &Db,
    terminal: TerminalId,
    hash: Hash,
    manager: StaffId,
    now: Timestamp,
) -> Result<Retried, RetryError> {
    for _ in 0..ATTEMPTS {
        match attempt(db, terminal, hash, manager, now).await {
            Err(RetryError::Database(error)) if error.is_overtaken() => {}
            done => return done,
        }
    }
    Err(DbError::Moved.into())
}

async fn attempt(db: &Db, id: TerminalId, hash: Hash, manager: StaffId, now: Timestamp) -> Result<Retried, RetryError> {
    let held = terminal::held(&mut db.read().await?, id).await?.ok_or(RetryError::NotAside)?;
    let business = held.terminal.business;
    let knowledge = Knowledge::of(db, business).await?;
    if knowledge.staff.get(&manager).is_none_or(|role| *role < Role::Manager) {
        return Err(RetryError::NotAllowed);
    }
    let waiting = aside_of(db, business, id, hash).await?.ok_or(RetryError::NotAside)?;
    let opened = Opened::of(waiting.sealed, hash);
    let (products, contents) = known_of(db, business, &knowledge, &Named::of(std::iter::once(&opened))).await?;
    let mut judge = Judge {
        terminal: &held.terminal,
        knowledge: &knowledge,
        products: &products,
        contents,
        on_behalf: Some(manager),
        now,
        own_prices: BTreeMap::new(),
        wants: Wants::default(),
    };
    let verdict = judge.verdict(&opened, None);
    let wants = judge.wants;
    let mut ready = Ready::new(business, knowledge, now);
    (ready.terminal, ready.wants) = (Some(held), wants);
    ready.wants.aside = Some((id, hash));
    let mut act = Act::begin(db, &ready).await?;
    let aside = carry_out(&mut act, id, &opened, waiting.seq, verdict);
    if aside.is_none() {
        resolve(&mut act, AsideEntry { terminal: id, hash, seq: waiting.seq, kind: opened.kind() }, waiting.aside);
    }
    act.commit().await?;
    Ok(Retried { applied: aside.is_none(), reason: aside.map(|aside| aside.reason) })
}

struct Waiting {
    sealed: SealedEntry,
    seq: u64,
    aside: Aside,
}

async fn aside_of(db: &Db, business: BusinessId, terminal: TerminalId, hash: Hash) -> Result<Option<Waiting>, DbError> {
    let found = sql("select s.seq as seq, s.code as code, s.reason as reason, e.bytes as bytes, \
         e.attachment as attachment from set_aside s join entry e on e.business = s.business \
         and e.terminal = s.terminal and e.hash = s.entry \
         where s.business = $1 and s.terminal = $2 and s.entry = $3 and s.open = 1")
    .id(business)
    .id(terminal)
    .hash(hash)
    .maybe(&mut db.read().await?)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let aside = Aside { code: row::named(row::text(&found, "code")?)?, reason: row::text(&found, "reason")? };
    let (bytes, attachment) = (row::content(&found, "bytes")?, row::opt_content(&found, "attachment")?);
    Ok(Some(Waiting { sealed: SealedEntry { bytes, attachment }, seq: row::count(&found, "seq")?, aside }))
}
