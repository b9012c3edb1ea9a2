//! Why a line waits: what its till believed, how long it had been out of touch, and who took
//! the units meanwhile. Told from what is loaded; only a line of an older sale that waits for
//! the first time has to be looked up, all such in one statement.

use super::rows::{Booked, NewShortage};
use super::story::Story;
use crate::act::Act;
use crate::db::set::each;
use crate::db::{Conn, DbError, Sql, row};
use crate::ledger::{Cause, ShelfKey, Taken};
use shared_model::bounds::TAKERS_MAX;
use shared_model::stock::{LineChange, ShortageCause};
use shared_model::unit::*;
use shared_model::wire::Told;
use std::collections::BTreeMap;

/// A line that came to wait, or to wait for more.
pub struct Wait {
    pub key: ShelfKey,
    position: u64,
    cause: ShortageCause,
    /// Who took what had been bound to it, newest first.
    taken_back: Vec<Taken>,
}

impl Wait {
    pub fn of(key: ShelfKey, change: &LineChange) -> Wait {
        Wait { key, position: change.position, cause: ShortageCause::SoldOut, taken_back: Vec::new() }
    }

    /// The newest cause is the one that explains it.
    pub fn again(&mut self, reason: ShortageCause, cause: &Cause, quantity: Quantity) {
        if let (ShortageCause::TakenByCarryOut | ShortageCause::TakenByCount, Some(_)) = (&reason, cause.order) {
            self.taken_back.insert(0, Taken { position: cause.position, quantity });
        }
        self.cause = reason;
    }
}

/// The stories of everything that waits since this change. `told` are those of older sales
/// that were told before.
pub async fn tell_stories(
    act: &mut Act,
    told: &BTreeMap<(OrderId, u32), Story>,
    stores: &BTreeMap<OrderId, StoreId>,
) -> Result<(), DbError> {
    let waits = std::mem::take(&mut act.pending.orders.waits);
    let is_unknown =
        |line: &(OrderId, u32)| !act.pending.orders.booked.contains_key(&line.0) && !told.contains_key(line);
    let unknown: Vec<(OrderId, u32)> = waits.keys().filter(|line| is_unknown(line)).copied().collect();
    let business = act.business;
    let older = older(act.conn(), business, &unknown).await?;
    let mut rows = Vec::new();
    for ((order, line), wait) in waits {
        let book = act.shelf.book(wait.key);
        let waiting = book.and_then(|book| book.line((order, line))).map_or(Quantity::ZERO, |line| line.backordered);
        if !waiting.is_positive() {
            continue;
        }
        let story = match (told.get(&(order, line)), act.pending.orders.booked.get(&order), older.get(&order)) {
            (Some(before), _, _) => again(&wait, before, act.now),
            (None, Some(booked), _) | (None, None, Some(booked)) => first(act, &wait, booked, line),
            (None, None, None) => return Err(DbError::Unreadable("order")),
        };
        let store = act.pending.orders.booked.get(&order).or(older.get(&order)).map(|booked| booked.store);
        if let Some(store) = store.or(stores.get(&order).copied()) {
            act.tell(Scope::Store(store), Told::Shortage(story.told(order, line)));
        }
        rows.push(NewShortage { order, line, warehouse: wait.key.0, quantity: waiting, story });
    }
    act.pending.orders.shortages = rows;
    Ok(())
}

/// Orders that took units after what the till knew and before its sale arrived, and whoever
/// took what had been bound to the line.
fn first(act: &Act, wait: &Wait, booked: &Booked, line: u32) -> Story {
    let before = act.shelf.takers(wait.key).map(|takers| takers.between(booked.known, wait.position));
    let mut taken_by = wait.taken_back.clone();
    taken_by.extend(before.unwrap_or_default());
    taken_by.truncate(TAKERS_MAX);
    Story {
        cause: wait.cause.clone(),
        terminal: booked.terminal,
        offline_s: booked.offline_s,
        believed_free: booked.believed_free.get(&line).copied(),
        taken_by,
        expected: None,
        since: act.now,
    }
}

fn again(wait: &Wait, before: &Story, now: Timestamp) -> Story {
    let mut taken_by = wait.taken_back.clone();
    taken_by.extend(before.taken_by.iter().copied());
    taken_by.truncate(TAKERS_MAX);
    Story { cause: wait.cause.clone(), taken_by, since: now, ..before.clone() }
}

/// What stories need of lines of sales that were booked before.
async fn older(
    conn: &mut Conn,
    business: BusinessId,
    lines: &[(OrderId, u32)],
) -> Result<BTreeMap<OrderId, Booked>, DbError> {
    let text = |at: &dyn Fn(usize) -> String| {
        format!(
            "select o.id as id, o.store as store, o.terminal as terminal, o.position as position, o.known as known, \
             o.offline_s as offline_s, l.line as line, l.believed_free as believed_free from orders o \
             join order_line l on l.business = o.business and l.order_id = o.id \
             where o.business = $1 and o.id = {} and l.line = {}",
            at(0),
            at(1)
        )
    };
    let bind = |query: Sql, (order, line): &(OrderId, u32)| query.id(*order).int(i64::from(*line));
    let mut found: BTreeMap<OrderId, Booked> = BTreeMap::new();
    for one in each(conn, text, |query: Sql| query.id(business), lines, bind).await?.iter().flatten() {
        let booked = Booked::read(one)?;
        let believed = row::opt_int(one, "believed_free")?.map(Quantity);
        let known = found.entry(row::id(one, "id")?).or_insert(booked);
        let line = row::small(one, "line")?;
        known.believed_free.extend(believed.map(|free| (line, free)));
    }
    Ok(found)
}
