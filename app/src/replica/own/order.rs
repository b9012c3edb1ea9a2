//! Sales of this till, the numbers they drew, and the units they use.

use super::entry::fact_of;
use crate::replica::row::{Id, PlaceColumn};
use crate::replica::told::order::search_text;
use crate::replica::told::refold::STEP_ROWS;
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use shared_model::catalogue::search;
use shared_model::entry::Place;
use shared_model::fact::Fact;
use shared_model::order::Order;
use shared_model::unit::*;
use uuid::Uuid;

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

/// Each sale as it is found by, after the folding changed. Reads the customers that the server told.
pub(in crate::replica) fn refold(connection: &mut Connection) -> Result<(), ReplicaError> {
    let version: Option<u32> = connection.query_row("select version from own_fold", [], |row| row.get(0)).optional()?;
    if version == Some(search::VERSION) {
        return Ok(());
    }
    let rows = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let reader = Reader { connection: &rows };
    let mut some =
        rows.prepare(&format!("select place, id from own_order where place > ?1 order by place limit {STEP_ROWS}"))?;
    let mut save = rows.prepare("update own_order set search = ?2 where place = ?1")?;
    let mut after = 0;
    loop {
        let step = some.query_map([after], |row| Ok((row.get(0)?, row.get::<_, Id>(1)?.0)))?;
        let step: Vec<(i64, Uuid)> = step.collect::<Result<_, _>>()?;
        let Some((last, _)) = step.last() else { break };
        after = *last;
        for (place, id) in step {
            if let Some(order) = reader.own_order(OrderId(id))? {
                save.execute(params![place, search_text(reader, &order.number, order.customer)?])?;
            }
        }
    }
    drop((some, save));
    rows.execute("insert or replace into own_fold (id, version) values (1, ?1)", [search::VERSION])?;
    Ok(rows.commit()?)
}

pub(super) fn insert(own: &mut OwnTx<'_>, place: Place, order: &Order) -> Result<(), ReplicaError> {
    let search = search_text(own.reader(), &order.number, order.customer)?;
    own.transaction
        .prepare_cached("insert into own_order (place, id, search) values (?1, ?2, ?3)")?
        .execute(params![PlaceColumn(place), Id(order.id.0), search])?;
    super::usage::insert(own, order)
}
