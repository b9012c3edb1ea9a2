//! Sales of this till, the numbers they drew, and the units they use.

use super::entry::fact_of;
use crate::replica::row::{Id, PlaceColumn};
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::entry::Place;
use shared_model::fact::Fact;
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
}

pub(super) fn insert(own: &mut OwnTx<'_>, place: Place, order: &Order) -> Result<(), ReplicaError> {
    let search = super::super::told::order::search_text(own.reader(), &order.number, order.customer)?;
    own.transaction
        .prepare_cached("insert into own_order (place, id, search) values (?1, ?2, ?3)")?
        .execute(params![PlaceColumn(place), Id(order.id.0), search])?;
    super::usage::insert(own, order)
}
