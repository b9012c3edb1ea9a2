//! Where the lines of orders stand, and telling it of every order whose lines changed.

use super::rows::Rows;
use super::shortage::tell_stories;
use crate::act::Act;
use crate::db::set::select;
use crate::db::{Conn, DbError, Sql, row};
use crate::log::Scope;
use shared_model::stock::LineStatus;
use shared_model::unit::*;
use shared_model::wire::{LineState, LogBody, OrderState, Shortage};
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// An order, and what each part of its lines comes to.
pub struct Standing {
    pub order: OrderId,
    pub store: StoreId,
    position: u64,
    received_at: Timestamp,
    lines: BTreeMap<u32, LineStanding>,
}

struct LineStanding {
    product: ProductId,
    parts: BTreeMap<LineStatus, i64>,
    story: Option<Shortage>,
}

pub fn status_of(found: &AnyRow) -> Result<LineStatus, DbError> {
    LineStatus::parse(&row::text(found, "state")?).ok_or(DbError::Unreadable("line state"))
}

/// In the order they arrived.
pub async fn standings(conn: &mut Conn, business: BusinessId, orders: &[OrderId]) -> Result<Vec<Standing>, DbError> {
    let before = "select o.id as order_id, o.store as store, o.position as position, o.received_ms as received_ms, \
                  l.line as line, l.product as product, s.state as state, s.quantity as quantity, h.story as story \
                  from orders o join order_line l on l.business = o.business and l.order_id = o.id \
                  join line_state s on s.business = o.business and s.order_id = o.id and s.line = l.line \
                  left join shortage h on h.business = o.business and h.order_id = o.id and h.line = l.line \
                  and s.state = 'backordered' and s.quantity > 0 where o.business = $1 and o.id in";
    let rows =
        select(conn, (before, ""), |query: Sql| query.id(business), 1, orders, |query, id| query.id(*id)).await?;
    let mut found: BTreeMap<OrderId, Standing> = BTreeMap::new();
    for one in &rows {
        let order = row::id(one, "order_id")?;
        let fresh = Standing {
            order,
            store: row::id(one, "store")?,
            position: row::count(one, "position")?,
            received_at: row::time(one, "received_ms")?,
            lines: BTreeMap::new(),
        };
        let fresh_line = LineStanding { product: row::id(one, "product")?, parts: BTreeMap::new(), story: None };
        let standing = found.entry(order).or_insert(fresh);
        let line = standing.lines.entry(row::small(one, "line")?).or_insert(fresh_line);
        line.parts.insert(status_of(one)?, row::int(one, "quantity")?);
        if row::opt_bytes(one, "story")?.is_some() {
            line.story = Some(row::decoded(one, "story")?);
        }
    }
    let mut standings: Vec<Standing> = found.into_values().collect();
    standings.sort_by_key(|standing| (standing.position, standing.order));
    Ok(standings)
}

impl Standing {
    /// A sale of this change: everything of it is in its rows.
    fn of(order: OrderId, rows: &Rows) -> Option<Standing> {
        let booked = rows.booked.get(&order)?;
        let (store, position, received_at) = (booked.store, booked.position, booked.received_at);
        Some(Standing { order, store, position, received_at, lines: BTreeMap::new() })
    }

    fn change(&mut self, line: u32, product: ProductId, status: LineStatus, by: i64) {
        let fresh = LineStanding { product, parts: BTreeMap::new(), story: None };
        *self.lines.entry(line).or_insert(fresh).parts.entry(status).or_default() += by;
    }

    pub fn told(self) -> OrderState {
        let lines = self.lines.into_iter().map(|(number, line)| line.told(number)).collect();
        OrderState { order: self.order, position: self.position, received_at: self.received_at, lines }
    }
}

impl LineStanding {
    /// Tills know three parts of a line. What cannot be followed is told as handed over, as is
    /// what is over by other ways.
    fn told(self, line: u32) -> LineState {
        let part = |status| Quantity(self.parts.get(&status).copied().unwrap_or_default());
        let (allocated, backordered) = (part(LineStatus::Allocated), part(LineStatus::Backordered));
        let over = [LineStatus::HandedOver, LineStatus::Cancelled, LineStatus::Returned, LineStatus::SetAside];
        let handed_over = Quantity(over.into_iter().map(|status| part(status).0).sum());
        let shortage = self.story.filter(|_| backordered.is_positive());
        LineState { line, product: self.product, handed_over, allocated, backordered, shortage }
    }
}

/// Tells the state of every order whose lines changed, and first why those wait that do.
pub async fn tell_states(act: &mut Act) -> Result<(), DbError> {
    let rows = &act.pending.orders;
    let older: Vec<OrderId> = rows.touched.iter().filter(|order| !rows.booked.contains_key(*order)).copied().collect();
    let own: Vec<Standing> = rows.booked.keys().filter_map(|order| Standing::of(*order, rows)).collect();
    let business = act.business;
    let mut standings = standings(act.conn(), business, &older).await?;
    tell_stories(act, &stories(&standings)).await?;
    standings.extend(own);
    let mut by_order: BTreeMap<OrderId, Standing> = standings.into_iter().map(|one| (one.order, one)).collect();
    let rows = &act.pending.orders;
    for ((order, line, _, status), part) in &rows.parts {
        if let Some(standing) = by_order.get_mut(order) {
            standing.change(*line, part.product, *status, part.by);
        }
    }
    for row in &rows.shortages {
        let line = by_order.get_mut(&row.order).and_then(|standing| standing.lines.get_mut(&row.line));
        if let Some(line) = line {
            line.story = Some(row.story.clone());
        }
    }
    let mut standings: Vec<Standing> = by_order.into_values().collect();
    standings.sort_by_key(|standing| (standing.position, standing.order));
    for standing in standings {
        act.tell(Scope::Store(standing.store), LogBody::OrderState(standing.told()));
    }
    Ok(())
}

fn stories(standings: &[Standing]) -> BTreeMap<(OrderId, u32), Shortage> {
    let mut stories = BTreeMap::new();
    for standing in standings {
        let told = standing.lines.iter().filter_map(|(line, at)| Some((*line, at.story.clone()?)));
        stories.extend(told.map(|(line, story)| ((standing.order, line), story)));
    }
    stories
}
