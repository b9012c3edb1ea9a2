use super::world::*;
use serde_json::{Value, json};
use shared_model::catalogue::{Product, ShortagePolicy};
use shared_model::command::ErrorCode;
use shared_model::unit::*;
use shared_model::wire::log::{LineState, LogBody, OrderState};

async fn free(world: &World, product: ProductId) -> (i64, String) {
    let detail = world.run("product_show", json!({ "product": product })).await;
    (detail["stock"]["free"].as_i64().unwrap(), detail["stock"]["level"].as_str().unwrap().to_owned())
}

fn state(order: &Value, handed_over: i64, backordered: i64) -> LogBody {
    let line = LineState {
        line: 1,
        product: LAMP,
        handed_over: Quantity(handed_over),
        allocated: Quantity::ZERO,
        backordered: Quantity(backordered),
        shortage: None,
    };
    let received_at = Timestamp::new(NOON, 0);
    LogBody::OrderState(OrderState {
        order: order.as_str().unwrap().parse().unwrap(),
        position: 9,
        received_at,
        lines: vec![line],
    })
}

#[tokio::test]
async fn what_is_free_counts_the_cart_and_sales_the_server_has_not_posted() {
    let mut world = World::open().await;
    assert_eq!(free(&world, LAMP).await, (5000, "at_risk".into()), "not in touch");
    world.go_online();
    assert_eq!(free(&world, LAMP).await, (5000, "free".into()));
    world.run("cart_add", json!({ "product": LAMP, "quantity": 2000 })).await;
    assert_eq!(free(&world, LAMP).await.0, 3000);
    let sale = world.run("pay_complete", json!({ "cash": 5000 })).await;
    assert_eq!(free(&world, LAMP).await.0, 3000);
    // The page that posts the sale brings the new level with it.
    world.hear(vec![level(LAMP, 3, 2), state(&sale["order"], 2000, 0)]).await.unwrap();
    assert_eq!(free(&world, LAMP).await.0, 3000);
    world.till.replica.usage_sweep().unwrap();
    assert_eq!(free(&world, LAMP).await.0, 3000);
    world.clock.0.fetch_add(61_000, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(free(&world, LAMP).await.1, "at_risk", "the figure is more than a minute old");
    assert_eq!(free(&world, POSTAGE).await.1, "not_stocked");
}

#[tokio::test]
async fn two_lines_of_one_product_share_its_stock() {
    let world = World::open().await;
    world.go_online();
    world.run("cart_add", json!({ "product": LAMP, "quantity": 4000 })).await;
    world.run("cart_fulfilment", json!({ "line": 1, "fulfilment": { "kind": "pickup" } })).await;
    let cart = world.run("cart_add", json!({ "product": LAMP, "quantity": 3000 })).await;
    let promises: Vec<_> = [0, 1].iter().map(|line| cart["lines"][line]["promise"].clone()).collect();
    assert_eq!(promises[0], json!({ "level": "free", "covered": 4000, "short": 0 }));
    assert_eq!(promises[1], json!({ "level": "at_risk", "covered": 1000, "short": 2000 }));
}

#[tokio::test]
async fn what_may_not_be_sold_short_is_refused_before_the_first_payment_but_never_at_the_counter() {
    let mut world = World::open().await;
    for (policy, manager_may) in
        [(ShortagePolicy::Deny, false), (ShortagePolicy::Ask, true), (ShortagePolicy::Allow, true)]
    {
        let row = Product { shortage: policy, ..chair() };
        world.hear(vec![LogBody::Product { row, change: Vec::new() }]).await.unwrap();
        world.sign_in(CASHIER).await;
        let cart = world.run("cart_add", json!({ "product": CHAIR, "quantity": 2000 })).await;
        let line = cart["touched"].clone();
        world.run("cart_fulfilment", json!({ "line": line, "fulfilment": { "kind": "pickup" } })).await;
        world.run("cart_quantity", json!({ "line": line, "quantity": 3000 })).await;
        let pay = json!({ "amount": 100 });
        if policy != ShortagePolicy::Allow {
            assert_eq!(world.refused("pay_cash", pay.clone()).await, ErrorCode::StockDenied, "{policy:?}");
        }
        world.sign_in(MANAGER).await;
        if manager_may {
            let paid = world.run("pay_cash", pay).await;
            world.run("pay_void", json!({ "tender": paid["tenders"][0]["id"] })).await;
        } else {
            assert_eq!(world.refused("pay_cash", pay).await, ErrorCode::StockDenied);
        }
        world.run("cart_cancel", json!({})).await;
    }
    let row = Product { shortage: ShortagePolicy::Deny, ..chair() };
    world.hear(vec![LogBody::Product { row, change: Vec::new() }]).await.unwrap();
    world.run("cart_add", json!({ "product": CHAIR, "quantity": 9000 })).await;
    world.run("pay_complete", json!({ "cash": 100_000 })).await;
}

#[tokio::test]
async fn orders_show_where_they_stand_and_what_waits() {
    let mut world = World::open().await;
    let sale = world.sell_lamp().await;
    let list = world.run("order_list", json!({})).await;
    assert_eq!((&list[0]["state"], &list[0]["waiting"]), (&json!("placed"), &json!(true)));
    world.hear(vec![state(&sale["order"], 0, 1000)]).await.unwrap();
    let list = world.run("order_list", json!({ "backordered": true, "text": "t01-000001" })).await;
    assert_eq!((list.as_array().map(Vec::len), &list[0]["state"]), (Some(1), &json!("awaiting_stock")));
    let waiting = world.run("backorder_list", json!({})).await;
    assert_eq!((&waiting[0]["sku"], &waiting[0]["quantity"]), (&json!("LAMP1"), &json!(1000)));
    assert_eq!(world.run("status", json!({})).await["backorders"], 1);
    world.hear(vec![state(&sale["order"], 1000, 0)]).await.unwrap();
    assert_eq!(world.run("order_list", json!({})).await[0]["state"], "handed_over");
    assert_eq!(world.run("backorder_list", json!({})).await, json!([]));
    assert_eq!(world.run("order_list", json!({ "text": "no such" })).await, json!([]));
}
