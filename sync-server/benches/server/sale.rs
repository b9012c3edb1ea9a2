//! One sale among tills that have nothing to do, and one pickup of a product that many wait
//! for.

use crate::client::{Connection, Stand};
use crate::line::{Line, median};
use crate::push::End;
use crate::shop::{CARRY_OUT, DELIVERY, Shop, Till};
use crate::stage::{On, Stage, sku};
use std::time::{Duration, Instant};
use sync_server::db::Asked;

const IDLE: usize = 40;
const SALES: usize = 15;
const PICKUPS: usize = 31;

pub async fn measure(on: On) -> Vec<Line> {
    let stage = Stage::set(on, 1, 100).await;
    let mut lines = statements(&stage, on).await;
    lines.extend(pickups(on).await);
    lines
}

fn basket() -> Vec<(String, shared_model::order::Fulfilment)> {
    (0..4).map(|line| (sku(line), if line == 1 { DELIVERY } else { CARRY_OUT })).collect()
}

async fn sell(shop: &Shop, till: &mut Till) {
    let basket = basket();
    let basket: Vec<_> = basket.iter().map(|(sku, way)| (sku.as_str(), 1, way.clone())).collect();
    shop.sell(till, &basket).await;
}

/// A set of rows counts as one.
fn asked(asked: &Asked) -> u64 {
    asked.statements() - asked.further()
}

async fn statements(stage: &Stage, on: On) -> Vec<Line> {
    let (shop, mut till) = (&stage.shop, stage.shop.till().await);
    sell(shop, &mut till).await;
    let before = asked(shop.db.asked());
    sell(shop, &mut till).await;
    let alone = asked(shop.db.asked()) - before;
    let served = stage.serve().await;
    let mut idle = Vec::new();
    for _ in 0..IDLE {
        let (_, client) = stage.till(served.address, &stage.stores[0]).await;
        let (mut connection, welcome) = client.connect(&Stand::start()).await;
        connection.follow(welcome.head).await;
        idle.push(connection);
    }
    settle(stage, &mut idle).await;
    // Each came at another moment, so each reads the first page after that for itself.
    sell(shop, &mut till).await;
    settle(stage, &mut idle).await;
    let mut among = Vec::new();
    for _ in 0..SALES {
        let before = asked(shop.db.asked());
        sell(shop, &mut till).await;
        let looked = asked(shop.db.asked());
        let end = End::of(stage).await;
        let before = before + asked(shop.db.asked()) - looked;
        for connection in &mut idle {
            connection.follow_until(|till| end.is_reached(till, stage.stores[0].warehouse)).await;
        }
        among.push((asked(shop.db.asked()) - before) as f64);
    }
    served.stop().await;
    let name = |what: &str| format!("a sale of 4 lines, {on}: statements (a set of rows is one) {what}");
    // Written: push_batch, entry, terminal_head, orders, order_line, line_state, payment, payment_settled,
    // money_document, money_posting, posting, stock_level, log_row, scope_head, log_head. On PostgreSQL
    // they are one statement and that of log_head; a lock of the warehouse comes before.
    let most = if on == On::Sqlite { 12.0 + 15.0 } else { 13.0 + 2.0 };
    vec![
        Line::new(name("alone"), "", vec![alone as f64]).within(most),
        Line::new(name("more with 40 idle tills"), "", among.iter().map(|among| among - alone as f64).collect())
            .within(2.0),
    ]
}

/// Until all have heard of everything.
async fn settle(stage: &Stage, idle: &mut [Connection]) {
    let end = End::of(stage).await;
    for connection in idle {
        connection.follow_until(|till| end.is_reached(till, stage.stores[0].warehouse)).await;
    }
}

/// One product that few wait for and one that many do, a pickup of each in turn: a machine has
/// its moods, and both must meet the same one.
async fn pickups(on: On) -> Vec<Line> {
    let (mut few, mut many) = (Counter::open(on, 10).await, Counter::open(on, 10_000 - PICKUPS).await);
    let (mut of_few, mut of_many) = (Vec::new(), Vec::new());
    for _ in 0..PICKUPS {
        of_few.push(few.pickup().await);
        of_many.push(many.pickup().await);
    }
    let ratio = median(&of_many) / median(&of_few);
    let name = |what: &str| format!("a pickup of one product, {on}: {what}");
    vec![
        Line::new(name("10,000 lines open against 10"), "×", vec![ratio]).within(1.5),
        Line::new(name("10,000 lines open"), "ms", of_many).above(of_few),
    ]
}

/// A shop with so many open lines of one product.
struct Counter {
    stage: Stage,
    till: Till,
}

impl Counter {
    async fn open(on: On, lines: usize) -> Counter {
        let stage = Stage::set(on, 1, 0).await;
        stage.shop.receive("SKU00000", 100_000).await;
        let mut till = stage.shop.till().await;
        let sold: Vec<_> = (0..lines).flat_map(|_| till.sell(&stage.shop, &[("SKU00000", 1, DELIVERY)]).1).collect();
        for part in sold.chunks(500) {
            stage.shop.push(&till, part).await;
        }
        Counter { stage, till }
    }

    async fn pickup(&mut self) -> f64 {
        let (_, entries) = self.till.sell(&self.stage.shop, &[("SKU00000", 1, DELIVERY)]);
        let begun = Instant::now();
        self.stage.shop.push(&self.till, &entries).await;
        ms(begun.elapsed())
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
