//! Orders of this store, and where their lines stand with the server.

use crate::replica::row::{Id, pack, unpack};
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, OptionalExtension, params};
use shared_model::catalogue::search::fold;
use shared_model::order::Order;
use shared_model::unit::*;
use shared_model::wire::OrderState;

/// An order and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownOrder {
    pub order: Order,
    /// The server's state; none until it has judged the order.
    pub state: Option<OrderState>,
}

impl Reader<'_> {
    pub fn order(&self, id: OrderId) -> Result<Option<KnownOrder>, ReplicaError> {
        // The server's copy is the one its state belongs to.
        let mut statement = self.connection.prepare_cached("select body from store_order where id = ?1")?;
        let body: Option<Vec<u8>> = statement.query_row([Id(id.0)], |row| row.get(0)).optional()?;
        let order = match body {
            Some(bytes) => Some(unpack(&bytes)?),
            None => self.own_order(id)?,
        };
        let Some(order) = order else { return Ok(None) };
        Ok(Some(KnownOrder { order, state: self.order_state(id)? }))
    }

    pub fn order_state(&self, order: OrderId) -> Result<Option<OrderState>, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select body from order_state where order_id = ?1")?;
        let body: Option<Vec<u8>> = statement.query_row([Id(order.0)], |row| row.get(0)).optional()?;
        body.map(|bytes| unpack(&bytes)).transpose()
    }

    /// Newest first: what only this till knows, newest on top, then by position in the log.
    pub fn orders(&self, text: &str, backordered: bool, limit: usize) -> Result<Vec<KnownOrder>, ReplicaError> {
        // First which, by their keys alone; then their contents, however many more there are.
        let mut own = self.connection.prepare_cached(
            "select o.id from own_order o
             where not exists (select 1 from store_order t where t.id = o.id)
               and (?1 = '' or instr(o.search, ?1) > 0)
               and (?2 = 0 or exists (select 1 from order_state s where s.order_id = o.id and s.backordered > 0))
             order by o.place desc limit ?3",
        )?;
        let mut stored = self.connection.prepare_cached(
            "select o.id from store_order o
             where (?1 = '' or instr(o.search, ?1) > 0)
               and (?2 = 0 or exists (select 1 from order_state s where s.order_id = o.id and s.backordered > 0))
             order by o.position desc limit ?3",
        )?;
        let text = fold(text.trim());
        let mut ids: Vec<OrderId> = Vec::new();
        for statement in [&mut own, &mut stored] {
            let left = limit.saturating_sub(ids.len());
            let rows =
                statement.query_map(params![text, backordered, left], |row| Ok(OrderId(row.get::<_, Id>(0)?.0)))?;
            ids.extend(rows.collect::<Result<Vec<_>, _>>()?);
        }
        ids.into_iter().filter_map(|id| self.order(id).transpose()).collect()
    }

    /// Orders with a line that waits for goods, the first in the log first.
    pub fn orders_backordered(&self) -> Result<Vec<OrderState>, ReplicaError> {
        let mut statement =
            self.connection.prepare_cached("select body from order_state where backordered > 0 order by position")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| unpack(&bytes?)).collect()
    }

    /// Lines that wait for goods.
    pub fn backorders_count(&self) -> Result<u64, ReplicaError> {
        let mut statement = self
            .connection
            .prepare_cached("select coalesce(sum(backordered), 0) from order_state where backordered > 0")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Orders of this till that the server has not judged.
    pub fn order_is_waiting(&self, order: OrderId) -> Result<bool, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select exists (select 1 from own_order o join outbox w on w.place = o.place where o.id = ?1)",
        )?;
        Ok(statement.query_row([Id(order.0)], |row| row.get(0))?)
    }
}

/// What an order is found by.
pub(in crate::replica) fn search_text(reader: Reader<'_>, order: &Order) -> Result<String, ReplicaError> {
    let customer = order.customer.map(|customer| reader.customer(customer)).transpose()?.flatten();
    let label = customer.map(|customer| format!("{} {}", customer.number, customer.name)).unwrap_or_default();
    Ok(fold(&format!("{} {label}", order.number)))
}

pub(super) fn save(rows: &Connection, position: u64, order: &Order) -> Result<(), ReplicaError> {
    let search = search_text(Reader { connection: rows }, order)?;
    rows.prepare_cached(
        "insert into store_order (id, position, number, search, body) values (?1, ?2, ?3, ?4, ?5)
         on conflict (id) do update set body = excluded.body, search = excluded.search",
    )?
    .execute(params![Id(order.id.0), position, order.number.to_string(), search, pack(order)])?;
    Ok(())
}

pub(super) fn state_save(rows: &Connection, state: &OrderState) -> Result<(), ReplicaError> {
    let backordered = state.lines.iter().filter(|line| line.backordered.is_positive()).count();
    rows.prepare_cached(
        "insert into order_state (order_id, backordered, position, body) values (?1, ?2, ?3, ?4)
         on conflict (order_id) do update set backordered = excluded.backordered, position = excluded.position,
             body = excluded.body",
    )?
    .execute(params![Id(state.order.0), backordered, state.position, pack(state)])?;
    Ok(())
}
