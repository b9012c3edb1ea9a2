//! What still has to reach the server: places of entries it has not acknowledged.

use super::entry::attachments;
use crate::replica::row::{HashColumn, PlaceColumn, unwrap};
use crate::replica::{OwnTx, Reader, Replica, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::entry::{Place, SealedEntry};
use shared_model::unit::*;

/// An entry the server has not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    pub place: Place,
    pub hash: Hash,
    pub sealed: SealedEntry,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    pub entries: u64,
    /// Of those, what was sold, taken back or ordered.
    pub sales: u64,
    /// When the oldest was recorded, in milliseconds by the till's clock.
    pub oldest_ms: Option<i64>,
}

impl Reader<'_> {
    /// Waiting entries after `after`, oldest first, as many as fit; at least one if any.
    pub fn outbox_next(
        &self,
        after: Place,
        max_entries: usize,
        max_bytes: usize,
    ) -> Result<Vec<OutboxEntry>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select e.place, e.hash, e.bytes from outbox o join entry e on e.place = o.place
             where o.place > ?1 order by o.place limit ?2",
        )?;
        let mut rows = statement.query(params![PlaceColumn(after), max_entries])?;
        let mut batch = Vec::new();
        let mut size = 0;
        while let Some(row) = rows.next()? {
            let place = row.get::<_, PlaceColumn>(0)?.0;
            let bytes = unwrap(&row.get::<_, Vec<u8>>(2)?)?.to_vec();
            let sealed = SealedEntry { bytes, attachments: attachments(self.connection, place)? };
            size += sealed.size();
            if !batch.is_empty() && size > max_bytes {
                break;
            }
            batch.push(OutboxEntry { place, hash: row.get::<_, HashColumn>(1)?.0, sealed });
        }
        Ok(batch)
    }

    pub fn outbox_waiting(&self) -> Result<Waiting, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select count(*), coalesce(sum(e.sale), 0) from outbox o join entry e on e.place = o.place",
        )?;
        let (entries, sales) = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut oldest = self
            .connection
            .prepare_cached("select recorded_ms from entry where place = (select min(place) from outbox)")?;
        let oldest_ms = oldest.query_row([], |row| row.get(0)).optional()?;
        Ok(Waiting { entries, sales, oldest_ms })
    }
}

impl OwnTx<'_> {
    /// Forgets what the server says it holds; returns how many were waiting.
    pub fn outbox_acked(&mut self, entries: &[(Place, Hash)]) -> Result<u64, ReplicaError> {
        let mut statement = self.transaction.prepare_cached(
            "delete from outbox where place = ?1 and exists (select 1 from entry where place = ?1 and hash = ?2)",
        )?;
        let mut forgotten = 0;
        for (place, hash) in entries {
            forgotten += statement.execute(params![PlaceColumn(*place), HashColumn(*hash)])? as u64;
        }
        Ok(forgotten)
    }

    /// The server holds less than it acknowledged (it was restored): everything above what
    /// it holds goes up again. Returns how many had been acknowledged.
    pub fn outbox_resend_above(&mut self, held: Place) -> Result<u64, ReplicaError> {
        let added = self.transaction.execute(
            "insert into outbox (place)
             select place from entry where place > ?1 and place not in (select place from outbox)",
            [PlaceColumn(held)],
        )?;
        Ok(added as u64)
    }
}

impl Replica {
    pub fn outbox_next(
        &self,
        after: Place,
        max_entries: usize,
        max_bytes: usize,
    ) -> Result<Vec<OutboxEntry>, ReplicaError> {
        self.read(|reader| reader.outbox_next(after, max_entries, max_bytes))
    }

    pub fn outbox_acked(&self, entries: &[(Place, Hash)]) -> Result<u64, ReplicaError> {
        self.write(|own| own.outbox_acked(entries))
    }

    pub fn outbox_waiting(&self) -> Result<Waiting, ReplicaError> {
        self.read(|reader| reader.outbox_waiting())
    }
}

pub(super) fn insert(own: &mut OwnTx<'_>, place: Place) -> Result<(), ReplicaError> {
    own.transaction.prepare_cached("insert into outbox (place) values (?1)")?.execute([PlaceColumn(place)])?;
    Ok(())
}
