//! Where order lines and levels stand, read from the projections and published.

use super::shelf::{Shelf, line_of};
use crate::db::DbError;
use crate::db::row::{self, ROWS_MAX, assembled, places};
use crate::log::{Draft, Scope};
use shared_model::stock::Account;
use shared_model::unit::*;
use shared_model::wire::{LineState, LogBody, OrderState};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::collections::BTreeSet;

/// The state of each order, with the store it belongs to, in order of position.
pub async fn order_states(
    conn: &mut AnyConnection,
    orders: &BTreeSet<OrderId>,
) -> Result<Vec<(StoreId, OrderState)>, DbError> {
    let mut states: Vec<(StoreId, OrderState)> = Vec::new();
    let ids: Vec<OrderId> = orders.iter().copied().collect();
    for chunk in ids.chunks(ROWS_MAX) {
        let sql = format!(
            "select o.id as order_id, o.store as store, o.position as position, o.received_ms as received_ms, \
             l.line as line, l.product as product, l.quantity as quantity, l.stocked as stocked, \
             a.quantity as allocated, b.quantity as backordered, b.shortage as shortage \
             from orders o join order_line l on l.order_id = o.id \
             left join allocation a on a.order_id = l.order_id and a.line = l.line \
             left join backorder b on b.order_id = l.order_id and b.line = l.line \
             where o.id in ({}) order by o.position, o.id, l.line",
            places(1, chunk.len())
        );
        let mut query = sqlx::query(assembled(sql));
        for order in chunk {
            query = query.bind(order.to_string());
        }
        for found in query.fetch_all(&mut *conn).await? {
            collect_line(&mut states, &found)?;
        }
    }
    Ok(states)
}

fn collect_line(states: &mut Vec<(StoreId, OrderState)>, found: &AnyRow) -> Result<(), DbError> {
    let order = row::parsed(found, "order_id")?;
    if states.last().is_none_or(|(_, state)| state.order != order) {
        let state = OrderState {
            order,
            position: row::count(found, "position")?,
            received_at: row::time(found, "received_ms")?,
            lines: Vec::new(),
        };
        states.push((row::parsed(found, "store")?, state));
    }
    let line = line_state(found)?;
    if let Some((_, state)) = states.last_mut() {
        state.lines.push(line);
    }
    Ok(())
}

/// What is neither bound nor waited for has been handed over.
fn line_state(found: &AnyRow) -> Result<LineState, DbError> {
    let quantity = row::quantity(found, "quantity")?;
    let allocated = Quantity(row::opt_int(found, "allocated")?.unwrap_or(0));
    let backordered = Quantity(row::opt_int(found, "backordered")?.unwrap_or(0));
    let outstanding = allocated.plus(backordered).and_then(|open| quantity.minus(open));
    Ok(LineState {
        line: line_of(found)?,
        product: row::parsed(found, "product")?,
        handed_over: outstanding.map_err(|_| DbError::Unreadable("order line"))?,
        allocated,
        backordered,
        shortage: if backordered.is_positive() { Some(row::decoded(found, "shortage")?) } else { None },
    })
}

/// Publishes the state of every order whose lines changed.
pub async fn publish_states(conn: &mut AnyConnection, draft: &mut Draft, shelf: &Shelf) -> Result<(), DbError> {
    for (store, state) in order_states(conn, &shelf.touched_orders).await? {
        draft.push(Scope::Store(store), &LogBody::OrderState(state));
    }
    Ok(())
}

/// Publishes the level of every product that changed.
pub fn publish_stock(draft: &mut Draft, shelf: &Shelf) -> Result<(), DbError> {
    for (warehouse, product) in &shelf.touched {
        let Some(stock) = shelf.stock((*warehouse, *product)) else { continue };
        let level = LogBody::Stock {
            warehouse: *warehouse,
            product: *product,
            on_hand: stock.on_hand().map_err(|_| DbError::Unreadable("stock level"))?,
            free: stock.balance(Account::Pool),
            backordered: stock.backordered().map_err(|_| DbError::Unreadable("stock level"))?,
            version: stock.version,
        };
        draft.push(Scope::Warehouse(*warehouse), &level);
    }
    Ok(())
}
