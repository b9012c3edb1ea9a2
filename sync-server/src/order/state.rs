//! Where the lines of orders stand, and telling it of every order whose lines changed.

use super::rows::Rows;
use super::shortage::tell_stories;
use super::story::Story;
use crate::act::Act;
use crate::db::set::select;
use crate::db::{Conn, DbError, DbRow, Sql, row};
use shared_model::order::LineStateName;
use shared_model::stock::LineStatus;
use shared_model::unit::*;
use shared_model::wire::Told;
use shared_model::wire::told::order::{LineStates, OrderStates, StateTold};
use std::collections::{BTreeMap, BTreeSet};

/// An order, and what each part of its lines comes to.
pub struct Standing {
    pub order: OrderId,
    pub store: StoreId,
    pub position: u64,
    pub lines: BTreeMap<u32, LineStanding>,
}

#[derive(Default)]
pub struct LineStanding {
    /// Also those that a newer version made.
    parts: BTreeMap<LineStateName, i64>,
    pub story: Option<Story>,
}

pub fn status_of(found: &DbRow) -> Result<LineStatus, DbError> {
    LineStatus::parse(&row::text(found, "state")?).ok_or(DbError::Unreadable("line state"))
}

fn name_of(status: LineStatus) -> LineStateName {
    LineStateName::from(status.as_str())
}

/// In the order they arrived.
pub async fn standings(conn: &mut Conn, business: BusinessId, orders: &[OrderId]) -> Result<Vec<Standing>, DbError> {
    let before = "select o.id as order_id, o.store as store, o.position as position, \
                  s.line as line, s.state as state, s.quantity as quantity, \
                  case when s.state = 'backordered' and s.quantity > 0 then (select h.story from shortage h \
                  where h.business = s.business and h.order_id = s.order_id and h.line = s.line \
                  and h.warehouse = s.warehouse) end as story \
                  from orders o join line_state s on s.business = o.business and s.order_id = o.id \
                  where o.business = $1 and o.id";
    let rows = select(conn, (before, ""), |query: Sql| query.id(business), orders, |query, id| query.id(*id)).await?;
    let mut found: BTreeMap<OrderId, Standing> = BTreeMap::new();
    for one in &rows {
        let order = row::id(one, "order_id")?;
        let fresh = Standing {
            order,
            store: row::id(one, "store")?,
            position: row::count(one, "position")?,
            lines: BTreeMap::new(),
        };
        let standing = found.entry(order).or_insert(fresh);
        let line = standing.lines.entry(row::small(one, "line")?).or_default();
        let state = LineStateName::from(row::text(one, "state")?.as_str());
        *line.parts.entry(state).or_default() += row::int(one, "quantity")?;
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
        Some(Standing { order, store: booked.store, position: booked.position, lines: BTreeMap::new() })
    }

    fn change(&mut self, line: u32, status: LineStatus, by: i64) {
        *self.lines.entry(line).or_default().parts.entry(name_of(status)).or_default() += by;
    }
}

impl LineStanding {
    pub fn part(&self, status: LineStatus) -> Quantity {
        Quantity(self.parts.get(&name_of(status)).copied().unwrap_or_default())
    }

    fn told(&self) -> Vec<StateTold> {
        let parts = self.parts.iter().filter(|(_, quantity)| **quantity != 0);
        let told = |(state, quantity): (&LineStateName, &i64)| StateTold::own(state.clone(), Quantity(*quantity));
        parts.map(told).collect()
    }
}

/// Tells the state of every order whose lines changed, and why those wait that do. What is
/// sold by this change says it of itself.
pub async fn tell_states(act: &mut Act) -> Result<(), DbError> {
    let rows = &act.pending.orders;
    let older: Vec<OrderId> = rows.touched.iter().filter(|order| !rows.booked.contains_key(*order)).copied().collect();
    let own: Vec<Standing> = rows.booked.keys().filter_map(|order| Standing::of(*order, rows)).collect();
    let business = act.business;
    let mut standings = standings(act.conn(), business, &older).await?;
    let stores = standings.iter().map(|one| (one.order, one.store)).collect();
    tell_stories(act, &stories(&standings), &stores).await?;
    standings.extend(own);
    let mut by_order: BTreeMap<OrderId, Standing> = standings.into_iter().map(|one| (one.order, one)).collect();
    let mut changed: BTreeSet<(OrderId, u32)> = BTreeSet::new();
    for ((order, line, _, status), part) in &act.pending.orders.parts {
        if let Some(standing) = by_order.get_mut(order) {
            standing.change(*line, *status, part.by);
            changed.insert((*order, *line));
        }
    }
    let mut standings: Vec<Standing> = by_order.into_values().collect();
    standings.sort_by_key(|standing| (standing.position, standing.order));
    for standing in standings {
        tell_state(act, &standing, &changed);
    }
    Ok(())
}

fn tell_state(act: &mut Act, standing: &Standing, changed: &BTreeSet<(OrderId, u32)>) {
    if let Some(Told::Order(order)) = act.pending.told_at(standing.position) {
        for line in &mut order.lines {
            line.states = standing.lines.get(&line.line).map(LineStanding::told).unwrap_or_default();
        }
        return;
    }
    let lines = standing.lines.iter().filter(|(line, _)| changed.contains(&(standing.order, **line)));
    let lines: Vec<LineStates> =
        lines.map(|(line, standing)| LineStates { line: *line, states: standing.told() }).collect();
    if lines.is_empty() {
        return;
    }
    let position = Position::new(0, standing.position);
    let states = OrderStates { order: standing.order, position, lines };
    act.tell(Scope::Store(standing.store), Told::OrderStates(states));
}

fn stories(standings: &[Standing]) -> BTreeMap<(OrderId, u32), Story> {
    let mut stories = BTreeMap::new();
    for standing in standings {
        let told = standing.lines.iter().filter_map(|(line, at)| Some((*line, at.story.clone()?)));
        stories.extend(told.map(|(line, story)| ((standing.order, line), story)));
    }
    stories
}
