//! A sale that arrived. The customer has left with the goods or with a promise, so it is
//! booked whatever is odd about it; what is odd is put into words for a person.

use super::known::Known;
use super::tender::{clean, tenders_taken};
use crate::db::DbError;
use crate::db::row::{ROWS_MAX, assembled, stored, value_rows};
use crate::ledger::{Cause, Shelf, ShelfKey};
use crate::log::{Draft, Scope};
use shared_model::encoding;
use shared_model::entry::Entry;
use shared_model::fact::Fact;
use shared_model::order::{Order, OrderLine, Promise, review};
use shared_model::party::OVERRIDE_NEEDS;
use shared_model::stock::StockEvent;
use shared_model::unit::*;
use shared_model::wire::LogBody;
use shared_model::wire::log::CountTask;
use sqlx::{AnyConnection, Row};
use std::collections::BTreeSet;
use uuid::Uuid;

pub fn number_text(order: &Order) -> String {
    clean(&order.number.to_string())
}

/// Stock rows that booking the order will lock.
pub fn shelf_keys(order: &Order, known: &Known) -> BTreeSet<ShelfKey> {
    let warehouse = known.warehouse_of(order);
    let stocked = order.lines.iter().filter(|line| moves_stock(line, known));
    stocked.map(|line| (warehouse, line.product)).collect()
}

/// A line whose product is not known here, or that has no quantity, moves nothing and is
/// reported instead.
fn moves_stock(line: &OrderLine, known: &Known) -> bool {
    known.has_stock(line.product) && line.quantity.is_positive()
}

/// Books the order, whose id no booked one has. The entry's own may be another.
pub async fn book(
    conn: &mut AnyConnection,
    draft: &mut Draft,
    shelf: &mut Shelf,
    known: &mut Known,
    (entry, hash): (&Entry, Hash),
    order: &Order,
    now: Timestamp,
) -> Result<(), DbError> {
    let store = known.terminal.store;
    let position = draft.push(Scope::Store(store), &LogBody::Order(Box::new(order.clone())));
    let mut oddities = oddities(entry, order, known);
    let late = is_late(conn, store, order, now, &mut oddities).await?;
    order_insert(conn, known, (order, hash), (position, late), now).await?;
    lines_insert(conn, known, order, &mut oddities).await?;
    tenders_taken(conn, &known.terminal, order).await?;
    shelf.touched_orders.insert(order.id);
    let cause = Cause { fact: hash, order: Some(order.id), staff: Some(order.staff), position, now };
    for line in order_lines(order, &mut Vec::new()) {
        if moves_stock(line, known) {
            post_line(conn, draft, shelf, known, order, line, &cause, &mut oddities).await?;
        }
    }
    let reckoning = review(order, &known.settings, |product| known.price_for(order, product));
    oddities.extend(reckoning.reasons);
    if !oddities.is_empty() {
        report(conn, draft, known, order, reckoning.reckoned, oddities, now).await?;
    }
    known.orders.insert(order.id);
    known.booked.insert(hash);
    known.numbers.insert(number_text(order));
    Ok(())
}

/// Lines with a number of their own. A second line of the same number is an oddity: the
/// order stands as printed, but only the first can be followed.
fn order_lines<'a>(order: &'a Order, oddities: &mut Vec<String>) -> Vec<&'a OrderLine> {
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for line in &order.lines {
        if seen.insert(line.line) {
            lines.push(line);
        } else {
            oddities.push(format!("line {} is there twice; only the first can be followed", line.line));
        }
    }
    lines
}

/// What is odd besides prices.
fn oddities(entry: &Entry, order: &Order, known: &Known) -> Vec<String> {
    let mut oddities = Vec::new();
    if matches!(&entry.fact, Fact::OrderPlaced(placed) if placed.id != order.id) {
        oddities.push("another sale has its id: two copies of a till completed the same cart".into());
    }
    if known.numbers.contains(&number_text(order)) {
        oddities.push(format!("receipt number {} was printed for another order too", order.number));
    }
    if order.store != known.terminal.store {
        oddities.push("it names another store than its till's".into());
    }
    if order.warehouse != known.terminal.warehouse {
        oddities.push("it takes goods from another warehouse than its store's".into());
    }
    if !known.staff.contains_key(&order.staff) || entry.staff.is_some_and(|staff| staff != order.staff) {
        oddities.push("it was not sold by a staff member known here".into());
    }
    for line in &order.lines {
        match known.products.get(&line.product) {
            None => oddities.push(format!("line {} ({}): this product is not known here", line.line, line.sku)),
            Some(stocked) if *stocked != line.stocked => {
                oddities.push(format!("line {} ({}): the till took it for {}", line.line, line.sku, stock_word(line)));
            }
            Some(_) => {}
        }
        if !line.quantity.is_positive() {
            oddities.push(format!("line {} ({}): a quantity of {}", line.line, line.sku, line.quantity));
        }
        // A service runs out of nothing, so a till may promise it without a lease.
        if line.promise == Promise::Guaranteed && moves_stock(line, known) {
            oddities.push(format!("line {} ({}): guaranteed without units lent to the till", line.line, line.sku));
        }
        let approver = line.price_override.as_ref().map(|by| known.staff.get(&by.approved_by));
        if approver.is_some_and(|role| role.is_none_or(|role| *role < OVERRIDE_NEEDS)) {
            oddities.push(format!("line {} ({}): the price was overridden without a manager", line.line, line.sku));
        }
    }
    oddities
}

fn stock_word(line: &OrderLine) -> &'static str {
    if line.stocked { "a product with stock" } else { "a product without stock" }
}

/// Late is what belongs to a day that is over: its store has booked a later one. The
/// store's day never moves backwards; nor does a date ahead of the calendar (a wrong clock,
/// a forged date) move it, or every sale after it would be late.
async fn is_late(
    conn: &mut AnyConnection,
    store: StoreId,
    order: &Order,
    now: Timestamp,
    oddities: &mut Vec<String>,
) -> Result<bool, DbError> {
    // Somewhere it is tomorrow already.
    let newest = BusinessDate::from_days(now.local_date().to_days().saturating_add(1));
    if order.business_date > newest {
        oddities.push(format!("its day, {}, has not come yet", order.business_date));
        return Ok(false);
    }
    let found = sqlx::query("select latest_date from store where id = $1")
        .bind(store.to_string())
        .fetch_one(&mut *conn)
        .await?;
    let latest: Option<String> = found.try_get("latest_date")?;
    let date = order.business_date.to_string();
    if latest.as_ref().is_some_and(|latest| *latest >= date) {
        return Ok(latest.is_some_and(|latest| latest > date));
    }
    sqlx::query("update store set latest_date = $2 where id = $1")
        .bind(store.to_string())
        .bind(date)
        .execute(conn)
        .await?;
    Ok(false)
}

async fn order_insert(
    conn: &mut AnyConnection,
    known: &Known,
    (order, hash): (&Order, Hash),
    (position, late): (u64, bool),
    now: Timestamp,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into orders (id, business, store, terminal, entry, number, position, business_date, placed_ms, \
         received_ms, staff, customer, currency, net, tax, gross, cash_rounding, late, content) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
    )
    .bind(order.id.to_string())
    .bind(known.terminal.business.to_string())
    .bind(known.terminal.store.to_string())
    .bind(known.terminal.id.to_string())
    .bind(hash.0.to_vec())
    .bind(number_text(order))
    .bind(stored(position))
    .bind(order.business_date.to_string())
    .bind(order.placed_at.unix_ms)
    .bind(now.unix_ms)
    .bind(order.staff.to_string())
    .bind(order.customer.map(|customer| customer.to_string()))
    .bind(order.currency.code().to_owned())
    .bind(order.totals.net.0)
    .bind(order.totals.tax.0)
    .bind(order.totals.gross.0)
    .bind(order.cash_rounding.0)
    .bind(i64::from(late))
    .bind(encoding::encode(order))
    .execute(conn)
    .await?;
    Ok(())
}

async fn lines_insert(
    conn: &mut AnyConnection,
    known: &Known,
    order: &Order,
    oddities: &mut Vec<String>,
) -> Result<(), DbError> {
    let warehouse = known.warehouse_of(order).to_string();
    for lines in order_lines(order, oddities).chunks(ROWS_MAX) {
        let sql = format!(
            "insert into order_line (order_id, line, warehouse, product, quantity, fulfilment, stocked, believed_free) \
             values {}",
            value_rows(lines.len(), 8)
        );
        let mut query = sqlx::query(assembled(sql));
        for line in lines {
            query = query
                .bind(order.id.to_string())
                .bind(i64::from(line.line))
                .bind(warehouse.clone())
                .bind(line.product.to_string())
                .bind(line.quantity.0)
                .bind(line.fulfilment.as_str())
                .bind(i64::from(moves_stock(line, known)))
                .bind(line.believed_free.map(|quantity| quantity.0));
        }
        query.execute(&mut *conn).await?;
    }
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "one step of book, on what book works with")]
async fn post_line(
    conn: &mut AnyConnection,
    draft: &mut Draft,
    shelf: &mut Shelf,
    known: &Known,
    order: &Order,
    line: &OrderLine,
    cause: &Cause,
    oddities: &mut Vec<String>,
) -> Result<(), DbError> {
    let key = (known.warehouse_of(order), line.product);
    match shelf.post(conn, key, &stock_event(order, line), cause).await? {
        Ok(outcome) if outcome.deficit.is_positive() => {
            count_task(conn, draft, known, key, order.id, outcome.deficit, cause.now).await
        }
        Ok(_) => Ok(()),
        Err(refused) => {
            oddities.push(format!("line {} ({}) could not be posted to stock: {refused}", line.line, line.sku));
            sqlx::query("update order_line set stocked = 0 where order_id = $1 and line = $2")
                .bind(order.id.to_string())
                .bind(i64::from(line.line))
                .execute(conn)
                .await?;
            Ok(())
        }
    }
}

/// No till holds a lease yet, so whatever the till promised is to be confirmed here.
fn stock_event(order: &Order, line: &OrderLine) -> StockEvent {
    let (order, quantity) = (order.id, line.quantity);
    if line.fulfilment.is_carry_out() {
        StockEvent::CarriedOut { order, line: line.line, quantity }
    } else {
        StockEvent::Ordered { order, line: line.line, quantity, promise: Promise::ToBeConfirmed }
    }
}

/// One open task per product and warehouse; what is short adds up.
async fn count_task(
    conn: &mut AnyConnection,
    draft: &mut Draft,
    known: &Known,
    (warehouse, product): ShelfKey,
    order: OrderId,
    deficit: Quantity,
    now: Timestamp,
) -> Result<(), DbError> {
    let open = sqlx::query(
        "update count_task set short = short + $3 where warehouse = $1 and product = $2 and open = 1 \
         returning id, order_id, short, opened_ms",
    )
    .bind(warehouse.to_string())
    .bind(product.to_string())
    .bind(deficit.0)
    .fetch_optional(&mut *conn)
    .await?;
    let task = match open {
        Some(found) => CountTask {
            id: crate::db::row::parsed(&found, "id")?,
            warehouse,
            product,
            opened_at: crate::db::row::time(&found, "opened_ms")?,
            order: crate::db::row::parsed(&found, "order_id")?,
            short: crate::db::row::quantity(&found, "short")?,
            open: true,
        },
        None => {
            let id = CountTaskId(Uuid::now_v7());
            let task = CountTask { id, warehouse, product, opened_at: now, order, short: deficit, open: true };
            count_task_insert(conn, known.terminal.business, &task).await?;
            task
        }
    };
    draft.push(Scope::Warehouse(warehouse), &LogBody::CountTask(task));
    Ok(())
}

async fn count_task_insert(conn: &mut AnyConnection, business: BusinessId, task: &CountTask) -> Result<(), DbError> {
    sqlx::query(
        "insert into count_task (id, business, warehouse, product, order_id, short, opened_ms, open) \
         values ($1, $2, $3, $4, $5, $6, $7, 1)",
    )
    .bind(task.id.to_string())
    .bind(business.to_string())
    .bind(task.warehouse.to_string())
    .bind(task.product.to_string())
    .bind(task.order.to_string())
    .bind(task.short.0)
    .bind(task.opened_at.unix_ms)
    .execute(conn)
    .await?;
    Ok(())
}

async fn report(
    conn: &mut AnyConnection,
    draft: &mut Draft,
    known: &Known,
    order: &Order,
    reckoned: Amount,
    reasons: Vec<String>,
    now: Timestamp,
) -> Result<(), DbError> {
    let stated = order.totals.gross;
    let text: Vec<String> = reasons.iter().map(|reason| clean(reason)).collect();
    sqlx::query(
        "insert into review (order_id, business, store, number, stated, reckoned, reasons, since_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(order.id.to_string())
    .bind(known.terminal.business.to_string())
    .bind(known.terminal.store.to_string())
    .bind(number_text(order))
    .bind(stated.0)
    .bind(reckoned.0)
    .bind(serde_json::json!(text).to_string().replace("\\u0000", ""))
    .bind(now.unix_ms)
    .execute(conn)
    .await?;
    let body = LogBody::Review { order: order.id, number: order.number.clone(), stated, reckoned, reasons };
    draft.push(Scope::Store(known.terminal.store), &body);
    Ok(())
}
