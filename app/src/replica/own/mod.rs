//! `own.db`: what exists nowhere else. One file per table.

pub mod cart;
pub mod device;
pub mod edit;
pub mod entry;
pub mod intake;
pub mod number;
pub mod order;
pub mod outbox;
pub mod payment;
pub mod pin;
pub(super) mod project;
pub mod receipt;
mod said;
pub mod shift;
pub(super) mod unread;
pub mod usage;

pub use said::Said;

use super::journal::Record;
use super::{OwnState, Reader, ReplicaError};
use rusqlite::{Transaction, TransactionBehavior};
use shared_model::entry::{Entry, Place, SealedEntry};
use shared_model::fact::Fact;
use shared_model::unit::*;
use std::sync::atomic::Ordering;

/// One write transaction of `own.db`. Reads through it see what it has written.
pub struct OwnTx<'c> {
    pub(super) transaction: Transaction<'c>,
    records: Vec<Record>,
}

/// An entry that is recorded once the transaction commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    pub place: Place,
    pub hash: Hash,
}

impl<'c> OwnTx<'c> {
    pub(super) fn new(transaction: Transaction<'c>) -> OwnTx<'c> {
        OwnTx { transaction, records: Vec::new() }
    }

    pub(super) fn into_transaction(self) -> Transaction<'c> {
        self.transaction
    }

    pub(super) fn connection(&self) -> &rusqlite::Connection {
        &self.transaction
    }

    pub fn reader(&self) -> Reader<'_> {
        Reader { connection: &self.transaction }
    }

    /// Seals what is said as the next entry of the chain, with everything that follows from it.
    pub fn record(&mut self, said: Said, now: Timestamp) -> Result<Recorded, ReplicaError> {
        let entry = entry::next(self, &said, now)?;
        let sealed = entry.seal(said.attachments);
        let hash = sealed.hash();
        self.take(&entry, &said.fact, &sealed, hash)?;
        self.records.push(Record::Entry(sealed));
        Ok(Recorded { place: entry::place_of(&entry)?, hash })
    }

    /// Stores an entry with everything that follows from it, as recorded here or brought
    /// back by the journal.
    pub(super) fn take(
        &mut self,
        entry: &Entry,
        fact: &Fact,
        sealed: &SealedEntry,
        hash: Hash,
    ) -> Result<(), ReplicaError> {
        self.keep(entry, sealed, hash)?;
        project::project(self, entry, fact, sealed, hash)
    }

    /// What follows from an entry whatever it says: its place in the chain, that it has to be
    /// sent, and the number that it drew.
    fn keep(&mut self, entry: &Entry, sealed: &SealedEntry, hash: Hash) -> Result<(), ReplicaError> {
        entry::keep(self, entry, sealed, hash)?;
        let place = entry::place_of(entry)?;
        outbox::insert(self, place)?;
        entry.money.iter().try_for_each(|header| number::draw(self, header, place))
    }

    /// Stores an entry of the journal's, whether this program knows it or not.
    pub(super) fn take_back(&mut self, entry: &Entry, sealed: &SealedEntry, hash: Hash) -> Result<(), ReplicaError> {
        match entry.fact() {
            Ok(fact) => self.take(entry, &fact, sealed, hash),
            Err(error) => {
                tracing::warn!(%error, %hash, "an entry of the journal is kept for a newer program");
                self.keep(entry, sealed, hash)?;
                unread::insert(self, entry::place_of(entry)?)
            }
        }
    }
}

/// Commits `work`, then writes what it recorded to the journal. A journal that fails after
/// the commit does not undo the sale: it stands, and the next one is refused before tender.
pub(super) fn transact<T, E: From<ReplicaError>>(
    state: &mut OwnState,
    work: impl for<'c> FnOnce(OwnTx<'c>) -> Result<(T, OwnTx<'c>), E>,
) -> Result<T, E> {
    let begin = TransactionBehavior::Immediate;
    let transaction = state.connection.transaction_with_behavior(begin).map_err(ReplicaError::from)?;
    let (value, OwnTx { transaction, records }) = work(OwnTx::new(transaction))?;
    transaction.commit().map_err(ReplicaError::from)?;
    // Once an entry is missing, appending a later one would leave a hole.
    if !records.is_empty()
        && !state.journal_behind.load(Ordering::Acquire)
        && let Some(journal) = &mut state.journal
        && let Err(error) = journal.append(&records)
    {
        state.journal_behind.store(true, Ordering::Release);
        tracing::error!(%error, "the journal refused an entry that is committed");
    }
    Ok(value)
}
