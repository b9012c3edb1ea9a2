//! Sales of this till, the numbers they drew, and the units they use.

use super::entry::fact_of;
use crate::replica::row::{Id, PlaceColumn};
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::entry::Place;
use shared_model::fact::Fact;
use shared_model::money::{DocumentKind, DocumentNumber};
use shared_model::order::Order;
use shared_model::unit::*;

impl Reader<'_> {
    pub fn own_order(&self, order: OrderId) -> Result<Option<Order>, ReplicaError> {
        let mut statement = self
            .connection
            .prepare_cached("select e.bytes from own_order o join entry e on e.place = o.place where o.id = ?1")?;
        let bytes: Option<Vec<u8>> = statement.query_row([Id(order.0)], |row| row.get(0)).optional()?;
        let Some(bytes) = bytes else { return Ok(None) };
        let fact = fact_of(&bytes)?;
        let found = fact.kind();
        let Fact::OrderPlaced(order) = fact else { return Err(ReplicaError::Unexpected { wanted: "an order", found }) };
        Ok(Some(*order))
    }

    /// The number the next document of a kind gets. It is drawn by recording the document, so
    /// that one that fails draws none.
    pub fn number_next(&self, kind: &DocumentKind) -> Result<DocumentNumber, ReplicaError> {
        let enrolment = self.enrolment()?;
        let mut statement = self.connection.prepare_cached(
            "select coalesce(max(sequence), 0) + 1 from document_number
             where kind = ?1 and series = ?2 and incarnation = ?3",
        )?;
        let (code, incarnation, series) = (enrolment.code, enrolment.incarnation, kind.series().to_owned());
        let sequence = statement.query_row(params![kind.as_str(), series, incarnation], |row| row.get(0))?;
        Ok(DocumentNumber { code, incarnation, series, sequence })
    }
}

pub(super) fn insert(own: &mut OwnTx<'_>, place: Place, order: &Order) -> Result<(), ReplicaError> {
    let search = super::super::told::order::search_text(own.reader(), &order.number, order.customer)?;
    own.transaction
        .prepare_cached("insert into own_order (place, id, search) values (?1, ?2, ?3)")?
        .execute(params![PlaceColumn(place), Id(order.id.0), search])?;
    number_insert(own, order.kind.clone(), &order.number, place)?;
    super::usage::insert(own, order)
}

pub(super) fn number_insert(
    own: &mut OwnTx<'_>,
    kind: DocumentKind,
    number: &DocumentNumber,
    place: Place,
) -> Result<(), ReplicaError> {
    own.transaction
        .prepare_cached(
            "insert into document_number (kind, series, incarnation, sequence, place) values (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![kind.as_str(), number.series, number.incarnation, number.sequence, PlaceColumn(place)])?;
    Ok(())
}
