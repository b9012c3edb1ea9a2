//! Why a line waits: what its till believed, how long it had been out of touch, and who took
//! the units meanwhile.

use super::shelf::ShelfKey;
use crate::db::DbError;
use crate::db::row::{self, stored};
use shared_model::order::Order;
use shared_model::stock::{Account, Backorder};
use shared_model::unit::*;
use shared_model::wire::Shortage;
use shared_model::wire::log::TakenBy;
use sqlx::AnyConnection;

const TAKERS_MAX: i64 = 20;

/// The order and this event's postings are written already.
pub async fn explain(
    conn: &mut AnyConnection,
    key: ShelfKey,
    backorder: &Backorder,
    now: Timestamp,
) -> Result<Shortage, DbError> {
    let found = sqlx::query("select terminal, content from orders where id = $1")
        .bind(backorder.order.to_string())
        .fetch_one(&mut *conn)
        .await?;
    let order: Order = row::decoded(&found, "content")?;
    let line = order.lines.iter().find(|line| line.line == backorder.line);
    Ok(Shortage {
        cause: backorder.cause,
        terminal: row::parsed(&found, "terminal")?,
        offline_s: order.knowledge.heard_at.map(|heard| seconds_between(heard, order.placed_at)),
        believed_free: line.and_then(|line| line.believed_free),
        taken_by: takers(conn, key, backorder, order.knowledge.position).await?,
        expected: None,
        since: now,
    })
}

/// Both times are the till's own, so a wrong clock does not matter; one set back counts as
/// no time at all.
fn seconds_between(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.unix_ms.saturating_sub(from.unix_ms) / 1000).unwrap_or(0)
}

/// Orders that took units after what the till knew and before its sale arrived, and whoever
/// took what had been bound to the line.
async fn takers(
    conn: &mut AnyConnection,
    key: ShelfKey,
    backorder: &Backorder,
    known: u64,
) -> Result<Vec<TakenBy>, DbError> {
    let own = Account::Allocated { order: backorder.order, line: backorder.line };
    let rows = sqlx::query(
        "select o.number as number, cast(sum(p.quantity) as bigint) as quantity, max(p.recorded_ms) as at \
         from posting p join orders o on o.id = p.order_id \
         where p.warehouse = $1 and p.product = $2 and p.order_id <> $3 and p.position > $4 \
         and ((p.position < $5 and (p.to_account = 'customer' or p.to_account like 'allocated:%')) \
              or p.from_account = $6) \
         group by o.number, o.position order by o.position desc limit $7",
    )
    .bind(key.0.to_string())
    .bind(key.1.to_string())
    .bind(backorder.order.to_string())
    .bind(stored(known))
    .bind(stored(backorder.position))
    .bind(own.to_key())
    .bind(TAKERS_MAX)
    .fetch_all(conn)
    .await?;
    let taker = |found| {
        Ok(TakenBy {
            number: row::text(found, "number")?,
            quantity: row::quantity(found, "quantity")?,
            at: row::time(found, "at")?,
        })
    };
    rows.iter().map(taker).collect()
}
