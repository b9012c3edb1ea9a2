//! What can be promised, and what waits for goods.

use crate::world::*;
use shared_model::catalogue::{Product, ShortagePolicy};
use shared_model::command::*;
use shared_model::order::Fulfilment;
use shared_model::unit::*;
use shared_model::wire::log::{LineState, LogBody, OrderState};

async fn free(world: &World, product: ProductId) -> (i64, StockLevel) {
    let stock = world.run(ProductShow { product }).await.stock;
    (stock.free.0, stock.level)
}

fn state(order: OrderId, handed_over: i64, backordered: i64) -> LogBody {
    let line = LineState {
        line: 1,
        product: LAMP,
        handed_over: Quantity(handed_over),
        allocated: Quantity::ZERO,
        backordered: Quantity(backordered),
        shortage: None,
    };
    let received_at = Timestamp::new(NOON, 0);
    LogBody::OrderState(OrderState { order, position: 9, received_at, lines: vec![line] })
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
    // The page that posts the sale brings the new level with it.
    world.hear(vec![level(LAMP, 3, 2), state(sale.order, 2000, 0)]).await.unwrap();
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
    let promise = |level, covered, short| PromiseView { level, covered: Quantity(covered), short: Quantity(short) };
    assert_eq!(cart.lines[0].promise, promise(StockLevel::Free, 4000, 0));
    assert_eq!(cart.lines[1].promise, promise(StockLevel::AtRisk, 1000, 2000));
}

#[tokio::test]
async fn what_may_not_be_sold_short_is_refused_before_the_first_payment_but_never_at_the_counter() {
    let mut world = World::open().await;
    let pay = || PayCash { amount: Amount(100) };
    for (policy, manager_may) in
        [(ShortagePolicy::Deny, false), (ShortagePolicy::Ask, true), (ShortagePolicy::Allow, true)]
    {
        let row = Product { shortage: policy, ..chair() };
        world.hear(vec![LogBody::Product { row, change: Vec::new() }]).await.unwrap();
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
    let row = Product { shortage: ShortagePolicy::Deny, ..chair() };
    world.hear(vec![LogBody::Product { row, change: Vec::new() }]).await.unwrap();
    world.run(add_some(CHAIR, 9000)).await;
    world.run(complete(100_000)).await;
}

#[tokio::test]
async fn orders_show_where_they_stand_and_what_waits() {
    let mut world = World::open().await;
    let sale = world.sell_lamp().await;
    let list = world.run(all_orders()).await;
    assert_eq!((list[0].state, list[0].waiting), (OrderStage::Placed, true));
    world.hear(vec![state(sale.order, 0, 1000)]).await.unwrap();
    let list = world.run(OrderList { limit: None, text: "t01-000001".into(), backordered: true }).await;
    assert_eq!((list.len(), list[0].state), (1, OrderStage::AwaitingStock));
    let waiting = world.run(BackorderList {}).await;
    assert_eq!((waiting[0].sku.as_str(), waiting[0].quantity), ("LAMP1", Quantity(1000)));
    assert_eq!(world.run(Status {}).await.backorders, 1);
    world.hear(vec![state(sale.order, 1000, 0)]).await.unwrap();
    assert_eq!(world.run(all_orders()).await[0].state, OrderStage::HandedOver);
    assert_eq!(world.run(BackorderList {}).await, []);
    assert_eq!(world.run(OrderList { text: "no such".into(), ..all_orders() }).await, []);
}
