use super::world::*;
use serde_json::json;
use shared_model::command::ErrorCode;
use std::sync::atomic::Ordering;

async fn wrong(world: &World) -> ErrorCode {
    world.refused("sign_in", json!({ "staff": CASHIER, "pin": "0000" })).await
}

#[tokio::test]
async fn wrong_pins_are_counted_across_restarts_and_lock() {
    let mut world = World::open().await;
    world.token = None;
    for _ in 0..4 {
        assert_eq!(wrong(&world).await, ErrorCode::WrongPin);
    }
    let mut world = world.restart().await;
    assert_eq!(wrong(&world).await, ErrorCode::PinLocked);
    let right = json!({ "staff": CASHIER, "pin": PIN });
    assert_eq!(world.refused("sign_in", right.clone()).await, ErrorCode::PinLocked, "the right one must wait too");
    world.sign_in(MANAGER).await;
    world.clock.0.store(NOON - 86_400_000, Ordering::Relaxed);
    assert_eq!(world.refused("sign_in", right.clone()).await, ErrorCode::PinLocked);
    world.clock.0.store(NOON + 31_000, Ordering::Relaxed);
    assert_eq!(wrong(&world).await, ErrorCode::PinLocked, "the sixth wrong one waits longer");
    world.clock.0.store(NOON + 31_000 + 59_000, Ordering::Relaxed);
    assert_eq!(world.refused("sign_in", right.clone()).await, ErrorCode::PinLocked);
    world.clock.0.store(NOON + 31_000 + 61_000, Ordering::Relaxed);
    world.run("sign_in", right).await;
    assert_eq!(wrong(&world).await, ErrorCode::WrongPin, "a right one starts the count again");
}

#[tokio::test]
async fn a_cashier_needs_a_manager_s_pin_for_another_price() {
    let world = World::open().await;
    assert_eq!(world.refused("price_set", json!({ "product": LAMP, "price": 1 })).await, ErrorCode::NotAllowed);
    world.run("cart_add", json!({ "product": LAMP })).await;
    let price =
        |approval: serde_json::Value| json!({ "line": 1, "price": 1000, "reason": "scratched", "approval": approval });
    assert_eq!(world.refused("cart_price", price(json!(null))).await, ErrorCode::NotAllowed);
    let own = json!({ "staff": CASHIER, "pin": PIN });
    assert_eq!(world.refused("cart_price", price(own)).await, ErrorCode::NotAllowed);
    let guess = json!({ "staff": MANAGER, "pin": "1" });
    assert_eq!(world.refused("cart_price", price(guess)).await, ErrorCode::WrongPin);
    let cart = world.run("cart_price", price(json!({ "staff": MANAGER, "pin": PIN }))).await;
    assert_eq!((cart["gross"].as_i64(), cart["lines"][0]["overridden"].as_bool()), (Some(1000), Some(true)));
}

#[tokio::test]
async fn who_signed_out_or_left_can_do_nothing_more() {
    let mut world = World::open().await;
    world.run("sign_out", json!({})).await;
    assert_eq!(world.refused("cart_show", json!({})).await, ErrorCode::NotSignedIn);
    world.sign_in(CASHIER).await;
    let known = world.till.replica.read(|view| view.staff(CASHIER)).unwrap().unwrap();
    let left = shared_model::party::Staff { active: false, ..known };
    world.hear(vec![shared_model::wire::LogBody::Staff(left)]).await.unwrap();
    assert_eq!(world.refused("cart_show", json!({})).await, ErrorCode::NotSignedIn);
    assert_eq!(world.run("staff_list", json!({})).await.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_needs_the_server_says_that_nothing_was_changed() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    let goods = json!({ "receipt": id(90), "lines": [{ "product": LAMP, "quantity": 1000 }] });
    assert_eq!(world.refused("goods_receive", goods).await, ErrorCode::Offline);
    let failure = world.try_run("set_aside_retry", json!({ "entry": "ab".repeat(32) })).await.unwrap_err();
    assert!(failure.message.contains("Nothing was changed"), "{}", failure.message);
}
