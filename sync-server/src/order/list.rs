//! Reading sales: what was sold, what waits, what is reckoned differently, what was taken in.
//! A row that does not read is a row with what can be read of it, never the end of the list.

use super::state::{LineStanding, Standing, standings};
use super::story::{Story, TakenByRow, TakerNames};
use crate::db::set::select;
use crate::db::{Conn, Db, DbError, DbRow, Sql, row, sql};
use crate::entry::fact_in;
use serde::Serialize;
use shared_model::entry::Entry;
use shared_model::fact::Fact;
use shared_model::order::Order;
use shared_model::reason::Reason;
use shared_model::refusal::AsideReason;
use shared_model::stock::LineStatus;
use shared_model::unit::*;
use shared_model::wire::{Sealed, Taker};
use shared_model::words::Worded;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Serialize)]
pub struct OrderRow {
    pub order: String,
    pub number: String,
    pub store: String,
    pub terminal: String,
    /// Hash of the fact.
    pub entry: String,
    pub position: u64,
    pub business_date: String,
    pub placed_at: String,
    pub received_at: String,
    pub late: bool,
    pub staff: String,
    pub customer: Option<String>,
    pub currency: String,
    pub net: i64,
    pub tax: i64,
    pub gross: i64,
    pub cash_rounding: i64,
    pub lines: Vec<LineRow>,
}

#[derive(Debug, Clone, Serialize)]
pub struct LineRow {
    pub line: u32,
    pub product: String,
    pub sku: String,
    pub name: String,
    pub fulfilment: String,
    pub quantity: i64,
    pub unit_price: i64,
    pub gross: i64,
    pub handed_over: i64,
    pub allocated: i64,
    pub backordered: i64,
    /// Could not be followed.
    pub set_aside: i64,
    pub shortage: Option<Story<TakenByRow>>,
}

/// Every order in order of position.
pub async fn orders(db: &Db, business: BusinessId) -> Result<Vec<OrderRow>, DbError> {
    let mut conn = db.begin_read().await?;
    let rows = sql("select o.id as id, o.store as store, o.terminal as terminal, o.entry as entry, \
         o.number as number, o.position as position, o.business_date as business_date, \
         o.received_ms as received_ms, o.net as net, o.tax as tax, o.gross as gross, \
         o.cash_rounding as cash_rounding, o.late as late, e.bytes as bytes \
         from orders o left join entry e on e.business = o.business and e.terminal = o.terminal and e.hash = o.entry \
         where o.business = $1 order by o.position, o.id")
    .id(business)
    .all(&mut conn)
    .await?;
    let ids: Vec<OrderId> = rows.iter().map(|found| row::id(found, "id")).collect::<Result<_, _>>()?;
    let states = States::of(&mut conn, business, &ids).await?;
    conn.rollback().await?;
    rows.iter().map(|found| order_row(found, &states)).collect()
}

/// Where lines stand, and whom their stories name.
struct States {
    standings: BTreeMap<OrderId, Standing>,
    takers: TakerNames,
}

impl States {
    async fn of(conn: &mut Conn, business: BusinessId, ids: &[OrderId]) -> Result<States, DbError> {
        let found = standings(conn, business, ids).await?;
        let stories = found.iter().flat_map(|standing| standing.lines.values()).filter_map(|line| line.story.as_ref());
        let takers = TakerNames::of(conn, business, stories).await?;
        Ok(States { standings: found.into_iter().map(|standing| (standing.order, standing)).collect(), takers })
    }

    fn line(&self, order: OrderId, line: u32) -> Option<&LineStanding> {
        self.standings.get(&order)?.lines.get(&line)
    }
}

/// As its entry holds it.
fn printed(found: &DbRow) -> Option<Order> {
    let Some(Fact::OrderPlaced(order)) = fact_in(&row::content(found, "bytes").ok()?) else { return None };
    Some(*order)
}

fn order_row(found: &DbRow, states: &States) -> Result<OrderRow, DbError> {
    let id: OrderId = row::id(found, "id")?;
    let order = printed(found);
    let order = order.as_ref();
    let said = |text: fn(&Order) -> String| order.map(text).unwrap_or_default();
    Ok(OrderRow {
        lines: order.map(|order| line_rows(order, id, states)).unwrap_or_default(),
        order: id.to_string(),
        number: row::text(found, "number")?,
        store: row::id::<StoreId>(found, "store")?.to_string(),
        terminal: row::id::<TerminalId>(found, "terminal")?.to_string(),
        entry: row::hash(found, "entry")?.to_hex(),
        position: row::count(found, "position")?,
        business_date: row::text(found, "business_date")?,
        placed_at: said(|order| order.placed_at.to_iso()),
        received_at: row::time(found, "received_ms")?.to_iso(),
        late: row::flag(found, "late")?,
        staff: said(|order| order.placed_by.staff_id().map(|staff| staff.to_string()).unwrap_or_default()),
        customer: order.and_then(|order| order.customer).map(|customer| customer.to_string()),
        currency: said(|order| order.currency.code().to_owned()),
        net: row::int(found, "net")?,
        tax: row::int(found, "tax")?,
        gross: row::int(found, "gross")?,
        cash_rounding: row::int(found, "cash_rounding")?,
    })
}

fn line_rows(order: &Order, id: OrderId, states: &States) -> Vec<LineRow> {
    let rows = order.lines.iter().map(|line| {
        let state = states.line(id, line.line);
        let part = |status| state.map_or(0, |state: &LineStanding| state.part(status).0);
        LineRow {
            line: line.line,
            product: line.product.to_string(),
            sku: line.sku.clone(),
            name: line.name.clone(),
            fulfilment: line.fulfilment.as_str().to_owned(),
            quantity: line.quantity.0,
            unit_price: line.unit_price.0,
            gross: line.gross.0,
            handed_over: part(LineStatus::HandedOver),
            allocated: part(LineStatus::Allocated),
            backordered: part(LineStatus::Backordered),
            set_aside: part(LineStatus::SetAside),
            shortage: state.and_then(|state| Some(state.story.as_ref()?.row(&states.takers))),
        }
    });
    rows.collect()
}

#[derive(Debug, Clone, Serialize)]
pub struct ReviewRow {
    pub order: String,
    pub number: String,
    pub store: String,
    pub stated: i64,
    pub reckoned: i64,
    pub reasons: Vec<Worded>,
    pub since: String,
}

pub async fn reviews(db: &Db, business: BusinessId) -> Result<Vec<ReviewRow>, DbError> {
    let rows = sql("select order_id, number, store, stated, reckoned, reasons, since_ms from review \
         where business = $1 order by since_ms, order_id")
    .id(business)
    .all(&mut db.read().await?)
    .await?;
    let review = |found| {
        Ok(ReviewRow {
            order: row::id::<OrderId>(found, "order_id")?.to_string(),
            number: row::text(found, "number")?,
            store: row::id::<StoreId>(found, "store")?.to_string(),
            stated: row::int(found, "stated")?,
            reckoned: row::int(found, "reckoned")?,
            reasons: row::decoded::<Vec<Reason>>(found, "reasons").map_or_else(
                |_| vec![Worded::from(Reason::from(AsideReason::Unreadable {}))],
                |reasons| reasons.into_iter().map(Worded::from).collect(),
            ),
            since: row::time(found, "since_ms")?.to_iso(),
        })
    };
    rows.iter().map(review).collect()
}

#[derive(Debug, Clone, Serialize)]
pub struct BackorderRow {
    pub backorder: String,
    pub order: String,
    pub number: String,
    pub line: u32,
    pub warehouse: String,
    pub product: String,
    pub sku: String,
    /// Still waiting.
    pub quantity: i64,
    /// The most it ever waited for.
    pub quantity_max: i64,
    pub position: u64,
    pub since: String,
    pub shortage: Story<TakenByRow>,
}

/// Lines that wait, in the order they will be served.
pub async fn backorders(db: &Db, business: BusinessId) -> Result<Vec<BackorderRow>, DbError> {
    let mut conn = db.begin_read().await?;
    let rows = sql("select s.order_id as order_id, s.line as line, s.warehouse as warehouse, s.product as product, \
         s.quantity as quantity, s.queue as position, h.quantity_max as quantity_max, h.since_ms as since_ms, \
         h.story as story, o.number as number, e.bytes as bytes \
         from line_state s join shortage h on h.business = s.business and h.order_id = s.order_id \
         and h.line = s.line and h.warehouse = s.warehouse \
         join orders o on o.business = s.business and o.id = s.order_id \
         left join entry e on e.business = o.business and e.terminal = o.terminal and e.hash = o.entry \
         where s.business = $1 and s.state = 'backordered' and s.queue is not null order by s.queue, s.line")
    .id(business)
    .all(&mut conn)
    .await?;
    let stories: Vec<Story> = rows.iter().map(|found| row::decoded(found, "story")).collect::<Result<_, _>>()?;
    let takers = TakerNames::of(&mut conn, business, stories.iter()).await?;
    conn.rollback().await?;
    rows.iter().zip(stories).map(|(found, story)| backorder_row(found, story.row(&takers))).collect()
}

fn backorder_row(found: &DbRow, shortage: Story<TakenByRow>) -> Result<BackorderRow, DbError> {
    let (id, line): (OrderId, u32) = (row::id(found, "order_id")?, row::small(found, "line")?);
    let product: ProductId = row::id(found, "product")?;
    let order = printed(found);
    let printed_line = order.as_ref().and_then(|order| order.lines.iter().find(|entry| entry.line == line));
    Ok(BackorderRow {
        backorder: backorder_id(id, line, product).to_string(),
        order: id.to_string(),
        number: row::text(found, "number")?,
        line,
        warehouse: row::id::<WarehouseId>(found, "warehouse")?.to_string(),
        product: product.to_string(),
        sku: printed_line.map(|entry| entry.sku.clone()).unwrap_or_default(),
        quantity: row::int(found, "quantity")?,
        quantity_max: row::int(found, "quantity_max")?,
        position: row::count(found, "position")?,
        since: row::time(found, "since_ms")?.to_iso(),
        shortage,
    })
}

/// Who took the units that lines wait for, in the order of the question.
pub async fn taken_by(db: &Db, business: BusinessId, lines: &[(OrderId, u32)]) -> Result<Vec<Vec<Taker>>, DbError> {
    let orders: Vec<OrderId> = lines.iter().map(|(order, _)| *order).collect();
    let texts = ("select order_id, line, story from shortage where business = $1 and order_id", "");
    let first = |query: Sql| query.id(business);
    let mut conn = db.begin_read().await?;
    let rows = select(&mut conn, texts, first, &orders, |query, id| query.id(*id)).await?;
    let mut stories: BTreeMap<(OrderId, u32), Story> = BTreeMap::new();
    for one in &rows {
        stories.insert((row::id(one, "order_id")?, row::small(one, "line")?), row::decoded(one, "story")?);
    }
    let takers = TakerNames::of(&mut conn, business, stories.values()).await?;
    conn.rollback().await?;
    Ok(lines.iter().map(|line| stories.get(line).map_or_else(Vec::new, |story| takers.told(story))).collect())
}

/// What an order's entry says, as it was sealed.
pub async fn sealed(db: &Db, business: BusinessId, order: OrderId) -> Result<Option<Sealed>, DbError> {
    let found = sql("select e.bytes as bytes from orders o join entry e on e.business = o.business \
         and e.terminal = o.terminal and e.hash = o.entry where o.business = $1 and o.id = $2")
    .id(business)
    .id(order)
    .maybe(&mut db.read().await?)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let entry = Entry::open(&row::content(&found, "bytes")?).ok();
    let said = |Entry { kind, payload_version, payload, .. }| Sealed { kind, payload_version, payload };
    Ok(entry.map(said))
}
