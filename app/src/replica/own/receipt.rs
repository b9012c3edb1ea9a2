//! Receipts as they were first printed, and how often.

use crate::replica::row::{Id, PlaceColumn, pack, unpack};
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::entry::Place;
use shared_model::paper::Issued;
use shared_model::unit::OrderId;

impl Reader<'_> {
    /// As it was printed first; nothing where this program cannot read it any more, for then it is
    /// made again from the order.
    pub fn receipt(&self, order: OrderId) -> Result<Option<Issued>, ReplicaError> {
        let mut statement = self
            .connection
            .prepare_cached("select r.snapshot from own_order o join receipt r on r.place = o.place where o.id = ?1")?;
        let body: Option<Vec<u8>> = statement.query_row([Id(order.0)], |row| row.get(0)).optional()?;
        let read = |bytes: Vec<u8>| {
            unpack(&bytes).inspect_err(|error| tracing::warn!(%error, %order, "a stored receipt does not read")).ok()
        };
        Ok(body.and_then(read))
    }

    /// How many copies were drawn here, the first included.
    pub fn receipt_printed(&self, order: OrderId) -> Result<u32, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select printed from receipt_print where order_id = ?1")?;
        Ok(statement.query_row([Id(order.0)], |row| row.get(0)).optional()?.unwrap_or(0))
    }
}

impl OwnTx<'_> {
    /// Keeps what the sale at `place` was printed as.
    pub fn receipt_save(&mut self, place: Place, snapshot: &Issued) -> Result<(), ReplicaError> {
        self.transaction
            .prepare_cached("insert into receipt (place, snapshot) values (?1, ?2)")?
            .execute(params![PlaceColumn(place), pack(snapshot)])?;
        Ok(())
    }
}

pub(super) fn count_print(own: &mut OwnTx<'_>, order: OrderId, copy: u32) -> Result<(), ReplicaError> {
    own.transaction
        .prepare_cached(
            "insert into receipt_print (order_id, printed) values (?1, ?2)
             on conflict (order_id) do update set printed = max(printed, excluded.printed)",
        )?
        .execute(params![Id(order.0), copy.saturating_add(1)])?;
    Ok(())
}
