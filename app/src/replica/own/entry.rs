//! The till's chain of entries. Rows are only ever added: what still has to be sent is the
//! outbox's business.

use crate::replica::row::{HashColumn, PlaceColumn};
use crate::replica::{OwnTx, Reader, Replica, ReplicaError};
use rusqlite::{Connection, OptionalExtension, params};
use shared_model::encoding::DecodeError;
use shared_model::entry::{Claim, ENTRY_BYTES_MAX, ENTRY_VERSION, Entry, Place, SealedEntry};
use shared_model::fact::Fact;
use shared_model::order::Order;
use shared_model::unit::*;

/// The last entry of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainHead {
    /// Its seq is 0 before the incarnation's first entry.
    pub place: Place,
    pub hash: Hash,
}

impl Reader<'_> {
    pub fn chain_head(&self) -> Result<ChainHead, ReplicaError> {
        self.chain_head_in(self.enrolment()?.incarnation)
    }

    fn chain_head_in(&self, incarnation: u32) -> Result<ChainHead, ReplicaError> {
        let mut statement =
            self.connection.prepare_cached("select place, hash from entry order by place desc limit 1")?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, PlaceColumn>(0)?.0, row.get::<_, HashColumn>(1)?.0));
        let start = Place { incarnation, seq: 0 };
        let (place, hash) = statement.query_row([], read).optional()?.unwrap_or((start, Hash::ZERO));
        // An incarnation begins at 1 again and still names the entry before it.
        Ok(ChainHead { place: if place.incarnation == incarnation { place } else { start }, hash })
    }
}

impl Replica {
    pub fn chain_head(&self) -> Result<ChainHead, ReplicaError> {
        self.read(|reader| reader.chain_head())
    }
}

pub(in crate::replica) fn next(
    own: &OwnTx<'_>,
    fact: Fact,
    staff: Option<StaffId>,
    now: Timestamp,
) -> Result<Entry, ReplicaError> {
    let enrolment = own.reader().enrolment()?;
    let head = own.reader().chain_head_in(enrolment.incarnation)?;
    Ok(Entry {
        version: ENTRY_VERSION,
        business: enrolment.business,
        claim: after_head(enrolment.terminal, head),
        prev: head.hash,
        recorded_at: now,
        staff,
        fact,
    })
}

fn after_head(terminal: TerminalId, head: ChainHead) -> Claim {
    Claim { terminal, incarnation: head.place.incarnation, seq: head.place.seq + 1 }
}

/// Stores an entry as the chain's head.
pub(in crate::replica) fn store(
    own: &mut OwnTx<'_>,
    entry: &Entry,
    sealed: &SealedEntry,
    hash: Hash,
) -> Result<(), ReplicaError> {
    if sealed.size() > ENTRY_BYTES_MAX {
        return Err(ReplicaError::EntryTooLarge(sealed.size()));
    }
    let mut insert = own.transaction.prepare_cached(
        "insert into entry (place, hash, kind, bytes, attachment, recorded_ms) values (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    insert.execute(params![
        PlaceColumn(entry.claim.place()),
        HashColumn(hash),
        entry.fact.kind(),
        sealed.bytes,
        sealed.attachment,
        entry.recorded_at.unix_ms,
    ])?;
    Ok(())
}

pub(in crate::replica) fn hash_at(connection: &Connection, place: Place) -> Result<Option<Hash>, ReplicaError> {
    let mut statement = connection.prepare_cached("select hash from entry where place = ?1")?;
    let hash: Option<HashColumn> = statement.query_row([PlaceColumn(place)], |row| row.get(0)).optional()?;
    Ok(hash.map(|hash| hash.0))
}

/// Whether `entry` is exactly the one that comes next in this till's chain.
pub(in crate::replica) fn follows(own: &OwnTx<'_>, entry: &Entry) -> Result<bool, ReplicaError> {
    let enrolment = match own.reader().enrolment() {
        Ok(enrolment) => enrolment,
        Err(ReplicaError::NotEnrolled) => return Ok(false),
        Err(error) => return Err(error),
    };
    let head = own.reader().chain_head_in(enrolment.incarnation)?;
    Ok(entry.claim == after_head(enrolment.terminal, head) && entry.prev == head.hash)
}

/// Entries after a place in the chain, with their places.
pub(in crate::replica) fn after(
    connection: &Connection,
    place: Place,
    limit: usize,
) -> Result<Vec<(Place, SealedEntry)>, ReplicaError> {
    let mut statement = connection
        .prepare_cached("select place, bytes, attachment from entry where place > ?1 order by place limit ?2")?;
    let rows = statement.query_map(params![PlaceColumn(place), limit], |row| {
        Ok((row.get::<_, PlaceColumn>(0)?.0, SealedEntry { bytes: row.get(1)?, attachment: row.get(2)? }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The order that the bytes of an entry placed.
pub(in crate::replica) fn order_of(bytes: Vec<u8>) -> Result<Order, ReplicaError> {
    match (SealedEntry { bytes, attachment: None }.open()?).fact {
        Fact::OrderPlaced(order) => Ok(*order),
        other => Err(DecodeError::Malformed(format!("an order was expected, not {}", other.kind())).into()),
    }
}
