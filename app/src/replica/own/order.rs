//! Sales of this till, the numbers they drew, and the units they use.

use super::entry::order_of;
use crate::replica::row::{Id, PlaceColumn};
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::entry::Place;
use shared_model::order::{Order, ReceiptNumber};
use shared_model::unit::*;

/// Receipts of completed sales.
const SERIES_RECEIPT: &str = "receipt";

impl Reader<'_> {
    pub fn own_order(&self, order: OrderId) -> Result<Option<Order>, ReplicaError> {
        let mut statement = self
            .connection
            .prepare_cached("select e.bytes from own_order o join entry e on e.place = o.place where o.id = ?1")?;
        let bytes: Option<Vec<u8>> = statement.query_row([Id(order.0)], |row| row.get(0)).optional()?;
        bytes.map(order_of).transpose()
    }

    /// The number the next sale gets. It is drawn by recording the sale, so that a sale that
    /// fails draws none.
    pub fn receipt_number_next(&self) -> Result<ReceiptNumber, ReplicaError> {
        let enrolment = self.enrolment()?;
        let mut statement = self.connection.prepare_cached(
            "select coalesce(max(sequence), 0) + 1 from document_number where series = ?1 and incarnation = ?2",
        )?;
        let sequence = statement.query_row(params![SERIES_RECEIPT, enrolment.incarnation], |row| row.get(0))?;
        Ok(ReceiptNumber { terminal_code: enrolment.code, incarnation: enrolment.incarnation, sequence })
    }
}

pub(super) fn insert(own: &mut OwnTx<'_>, place: Place, order: &Order) -> Result<(), ReplicaError> {
    let search = super::super::told::order::search_text(own.reader(), order)?;
    own.transaction
        .prepare_cached("insert into own_order (place, id, search) values (?1, ?2, ?3)")?
        .execute(params![PlaceColumn(place), Id(order.id.0), search])?;
    own.transaction
        .prepare_cached("insert into document_number (series, incarnation, sequence, place) values (?1, ?2, ?3, ?4)")?
        .execute(params![SERIES_RECEIPT, order.number.incarnation, order.number.sequence, PlaceColumn(place)])?;
    super::usage::insert(own, order)
}
