//! Orders of this store as the server tells them, and where their lines stand.

use super::refold::STEP_ROWS;
use crate::replica::row::{Id, PositionColumn, pack, unpack};
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, OptionalExtension, params};
use shared_model::catalogue::search::fold;
use shared_model::money::DocumentNumber;
use shared_model::order::LineStateName;
use shared_model::order::Order;
use shared_model::payment::Payment;
use shared_model::unit::*;
use shared_model::wire::told::order::{OrderStates, OrderTold, ShortageTold};
use std::collections::BTreeMap;

/// An order as far as this till knows it: its own, as it recorded it; the server's word, once
/// it has judged the order; or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    pub own: Option<OwnOrder>,
    pub told: Option<OrderTold>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnOrder {
    pub order: Order,
    pub payments: Vec<Payment>,
}

impl Reader<'_> {
    pub fn order(&self, id: OrderId) -> Result<Option<Lookup>, ReplicaError> {
        let told = self.order_told(id)?;
        let own = match self.own_order(id)? {
            Some(order) => Some(OwnOrder { order, payments: self.own_payments(id)? }),
            None => None,
        };
        Ok((own.is_some() || told.is_some()).then_some(Lookup { own, told }))
    }

    pub fn order_told(&self, order: OrderId) -> Result<Option<OrderTold>, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select body from store_order where id = ?1")?;
        let body: Option<Vec<u8>> = statement.query_row([Id(order.0)], |row| row.get(0)).optional()?;
        body.map(|bytes| unpack(&bytes)).transpose()
    }

    /// Newest first: what only this till knows, newest on top, then by position in the log.
    pub fn orders(&self, text: &str, backordered: bool, limit: usize) -> Result<Vec<OrderId>, ReplicaError> {
        let mut own = self.connection.prepare_cached(
            "select o.id from own_order o
             where not exists (select 1 from store_order t where t.id = o.id)
               and (?1 = '' or instr(o.search, ?1) > 0) and ?2 = 0
             order by o.place desc limit ?3",
        )?;
        let mut stored = self.connection.prepare_cached(
            "select o.id from store_order o
             where (?1 = '' or instr(o.search, ?1) > 0) and (?2 = 0 or o.backordered > 0)
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
        Ok(ids)
    }

    /// Orders with a line that waits for goods, the first in the log first.
    pub fn orders_backordered(&self) -> Result<Vec<OrderTold>, ReplicaError> {
        let mut statement =
            self.connection.prepare_cached("select body from store_order where backordered > 0 order by position")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| unpack(&bytes?)).collect()
    }

    /// Why a part of a line waits, where the server said so.
    pub fn shortage(&self, order: OrderId, line: u32) -> Result<Option<ShortageTold>, ReplicaError> {
        let mut statement =
            self.connection.prepare_cached("select body from shortage where order_id = ?1 and line = ?2")?;
        let body: Option<Vec<u8>> = statement.query_row(params![Id(order.0), line], |row| row.get(0)).optional()?;
        body.map(|bytes| unpack(&bytes)).transpose()
    }

    /// Lines that wait for goods.
    pub fn backorders_count(&self) -> Result<u64, ReplicaError> {
        let mut statement = self
            .connection
            .prepare_cached("select coalesce(sum(backordered), 0) from store_order where backordered > 0")?;
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
pub(in crate::replica) fn search_text(
    reader: Reader<'_>,
    number: &DocumentNumber,
    customer: Option<CustomerId>,
) -> Result<String, ReplicaError> {
    let customer = customer.map(|customer| reader.customer(customer)).transpose()?.flatten();
    let label = customer.map(|customer| format!("{} {}", customer.number, customer.name)).unwrap_or_default();
    Ok(fold(&format!("{number} {label}")))
}

/// Each order that was told as it is found by.
pub(super) fn refold(rows: &Connection) -> Result<(), ReplicaError> {
    let mut some = rows
        .prepare(&format!("select rowid, body from store_order where rowid > ?1 order by rowid limit {STEP_ROWS}"))?;
    let mut save = rows.prepare("update store_order set search = ?2 where rowid = ?1")?;
    let mut after = 0;
    loop {
        let step = some.query_map([after], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let step: Vec<(i64, Vec<u8>)> = step.collect::<Result<_, _>>()?;
        let Some((last, _)) = step.last() else { return Ok(()) };
        after = *last;
        for (number, body) in step {
            let order: OrderTold = unpack(&body)?;
            let numbered = DocumentNumber::from(order.number.clone());
            save.execute(params![number, search_text(Reader { connection: rows }, &numbered, order.customer)?])?;
        }
    }
}

fn waiting(order: &OrderTold) -> usize {
    let waits = |line: &&shared_model::wire::told::order::LineTold| {
        line.states.iter().any(|state| state.state == LineStateName::Backordered)
    };
    order.lines.iter().filter(waits).count()
}

/// Where the newest states of each line stand in the log.
type StatesAt = BTreeMap<u32, Position>;

/// The order as it stands here, where it came from, and where the states of its lines did.
fn standing(rows: &Connection, order: OrderId) -> Result<Option<(OrderTold, Position, StatesAt)>, ReplicaError> {
    let mut statement = rows.prepare_cached("select body, told_at, states_at from store_order where id = ?1")?;
    let found = statement.query_row([Id(order.0)], |row| {
        Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, PositionColumn>(1)?.0, row.get::<_, Vec<u8>>(2)?))
    });
    let Some((body, told_at, states_at)) = found.optional()? else { return Ok(None) };
    Ok(Some((unpack(&body)?, told_at, unpack(&states_at)?)))
}

/// The order as it is told at `position`; lines whose states are newer keep them.
pub(super) fn save(rows: &Connection, position: Position, order: &OrderTold) -> Result<(), ReplicaError> {
    let mut order = order.clone();
    let mut states_at = StatesAt::new();
    if let Some((stands, told_at, at)) = standing(rows, order.order)? {
        if told_at >= position {
            return Ok(());
        }
        states_at = at.into_iter().filter(|(_, at)| *at > position).collect();
        for line in order.lines.iter_mut().filter(|line| states_at.contains_key(&line.line)) {
            let newer = stands.lines.iter().find(|known| known.line == line.line);
            line.states = newer.map(|known| known.states.clone()).unwrap_or_default();
        }
    }
    let number = DocumentNumber::from(order.number.clone());
    let search = search_text(Reader { connection: rows }, &number, order.customer)?;
    let entry = PositionColumn(order.position);
    rows.prepare_cached(
        "insert into store_order (id, position, backordered, search, told_at, states_at, body)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         on conflict (id) do update set position = excluded.position, backordered = excluded.backordered,
             search = excluded.search, told_at = excluded.told_at, states_at = excluded.states_at,
             body = excluded.body",
    )?
    .execute(params![
        Id(order.order.0),
        entry,
        waiting(&order),
        search,
        PositionColumn(position),
        pack(&states_at),
        pack(&order)
    ])?;
    Ok(())
}

/// Puts the newest states into the order's lines. Says whether the order is here: one that is not
/// was not told to this till, or could not be read.
pub(super) fn states_save(rows: &Connection, position: Position, states: &OrderStates) -> Result<bool, ReplicaError> {
    let Some((mut order, told_at, mut states_at)) = standing(rows, states.order)? else { return Ok(false) };
    for changed in &states.lines {
        let stands = states_at.get(&changed.line).copied().unwrap_or(told_at);
        if let Some(line) = order.lines.iter_mut().find(|line| line.line == changed.line && position > stands) {
            line.states = changed.states.clone();
            states_at.insert(changed.line, position);
        }
    }
    rows.prepare_cached("update store_order set backordered = ?2, states_at = ?3, body = ?4 where id = ?1")?
        .execute(params![Id(order.order.0), waiting(&order), pack(&states_at), pack(&order)])?;
    Ok(true)
}

pub(super) fn shortage_save(rows: &Connection, position: Position, told: &ShortageTold) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into shortage (order_id, line, position, body) values (?1, ?2, ?3, ?4)
         on conflict (order_id, line) do update set position = excluded.position, body = excluded.body
         where excluded.position > shortage.position",
    )?
    .execute(params![Id(told.order.0), told.line, PositionColumn(position), pack(told)])?;
    Ok(())
}
