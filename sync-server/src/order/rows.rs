//! The tables of sales: what was sold, where each part of each line stands, why a line waits,
//! what the server reckons differently.

use super::shortage::Wait;
use super::story::Story;
use crate::act::{Loaded, Wants};
use crate::db::set::{Among, Insert, select_all};
use crate::db::{Conn, DbError, DbRow, Sql, row, sql};
use crate::ledger::{Cause, ShelfKey};
use crate::log::Writing;
use shared_model::fact::drawer::ShiftRedated;
use shared_model::order::{Order, OrderLine};
use shared_model::reason::Reason;
use shared_model::stock::{LineStatus, Posted, Promise};
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub struct Rows {
    orders: Vec<NewOrder>,
    pub(super) lines: Vec<NewLine>,
    /// What changed of each part.
    pub(super) parts: BTreeMap<PartKey, Part>,
    pub(super) reviews: Vec<NewReview>,
    /// The sales of this change.
    pub(super) booked: BTreeMap<OrderId, Booked>,
    /// Orders whose lines changed.
    pub(super) touched: BTreeSet<OrderId>,
    /// Lines that wait since this change.
    pub(super) waits: BTreeMap<(OrderId, u32), Wait>,
    pub(super) shortages: Vec<NewShortage>,
}

pub struct NewOrder {
    id: OrderId,
    store: StoreId,
    terminal: TerminalId,
    entry: Hash,
    number: String,
    position: u64,
    business_date: BusinessDate,
    totals: [Amount; 4],
    late: bool,
    known: u64,
    offline_s: Option<u64>,
}

pub struct NewLine {
    pub order: OrderId,
    pub line: u32,
    pub product: ProductId,
    pub quantity: Quantity,
    fulfilment: String,
    moves: bool,
    believed_free: Option<Quantity>,
}

pub type PartKey = (OrderId, u32, WarehouseId, LineStatus);

pub struct Part {
    pub product: ProductId,
    /// More or less than before.
    pub by: i64,
    position: u64,
    promise: Promise,
    now: Timestamp,
}

/// What a story or a state needs to know of a sale of this change.
pub struct Booked {
    pub store: StoreId,
    pub terminal: TerminalId,
    pub position: u64,
    pub known: u64,
    pub offline_s: Option<u64>,
    pub believed_free: BTreeMap<u32, Quantity>,
}

pub struct NewReview {
    pub order: OrderId,
    pub store: StoreId,
    pub number: String,
    pub stated: Amount,
    pub reckoned: Amount,
    pub reasons: Vec<Reason>,
}

pub struct NewShortage {
    pub order: OrderId,
    pub line: u32,
    pub warehouse: WarehouseId,
    pub quantity: Quantity,
    pub story: Story,
}

impl NewOrder {
    pub fn of(order: &Order, booked: &Booked, entry: Hash, number: String, late: bool) -> NewOrder {
        let totals = [order.totals.net, order.totals.tax, order.totals.gross, order.cash_rounding];
        let business_date = order.business_date;
        let (known, offline_s) = (booked.known, booked.offline_s);
        let (store, terminal, position) = (booked.store, booked.terminal, booked.position);
        NewOrder {
            id: order.id,
            store,
            terminal,
            entry,
            number,
            position,
            business_date,
            totals,
            late,
            known,
            offline_s,
        }
    }
}

impl NewLine {
    pub fn of(order: OrderId, line: &OrderLine, moves: bool) -> NewLine {
        NewLine {
            order,
            line: line.line,
            product: line.product,
            quantity: line.quantity,
            fulfilment: line.fulfilment.as_str().to_owned(),
            moves,
            believed_free: line.believed_free,
        }
    }
}

impl Booked {
    pub fn of(
        order: &Order,
        (store, terminal): (StoreId, TerminalId),
        position: u64,
        generations: &Generations,
    ) -> Booked {
        let believed = order.lines.iter().filter_map(|line| Some((line.line, line.believed_free?)));
        Booked {
            store,
            terminal,
            position,
            known: generations.number(order.knowledge.stock),
            offline_s: order.knowledge.heard_at.map(|heard| seconds_between(heard, order.placed_at)),
            believed_free: believed.collect(),
        }
    }
}

impl Booked {
    /// Without what its till believed of its lines.
    pub fn read(found: &DbRow) -> Result<Booked, DbError> {
        Ok(Booked {
            store: row::id(found, "store")?,
            terminal: row::id(found, "terminal")?,
            position: row::count(found, "position")?,
            known: row::count(found, "known")?,
            offline_s: row::opt_count(found, "offline_s")?,
            believed_free: BTreeMap::new(),
        })
    }
}

async fn write_parts_of(
    into: Insert,
    parts: &[(&PartKey, &Part)],
    conn: &mut Conn,
    writing: &Writing,
) -> Result<(), DbError> {
    into.rows(conn, parts, |row, ((order, line, warehouse, status), part)| {
        let row = row.id(writing.business).id(*order).int(i64::from(*line)).id(*warehouse);
        let row = row.text(status.as_str()).id(part.product).int(part.by);
        let in_queue = matches!(status, LineStatus::Allocated | LineStatus::Backordered);
        let queue = in_queue.then(|| row::stored(writing.position(part.position)));
        let row = row.opt_int(queue).text(row::name_of(&part.promise));
        row.int(part.now.unix_ms).int(part.now.unix_ms)
    })
    .await
}

/// Both times are the till's own, so a wrong clock does not matter; one set back counts as
/// no time at all.
fn seconds_between(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.unix_ms.saturating_sub(from.unix_ms) / 1000).unwrap_or(0)
}

impl Rows {
    pub(super) fn book(&mut self, row: NewOrder, booked: Booked) {
        self.touched.insert(row.id);
        self.booked.insert(row.id, booked);
        self.orders.push(row);
    }

    /// A line that the books do not follow.
    pub(super) fn stand(
        &mut self,
        order: OrderId,
        line: &OrderLine,
        warehouse: WarehouseId,
        (status, position): (LineStatus, u64),
        now: Timestamp,
    ) {
        let key = (order, line.line, warehouse, status);
        let part = Part { product: line.product, by: line.quantity.0, position, promise: line.promise.clone(), now };
        self.parts.insert(key, part);
    }

    /// Parts of lines that one event moved, of this change's sales or of older ones.
    pub fn follow(&mut self, (warehouse, product): ShelfKey, posted: &Posted, cause: &Cause) {
        for change in &posted.changes {
            let (order, line) = (change.order, change.line);
            for (status, by) in [(change.from, -change.quantity.0), (change.to, change.quantity.0)] {
                if status == LineStatus::Ordered {
                    continue;
                }
                let (position, promise, now) = (change.position, change.promise.clone(), cause.now);
                let fresh = Part { product, by: 0, position, promise, now };
                self.parts.entry((order, line, warehouse, status)).or_insert(fresh).by += by;
            }
            self.touched.insert(order);
            if let Some(reason) = &change.cause {
                let wait = self.waits.entry((order, line)).or_insert_with(|| Wait::of((warehouse, product), change));
                wait.again(reason.clone(), cause, change.quantity);
            }
        }
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        self.write_orders(conn, writing).await?;
        self.write_lines(conn, writing).await?;
        self.write_parts(conn, writing).await?;
        self.write_shortages(conn, writing).await?;
        self.write_reviews(conn, writing).await
    }

    async fn write_orders(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let order = Insert {
            into: "insert into orders (business, id, store, terminal, entry, number, position, business_date, \
                   received_ms, net, tax, gross, cash_rounding, late, known, offline_s)",
            then: "",
        };
        order
            .rows(conn, &self.orders, |row, it| {
                let row = row.id(writing.business).id(it.id).id(it.store).id(it.terminal).hash(it.entry);
                let row = row.text(it.number.clone()).count(writing.position(it.position));
                let row = row.text(it.business_date.to_string()).int(writing.now.unix_ms);
                let row = it.totals.iter().fold(row, |row, amount| row.int(amount.0)).flag(it.late);
                row.count(it.known).opt_count(it.offline_s)
            })
            .await
    }

    async fn write_lines(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let line = Insert {
            into: "insert into order_line (business, order_id, line, product, quantity, fulfilment, stocked, \
                   believed_free)",
            then: "",
        };
        line.rows(conn, &self.lines, |row, it| {
            let row = row.id(writing.business).id(it.order).int(i64::from(it.line)).id(it.product);
            let row = row.int(it.quantity.0).text(it.fulfilment.clone()).flag(it.moves);
            row.opt_int(it.believed_free.map(|quantity| quantity.0))
        })
        .await
    }

    async fn write_parts(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let changed = self.parts.iter().filter(|(_, part)| part.by != 0);
        // Of a sale of this change there is nothing yet that a part could be added to.
        let (fresh, older): (Vec<_>, Vec<_>) = changed.partition(|(key, _)| self.booked.contains_key(&key.0));
        let into = "insert into line_state (business, order_id, line, warehouse, state, product, quantity, queue, \
                    promise, since_ms, changed_ms)";
        write_parts_of(Insert { into, then: "" }, &fresh, conn, writing).await?;
        let added = Insert {
            into,
            then: "on conflict (business, order_id, line, warehouse, state) do update \
                   set quantity = line_state.quantity + excluded.quantity, \
                   queue = case when line_state.quantity + excluded.quantity > 0 then excluded.queue end, \
                   since_ms = case when line_state.quantity = 0 then excluded.since_ms else line_state.since_ms end, \
                   changed_ms = excluded.changed_ms",
        };
        write_parts_of(added, &older, conn, writing).await
    }

    async fn write_shortages(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let shortage = Insert {
            into: "insert into shortage (business, order_id, line, warehouse, quantity_max, cause, since_ms, story)",
            then: "on conflict (business, order_id, line, warehouse) do update set quantity_max = \
                   case when shortage.quantity_max > excluded.quantity_max then shortage.quantity_max \
                   else excluded.quantity_max end, cause = excluded.cause, story = excluded.story",
        };
        shortage
            .rows(conn, &self.shortages, |row, it| {
                let row = row.id(writing.business).id(it.order).int(i64::from(it.line)).id(it.warehouse);
                let row = row.int(it.quantity.0).text(row::name_of(&it.story.cause));
                row.int(writing.now.unix_ms).encoded(&it.story.placed(|position| writing.position(position)))
            })
            .await
    }

    async fn write_reviews(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let review = Insert {
            into: "insert into review (business, order_id, store, number, stated, reckoned, reasons, since_ms)",
            then: "",
        };
        review
            .rows(conn, &self.reviews, |row, it| {
                let row = row.id(writing.business).id(it.order).id(it.store).text(it.number.clone());
                row.int(it.stated.0).int(it.reckoned.0).encoded(&it.reasons).int(writing.now.unix_ms)
            })
            .await
    }
}

/// Asks for ids and entries of booked sales among those that a change names, and for receipt numbers.
pub fn taken(wants: &Wants) -> Vec<Among<'static>> {
    let ids: Vec<OrderId> = wants.orders.iter().map(|(id, _)| *id).collect();
    let numbers: Vec<&String> = wants.numbers.iter().collect();
    vec![taken_ids(&ids), taken_numbers(&numbers)]
}

fn taken_numbers(numbers: &[&String]) -> Among<'static> {
    let before = "select 'number' as what, cast(null as bytea) as id, cast(null as bytea) as entry, number from orders \
                  where business = $1 and number";
    Among::new(before, numbers, |query, number| query.text(*number))
}

/// Whether a booked sale has one of these receipt numbers.
pub async fn is_any_number(conn: &mut Conn, business: BusinessId, numbers: &[String]) -> Result<bool, DbError> {
    let numbers: Vec<&String> = numbers.iter().collect();
    let found = select_all(conn, |query: Sql| query.id(business), vec![taken_numbers(&numbers)]).await?;
    Ok(!found.is_empty())
}

fn taken_ids(ids: &[OrderId]) -> Among<'static> {
    let before =
        "select 'order' as what, id, entry, cast(null as text) as number from orders where business = $1 and id";
    Among::new(before, ids, |query, id| query.id(*id))
}

/// What [`taken`] asked for.
pub async fn take(
    conn: &mut Conn,
    (business, wants): (BusinessId, &Wants),
    found: &[DbRow],
    loaded: &mut Loaded,
) -> Result<(), DbError> {
    take_rows(found, loaded)?;
    // Where an id is taken, whoever wanted it may stand beside it already.
    let wanted = wants.orders.iter().filter(|(id, _)| loaded.orders.contains(id));
    let beside: Vec<OrderId> = wanted.map(|(_, beside)| *beside).collect();
    let found = select_all(conn, |query: Sql| query.id(business), vec![taken_ids(&beside)]).await?;
    take_rows(&found, loaded)
}

fn take_rows(found: &[DbRow], loaded: &mut Loaded) -> Result<(), DbError> {
    for found in found {
        match row::text(found, "what")?.as_str() {
            "order" => {
                loaded.orders.insert(row::id(found, "id")?);
                loaded.booked.insert(row::hash(found, "entry")?);
            }
            "number" => drop(loaded.numbers.insert(row::text(found, "number")?)),
            _ => {}
        }
    }
    Ok(())
}

/// Orders that were sold in a shift before it was dated anew. Where their money is booked says which.
pub async fn redate(
    conn: &mut Conn,
    writing: &Writing,
    (terminal, position): (TerminalId, u64),
    it: &ShiftRedated,
) -> Result<(), DbError> {
    sql("update orders set business_date = $4 \
         where business = $1 and business_date = $3 and terminal = $5 and entry in (select d.entry \
         from money_document d where d.business = $1 and d.shift = $2 and d.business_date = $3 \
         and d.position < $6 and d.position >= \
         (select s.position from shift s where s.business = $1 and s.id = $2 and s.terminal = $5))")
    .id(writing.business)
    .id(it.shift)
    .text(it.from.to_string())
    .text(it.to.to_string())
    .id(terminal)
    .count(position)
    .run(conn)
    .await
    .map(drop)
}
