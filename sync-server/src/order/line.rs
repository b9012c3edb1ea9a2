//! Open lines of products, as the stock rules need them: who waits longest, who was promised
//! last. Read by an index, as many as cover a quantity and no more.

use super::state::status_of;
use crate::db::set::each;
use crate::db::{Conn, DbError, DbRow, Sql, row, sql};
use crate::ledger::{Open, OpenLines, Problem, ShelfKey};
use shared_model::stock::{Age, Line, LineKey, LineStatus, StockProblem};
use shared_model::unit::*;
use std::collections::BTreeMap;

/// Rows of the first look at each product; each further look at one that is not covered
/// takes four times as many.
const FIRST_LOOK: usize = 16;

/// Which end of a product's open lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    OldestWaiting,
    /// Of those that may be taken back.
    LatestBound,
}

/// For each product as many lines as hold, or wait for, the quantity.
pub async fn open_lines(
    conn: &mut Conn,
    business: BusinessId,
    reach: Reach,
    wanted: &BTreeMap<ShelfKey, Quantity>,
) -> Result<BTreeMap<ShelfKey, Open>, DbError> {
    let mut found: BTreeMap<ShelfKey, Open> = wanted.keys().map(|key| (*key, (Vec::new(), false))).collect();
    let mut looking: Vec<(ShelfKey, Age)> = wanted.keys().map(|key| (*key, reach.start())).collect();
    let mut limit = FIRST_LOOK;
    while !looking.is_empty() {
        let mut further = Vec::new();
        for ((key, _), rows) in looking.iter().zip(look(conn, business, reach, &looking, limit).await?) {
            let Some((lines, all)) = found.get_mut(key) else { continue };
            *all = rows.len() < limit;
            for one in &rows {
                lines.push(line_of(one, reach)?);
            }
            let covered = lines.iter().map(|(_, line)| i128::from(reach.part(line).0)).sum::<i128>();
            let last = lines.last().map(|(key, line)| (line.position, key.1));
            if let (false, Some(age)) = (*all || covered >= i128::from(wanted[key].0), last) {
                further.push((*key, age));
            }
        }
        looking = further;
        limit *= 4;
    }
    Ok(found)
}

impl Reach {
    fn start(self) -> Age {
        match self {
            Reach::OldestWaiting => (0, 0),
            Reach::LatestBound => (i64::MAX as u64, u32::MAX),
        }
    }

    fn part(self, line: &Line) -> Quantity {
        match self {
            Reach::OldestWaiting => line.backordered,
            Reach::LatestBound => line.allocated,
        }
    }
}

async fn look(
    conn: &mut Conn,
    business: BusinessId,
    reach: Reach,
    looking: &[(ShelfKey, Age)],
    limit: usize,
) -> Result<Vec<Vec<DbRow>>, DbError> {
    let (state, other, extra, order, beyond) = match reach {
        Reach::OldestWaiting => ("backordered", "allocated", "", "", ">"),
        Reach::LatestBound => ("allocated", "backordered", " and s.promise = 'to_be_confirmed'", " desc", "<"),
    };
    let text = |place: &dyn Fn(usize) -> String| {
        let (warehouse, product, queue, line) = (place(0), place(1), place(2), place(3));
        format!(
            "select s.order_id, s.line, s.queue, s.quantity, s.promise, \
             coalesce((select o.quantity from line_state o where o.business = s.business and o.order_id = s.order_id \
             and o.line = s.line and o.warehouse = s.warehouse and o.state = '{other}'), 0) as other \
             from line_state s where s.business = $1 and s.warehouse = {warehouse} and s.product = {product} \
             and s.state = '{state}' and s.queue is not null and (s.queue, s.line) {beyond} ({queue}, {line}){extra} \
             order by s.queue{order}, s.line{order} limit {limit}"
        )
    };
    let bind = |query: Sql, (key, age): &(ShelfKey, Age)| query.id(key.0).id(key.1).count(age.0).int(i64::from(age.1));
    each(conn, text, |query: Sql| query.id(business), looking, bind).await
}

fn line_of(found: &DbRow, reach: Reach) -> Result<(LineKey, Line), DbError> {
    let (part, other) = (row::quantity(found, "quantity")?, row::quantity(found, "other")?);
    let (allocated, backordered) = match reach {
        Reach::OldestWaiting => (other, part),
        Reach::LatestBound => (part, other),
    };
    let line = Line {
        position: row::count(found, "queue")?,
        promise: row::named(row::text(found, "promise")?)?,
        allocated,
        backordered,
        cause: None,
    };
    Ok(((row::id(found, "order_id")?, row::small(found, "line")?), line))
}

/// Every open line of a business, for whoever checks the books.
pub async fn open_lines_of(conn: &mut Conn, business: BusinessId) -> Result<OpenLines, DbError> {
    let rows = sql("select warehouse, product, order_id, line, state, queue, quantity, promise from line_state \
         where business = $1 and queue is not null")
    .id(business)
    .all(conn)
    .await?;
    let mut books = OpenLines::new();
    for found in &rows {
        let shelf = (row::id(found, "warehouse")?, row::id(found, "product")?);
        let fresh = Line {
            position: row::count(found, "queue")?,
            promise: row::named(row::text(found, "promise")?)?,
            allocated: Quantity::ZERO,
            backordered: Quantity::ZERO,
            cause: None,
        };
        let key = (row::id(found, "order_id")?, row::small(found, "line")?);
        let line = books.entry(shelf).or_default().entry(key).or_insert(fresh);
        match status_of(found)? {
            LineStatus::Allocated => line.allocated = row::quantity(found, "quantity")?,
            LineStatus::Backordered => line.backordered = row::quantity(found, "quantity")?,
            LineStatus::Ordered
            | LineStatus::HandedOver
            | LineStatus::Cancelled
            | LineStatus::Returned
            | LineStatus::SetAside => return Err(DbError::Unreadable("queue")),
        }
    }
    Ok(books)
}

/// Lines whose parts are not what was ordered.
pub async fn parts_that_do_not_add_up(conn: &mut Conn, business: BusinessId) -> Result<Vec<Problem>, DbError> {
    let rows = sql("select l.order_id as order_id, l.line as line from order_line l \
         left join line_state s on s.business = l.business and s.order_id = l.order_id and s.line = l.line \
         where l.business = $1 group by l.order_id, l.line, l.quantity \
         having coalesce(sum(s.quantity), 0) <> l.quantity")
    .id(business)
    .all(conn)
    .await?;
    let problem = |found: &DbRow| {
        let (order, line): (OrderId, u32) = (row::id(found, "order_id")?, row::small(found, "line")?);
        Ok(Problem { shelf: None, what: StockProblem::PartsDiffer { order: order.to_string(), line }.into() })
    };
    rows.iter().map(problem).collect()
}
