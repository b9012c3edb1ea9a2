//! Stock runs short; what was paid stays paid, and who came first is served first.

use crate::counter::*;
use counterfoil_tests::world::*;
use shared_model::command::*;
use shared_model::order::Fulfilment;
use shared_model::stock::ShortageCause;
use shared_model::unit::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_paid_sale_stays_a_sale_when_the_stock_was_short() {
    a_paid_sale_stays(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paid_sale_stays_a_sale_when_the_stock_was_short_on_postgres() {
    a_paid_sale_stays(Database::Postgres).await;
}

async fn a_paid_sale_stays(database: Database) {
    let world = World::on(database).await;
    let till = world.till("A").await;
    let carried = sell(&till, "VASE", 2).await;
    let ordered = sell_pickup(&till, "VASE", 3).await;
    let (out, later) = (till.judged(carried.order).await, till.judged(ordered.order).await);
    assert_eq!(out[0].handed_over, Quantity(2000), "carrying out is never refused");
    assert_eq!((later[0].allocated, later[0].backordered), (Quantity::ZERO, Quantity(3000)));
    let stage = |detail: shared_model::command::OrderDetail| detail.summary.state;
    assert_eq!(stage(till.must(OrderShow { order: carried.order }).await), OrderStage::HandedOver);
    assert_eq!(stage(till.must(OrderShow { order: ordered.order }).await), OrderStage::AwaitingStock);
    let tasks = wait_for("a count task", SETTLE_LIMIT, async || {
        let tasks = till.must(CountTaskList {}).await;
        if tasks.is_empty() { Err("none".to_owned()) } else { Ok(tasks) }
    })
    .await;
    assert_eq!((tasks[0].sku.as_str(), tasks[0].short), ("VASE", Quantity(2000)));
    till.sent().await;
    assert_exactly(&world, &[carried, ordered]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_oldest_backorder_is_served_first_and_later_demand_waits_its_turn() {
    oldest_first(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_oldest_backorder_is_served_first_and_later_demand_waits_its_turn_on_postgres() {
    oldest_first(Database::Postgres).await;
}

async fn oldest_first(database: Database) {
    let world = World::on(database).await;
    let (till, other) = (world.till("A").await, world.till("B").await);
    let first = sell_pickup(&till, "CHAIR", 4).await;
    till.judged(first.order).await;
    let second = sell_pickup(&other, "CHAIR", 2).await;
    other.judged(second.order).await;
    world.receive(&[("CHAIR", 3)]).await;
    waits(&till, first.order, 1).await;
    waits(&other, second.order, 2).await;
    let late = sell_pickup(&till, "CHAIR", 1).await;
    waits(&till, late.order, 1).await;
    world.receive(&[("CHAIR", 2)]).await;
    waits(&till, first.order, 0).await;
    waits(&other, second.order, 1).await;
    waits(&till, late.order, 1).await;
    world.receive(&[("CHAIR", 7)]).await;
    waits(&other, second.order, 0).await;
    waits(&till, late.order, 0).await;
    both_see(&[&till, &other], "CHAIR", 12, 5).await;
    assert_eq!(till.must(BackorderList {}).await, [], "goods arrived and a backorder stayed open");
}

/// Waits until the first line of an order waits for so many pieces.
async fn waits(till: &Till, order: OrderId, pieces: i64) {
    wait_for(&format!("order {order} to wait for {pieces}"), SETTLE_LIMIT, async || {
        let lines = till.judged(order).await;
        met(lines[0].backordered == Quantity(pieces * 1000), format!("{lines:?}"))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_one_on_two_lines_of_one_order_is_sold_once() {
    let world = World::new().await;
    world.receive(&[("RUG", 1)]).await;
    let till = world.till("A").await;
    till.sees_stock("RUG", 1, 1).await;
    let first = scan(&till, "RUG", 1).await.lines[0].line;
    till.must(CartFulfilment { line: first, fulfilment: Fulfilment::Pickup }).await;
    scan(&till, "RUG", 1).await;
    let sale = pay_cash(&till).await;
    let lines = till.judged(sale.order).await;
    assert_eq!(lines.len(), 2, "two lines became {lines:?}");
    let covered: i64 = lines.iter().map(|line| line.allocated.0 + line.handed_over.0).sum();
    let short: i64 = lines.iter().map(|line| line.backordered.0).sum();
    let deficit: i64 = world
        .server
        .rows("stock")
        .await
        .iter()
        .filter(|row| row["sku"] == "RUG")
        .map(|row| row["deficit"].as_i64().unwrap_or(0))
        .sum();
    assert_eq!((covered + short, short + deficit), (2000, 1000), "{lines:?}, deficit {deficit}");
    if let Some(line) = lines.iter().find(|line| line.backordered.is_positive()) {
        let cause = line.shortage.as_ref().map(|shortage| shortage.cause.clone());
        assert!(matches!(cause, Some(ShortageCause::TakenByCarryOut | ShortageCause::SoldOut)), "{cause:?}");
    }
}
