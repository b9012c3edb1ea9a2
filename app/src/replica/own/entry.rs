//! The till's chain of entries, which is also its outbox.

use crate::replica::row::HashColumn;
use crate::replica::{OwnTx, Replica, ReplicaError, View};
use rusqlite::{Connection, OptionalExtension, params};
use shared_model::entry::{Claim, ENTRY_BYTES_MAX, ENTRY_VERSION, Entry, SealedEntry};
use shared_model::fact::Fact;
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, EntryResult};

/// The last entry of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainHead {
    pub incarnation: u32,
    /// 0 before the first entry.
    pub seq: u64,
    pub hash: Hash,
}

/// An entry the server has not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    pub seq: u64,
    pub hash: Hash,
    pub sealed: SealedEntry,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    pub entries: u64,
    /// Of those, completed sales.
    pub sales: u64,
    /// When the oldest was recorded, in milliseconds by the till's clock.
    pub oldest_ms: Option<i64>,
}

impl View<'_> {
    pub fn chain_head(&self) -> Result<ChainHead, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select incarnation, seq, hash from chain where id = 1")?;
        let head = statement
            .query_row([], |row| {
                let hash: HashColumn = row.get(2)?;
                Ok(ChainHead { incarnation: row.get(0)?, seq: row.get(1)?, hash: hash.0 })
            })
            .optional()?;
        head.ok_or(ReplicaError::NotEnrolled)
    }

    /// Waiting entries after `after_seq`, oldest first, as many as fit; at least one if any.
    pub fn outbox_next(
        &self,
        after_seq: u64,
        max_entries: usize,
        max_bytes: usize,
    ) -> Result<Vec<OutboxEntry>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select seq, hash, bytes, attachment from entry
             where state = 0 and seq > ?1 and incarnation = (select incarnation from chain where id = 1)
             order by seq limit ?2",
        )?;
        let mut rows = statement.query(params![after_seq, max_entries])?;
        let mut batch = Vec::new();
        let mut size = 0;
        while let Some(row) = rows.next()? {
            let hash: HashColumn = row.get(1)?;
            let sealed = SealedEntry { bytes: row.get(2)?, attachment: row.get(3)? };
            size += sealed.size();
            if !batch.is_empty() && size > max_bytes {
                break;
            }
            batch.push(OutboxEntry { seq: row.get(0)?, hash: hash.0, sealed });
        }
        Ok(batch)
    }

    pub fn waiting(&self) -> Result<Waiting, ReplicaError> {
        let mut statement = self
            .connection
            .prepare_cached("select count(*), coalesce(sum(kind = 'order_placed'), 0) from entry where state = 0")?;
        let (entries, sales) = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut oldest = self
            .connection
            .prepare_cached("select recorded_ms from entry where state = 0 order by incarnation, seq limit 1")?;
        let oldest_ms = oldest.query_row([], |row| row.get(0)).optional()?;
        Ok(Waiting { entries, sales, oldest_ms })
    }
}

impl OwnTx<'_> {
    /// Marks what the server says it holds. A fork is held too: the server keeps and reports
    /// it, sending it again would change nothing.
    pub fn outbox_acked(&mut self, results: &[EntryResult]) -> Result<u64, ReplicaError> {
        let mut statement =
            self.transaction.prepare_cached("update entry set state = 1 where hash = ?1 and state = 0")?;
        let mut changed = 0;
        for result in results {
            if !matches!(result.outcome, EntryOutcome::Gap { .. }) {
                changed += statement.execute([HashColumn(result.hash)])? as u64;
            }
        }
        Ok(changed)
    }

    /// The server holds less than it acknowledged (it was restored): everything above what
    /// it holds goes up again.
    pub fn outbox_resend_above(&mut self, incarnation: u32, seq: u64) -> Result<u64, ReplicaError> {
        let changed = self.transaction.execute(
            "update entry set state = 0 where state = 1 and incarnation = ?1 and seq > ?2",
            params![incarnation, seq],
        )?;
        Ok(changed as u64)
    }
}

impl Replica {
    pub async fn outbox_next(
        &self,
        after_seq: u64,
        max_entries: usize,
        max_bytes: usize,
    ) -> Result<Vec<OutboxEntry>, ReplicaError> {
        self.read(move |view| view.outbox_next(after_seq, max_entries, max_bytes)).await
    }

    pub async fn outbox_acked(&self, results: Vec<EntryResult>) -> Result<u64, ReplicaError> {
        self.write(move |own| own.outbox_acked(&results)).await
    }

    pub async fn waiting(&self) -> Result<Waiting, ReplicaError> {
        self.read(|view| view.waiting()).await
    }

    pub async fn chain_head(&self) -> Result<ChainHead, ReplicaError> {
        self.read(|view| view.chain_head()).await
    }
}

pub(in crate::replica) fn next(
    own: &OwnTx<'_>,
    fact: Fact,
    staff: Option<StaffId>,
    now: Timestamp,
) -> Result<Entry, ReplicaError> {
    let enrolment = own.view().enrolment()?;
    let head = own.view().chain_head()?;
    Ok(Entry {
        version: ENTRY_VERSION,
        business: enrolment.business,
        claim: Claim { terminal: enrolment.terminal, incarnation: head.incarnation, seq: head.seq + 1 },
        prev: head.hash,
        recorded_at: now,
        staff,
        fact,
    })
}

/// Stores an entry and moves the chain's head to it.
pub(in crate::replica) fn store(
    own: &mut OwnTx<'_>,
    entry: &Entry,
    sealed: &SealedEntry,
) -> Result<Hash, ReplicaError> {
    if sealed.size() > ENTRY_BYTES_MAX {
        return Err(ReplicaError::EntryTooLarge(sealed.size()));
    }
    let hash = sealed.hash();
    let mut insert = own.transaction.prepare_cached(
        "insert into entry (incarnation, seq, hash, kind, bytes, attachment, recorded_ms)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    insert.execute(params![
        entry.claim.incarnation,
        entry.claim.seq,
        HashColumn(hash),
        entry.fact.kind(),
        sealed.bytes,
        sealed.attachment,
        entry.recorded_at.unix_ms,
    ])?;
    let mut head =
        own.transaction.prepare_cached("update chain set incarnation = ?1, seq = ?2, hash = ?3 where id = 1")?;
    head.execute(params![entry.claim.incarnation, entry.claim.seq, HashColumn(hash)])?;
    Ok(hash)
}

pub(in crate::replica) fn hash_of(own: &OwnTx<'_>, claim: Claim) -> Result<Option<Hash>, ReplicaError> {
    let mut statement = own.transaction.prepare_cached("select hash from entry where incarnation = ?1 and seq = ?2")?;
    let hash: Option<HashColumn> =
        statement.query_row(params![claim.incarnation, claim.seq], |row| row.get(0)).optional()?;
    Ok(hash.map(|hash| hash.0))
}

/// Whether `entry` is exactly the one that comes next in this till's chain.
pub(in crate::replica) fn follows(own: &OwnTx<'_>, entry: &Entry) -> Result<bool, ReplicaError> {
    let (Ok(enrolment), Ok(head)) = (own.view().enrolment(), own.view().chain_head()) else { return Ok(false) };
    let expected = Claim { terminal: enrolment.terminal, incarnation: head.incarnation, seq: head.seq + 1 };
    Ok(entry.claim == expected && entry.prev == head.hash)
}

/// Entries after a place in the chain, with their places.
pub(in crate::replica) fn after(
    connection: &Connection,
    incarnation: u32,
    seq: u64,
    limit: usize,
) -> Result<Vec<(u32, u64, SealedEntry)>, ReplicaError> {
    let mut statement = connection.prepare_cached(
        "select incarnation, seq, bytes, attachment from entry
         where (incarnation, seq) > (?1, ?2) order by incarnation, seq limit ?3",
    )?;
    let rows = statement.query_map(params![incarnation, seq, limit], |row| {
        Ok((row.get(0)?, row.get(1)?, SealedEntry { bytes: row.get(2)?, attachment: row.get(3)? }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
