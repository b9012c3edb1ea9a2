//! What can be promised, and what waits for goods.

use crate::world::*;
use shared_model::catalogue::{Product, ShortagePolicy};
use shared_model::command::*;
use shared_model::order::Fulfilment;
use shared_model::refusal::ErrorCode;
use shared_model::stock::ShortageCause;
use shared_model::unit::*;
use shared_model::wire::told::order::{Moment, ShortageTold};
use shared_model::wire::{Answer, Call, Taker, Told};
use tokio::sync::mpsc;

async fn free(world: &World, product: ProductId) -> (i64, StockLevel) {
    let stock = world.run(ProductShow { product }).await.stock;
    (stock.free.0, stock.level)
}

#[tokio::test]
async fn what_is_free_counts_the_cart_and_sales_the_server_has_not_posted() {
    let mut world = World::open().await;
    assert_eq!(free(&world, LAMP).await, (5000, StockLevel::AtRisk), "not in touch");
    world.go_online();
    assert_eq!(free(&world, LAMP).await, (5000, StockLevel::Free));
    world.run(add_some(LAMP, 2000)).await;
    assert_eq!(free(&world, LAMP).await.0, 3000);
    let sale = world.run(complete(5000)).await;
    assert_eq!(free(&world, LAMP).await.0, 3000);
    // What was sold here counts until a level is told that is true after the sale was posted.
    world.hear_of(sale.order, 2000, 0).await;
    assert_eq!(free(&world, LAMP).await.0, 3000);
    world.till.replica.usage_sweep().unwrap();
    assert_eq!(free(&world, LAMP).await.0, 3000);
    world.hear_levels(vec![level(LAMP, 3, 2)]).await.unwrap();
    assert_eq!(free(&world, LAMP).await.0, 3000);
    world.till.replica.usage_sweep().unwrap();
    assert_eq!(free(&world, LAMP).await.0, 3000);
    world.clock.0.fetch_add(61_000, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(free(&world, LAMP).await.1, StockLevel::AtRisk, "the figure is more than a minute old");
    assert_eq!(free(&world, POSTAGE).await.1, StockLevel::NotStocked);
}

fn pickup(line: u32) -> CartFulfilment {
    CartFulfilment { line, fulfilment: Fulfilment::Pickup }
}

#[tokio::test]
async fn two_lines_of_one_product_share_its_stock() {
    let world = World::open().await;
    world.go_online();
    world.run(add_some(LAMP, 4000)).await;
    world.run(pickup(1)).await;
    let cart = world.run(add_some(LAMP, 3000)).await;
    let promise = |level, parts: [i64; 3]| {
        let [covered, short, to_be_confirmed] = parts.map(Quantity);
        PromiseView { level, covered, short, to_be_confirmed }
    };
    assert_eq!(cart.lines[0].promise, promise(StockLevel::Free, [4000, 0, 4000]), "as its receipt will say");
    assert_eq!(cart.lines[1].promise, promise(StockLevel::AtRisk, [1000, 2000, 0]));
}

#[tokio::test]
async fn what_may_not_be_sold_short_is_refused_before_the_first_payment_but_never_at_the_counter() {
    let mut world = World::open().await;
    let pay = || PayCash { amount: Amount(100) };
    let policies = [
        (ShortagePolicy::Deny, false),
        (ShortagePolicy::Ask, true),
        // Of a newer server: whoever may sell short decides.
        (ShortagePolicy::Other("lend".into()), true),
        (ShortagePolicy::Allow, true),
    ];
    for (policy, manager_may) in policies {
        world.hear(vec![row(Product { shortage: policy.clone(), ..chair() })]).await.unwrap();
        world.sign_in(CASHIER).await;
        let line = world.run(add_some(CHAIR, 2000)).await.touched.unwrap();
        world.run(pickup(line)).await;
        world.run(CartQuantity { line, quantity: Quantity(3000) }).await;
        if policy != ShortagePolicy::Allow {
            assert_eq!(world.refused(pay()).await, ErrorCode::StockDenied, "{policy:?}");
        }
        world.sign_in(MANAGER).await;
        if manager_may {
            let paid = world.run(pay()).await;
            world.run(PayVoid { tender: paid.tenders[0].id }).await;
        } else {
            assert_eq!(world.refused(pay()).await, ErrorCode::StockDenied);
        }
        world.run(CartCancel {}).await;
    }
    world.hear(vec![row(Product { shortage: ShortagePolicy::Deny, ..chair() })]).await.unwrap();
    world.run(add_some(CHAIR, 9000)).await;
    world.run(complete(100_000)).await;
}

#[tokio::test]
async fn orders_show_where_they_stand_and_what_waits() {
    let mut world = World::open().await;
    let sale = world.sell_lamp().await;
    let list = world.run(all_orders()).await;
    assert_eq!((list[0].state, list[0].waiting), (OrderStage::Placed, true));
    world.hear_of(sale.order, 0, 1000).await;
    let list = world.run(OrderList { limit: None, text: "t01-000001".into(), backordered: true }).await;
    assert_eq!((list.len(), list[0].state), (1, OrderStage::AwaitingStock));
    let waiting = world.run(BackorderList {}).await;
    assert_eq!((waiting[0].sku.as_str(), waiting[0].quantity), ("LAMP1", Quantity(1000)));
    assert_eq!(world.run(Status {}).await.backorders, 1);
    world.hear(vec![line_one(&world.server, sale.order, 1000, 0)]).await.unwrap();
    assert_eq!(world.run(all_orders()).await[0].state, OrderStage::HandedOver);
    assert_eq!(world.run(BackorderList {}).await, []);
    assert_eq!(world.run(OrderList { text: "no such".into(), ..all_orders() }).await, []);
}

#[tokio::test]
async fn why_a_line_waits_was_told_and_who_took_the_units_is_asked_when_somebody_looks() {
    let mut world = World::open().await;
    let order = world.sell_lamp().await.order;
    world.hear_of(order, 0, 1000).await;
    let since = Timestamp::new(NOON, 0);
    let told = ShortageTold {
        order,
        line: 1,
        cause: ShortageCause::TakenByCarryOut,
        terminal: Some(TERMINAL),
        offline_s: Some(90),
        believed_free: Some(Quantity(5000)),
        expected: Some("2026-03-09".parse().unwrap()),
        since: Moment(since),
        warehouse: None,
    };
    world.hear(vec![Told::Shortage(told)]).await.unwrap();
    let expected = |taken_by| Shortage {
        cause: ShortageCause::TakenByCarryOut,
        terminal: TERMINAL,
        offline_s: Some(90),
        believed_free: Some(Quantity(5000)),
        taken_by,
        expected: Some("2026-03-09".parse().unwrap()),
        since,
    };
    // Without a connection, and where the server takes the question and says nothing of use.
    assert_eq!(world.run(BackorderList {}).await[0].shortage, expected(vec![]));
    world.go_online();
    let mut calls = std::mem::replace(&mut world.ends.calls, mpsc::channel(1).1);
    let number = || "T02-000009".to_owned();
    let taker = Taker { number: number(), quantity: Quantity(1000), at: Moment(since) };
    let answers = [
        (Answer::Retried { applied: true, reason: None }, vec![]),
        (Answer::Takers { lines: vec![] }, vec![]),
        (
            Answer::Takers { lines: vec![vec![taker.clone()], vec![taker]] },
            vec![TakenBy { number: number(), quantity: Quantity(1000), at: since }],
        ),
    ];
    for (answer, taken_by) in answers {
        let server = async {
            let pending = calls.recv().await.unwrap();
            assert_eq!(pending.call, Call::Takers { lines: vec![(order, 1)] });
            let _ = pending.answer.send(Ok(answer));
        };
        let (shown, ()) = tokio::join!(world.run(OrderShow { order }), server);
        assert_eq!(shown.line_states[0].shortage, Some(expected(taken_by)));
    }
}
