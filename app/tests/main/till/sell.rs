use super::world::*;
use app::operation::registry;
use app::replica::{OpenOptions, Replica, ReplicaError};
use serde_json::json;
use shared_model::command::{ErrorCode, NAMES};
use std::sync::atomic::Ordering;

#[test]
fn every_command_of_the_contract_has_a_handler() {
    let names: Vec<&str> = registry().iter().map(|registered| registered.name).collect();
    assert_eq!(names, NAMES);
    for registered in registry() {
        assert!((registered.input)().as_value().is_object(), "{} has no schema", registered.name);
        assert!((registered.output)().as_value().is_object(), "{} has no schema", registered.name);
    }
}

#[tokio::test]
async fn a_sale_is_whole_after_a_restart_or_not_there_at_all() {
    let world = World::open().await;
    world.run("cart_scan", json!({ "code": "lamp1", "quantity": 2000 })).await;
    assert_eq!(world.refused("pay_complete", json!({ "cash": 100 })).await, ErrorCode::NotCovered);
    let cart = world.run("cart_show", json!({})).await;
    assert_eq!((cart["paid"].as_i64(), cart["frozen"].as_bool()), (Some(0), Some(false)), "a refused sale took cash");
    let sale = world.run("pay_complete", json!({ "cash": 5000 })).await;
    assert_eq!((sale["number"].as_str(), sale["change"].as_i64()), (Some("T01-000001"), Some(2600)));
    assert_eq!(sale["cart"]["lines"].as_array().map(Vec::len), Some(0));
    assert_eq!(world.kinds().await, ["process_started", "shift_opened", "order_placed"]);

    let world = world.restart().await;
    assert_eq!(world.report, Default::default());
    let shown = world.run("order_show", json!({ "order": sale["order"] })).await;
    assert_eq!(shown["receipt"], sale["receipt"]);
    let cart = world.run("cart_show", json!({})).await;
    assert_eq!(cart["lines"].as_array().map(Vec::len), Some(0));
    assert_ne!(cart["order"], sale["order"]);
    let cart = world.run("cart_add", json!({ "product": LAMP })).await;
    assert_eq!(world.run("cart_show", json!({})).await["order"], cart["order"], "kept from the first line on");
}

#[tokio::test]
async fn receipt_numbers_have_no_gap_over_restarts_and_refusals() {
    let mut world = World::open().await;
    for number in 1..=6 {
        assert_eq!(world.refused("pay_complete", json!({ "cash": 100 })).await, ErrorCode::CartEmpty);
        let sale = world.sell_lamp().await;
        assert_eq!(sale["number"], format!("T01-{number:06}"));
        if number % 2 == 0 {
            world = world.restart().await;
        }
    }
}

#[tokio::test]
async fn steps_can_be_taken_back_until_the_first_payment() {
    let world = World::open().await;
    world.run("cart_add", json!({ "product": LAMP })).await;
    let two = world.run("cart_add", json!({ "product": CHAIR })).await;
    assert_eq!(two["lines"].as_array().map(Vec::len), Some(2));
    let world = world.restart().await;
    let one = world.run("cart_undo", json!({})).await;
    assert_eq!((one["lines"].as_array().map(Vec::len), one["can_undo"].as_bool()), (Some(1), Some(true)));
    let again = world.run("cart_add", json!({ "product": CHAIR })).await;
    assert_eq!(again["touched"], 3, "a line number was given out twice");
    world.run("pay_cash", json!({ "amount": 100 })).await;
    assert_eq!(world.refused("cart_undo", json!({})).await, ErrorCode::CartFrozen);
    assert_eq!(world.refused("cart_remove", json!({ "line": 1 })).await, ErrorCode::CartFrozen);
    assert_eq!(world.refused("cart_cancel", json!({})).await, ErrorCode::CartFrozen);
}

#[tokio::test]
async fn a_wrong_clock_sells_and_the_business_date_never_goes_back() {
    let world = World::open().await;
    assert_eq!(world.refused("shift_open", json!({ "float": 0 })).await, ErrorCode::ShiftOpen);
    world.clock.0.store(NOON - 400 * 86_400_000, Ordering::Relaxed);
    let sale = world.sell_lamp().await;
    assert_eq!(sale["receipt"]["business_date"], "2026-03-01");
    assert_eq!(world.refused("shift_open", json!({ "float": 0 })).await, ErrorCode::ShiftOpen);
    world.clock.0.store(NOON + 86_400_000, Ordering::Relaxed);
    world.run("shift_open", json!({ "float": 0 })).await;
    assert_eq!(world.sell_lamp().await["receipt"]["business_date"], "2026-03-02");
}

#[tokio::test]
async fn nothing_is_sold_without_a_shift_or_goods() {
    let mut world = World::bare(std::sync::Arc::new(tempfile::tempdir().unwrap())).unwrap();
    assert_eq!(world.refused("cart_show", json!({})).await, ErrorCode::NotSignedIn);
    world.enrol().await;
    world.load_shop().await;
    world.sign_in(CASHIER).await;
    world.run("cart_add", json!({ "product": LAMP })).await;
    assert_eq!(world.refused("pay_cash", json!({ "amount": 2000 })).await, ErrorCode::ShiftClosed);
    assert_eq!(world.refused("cart_scan", json!({ "code": "no such thing" })).await, ErrorCode::UnknownBarcode);
    assert_eq!(world.refused("cart_scan", json!({ "code": 7 })).await, ErrorCode::BadRequest);
    assert_eq!(world.refused("cart_scan", json!({ "code": "LAMP1", "qty": 2000 })).await, ErrorCode::BadRequest);
    assert_eq!(world.refused("cart_scan", json!(["LAMP1", 2000])).await, ErrorCode::BadRequest);
    assert_eq!(world.refused("fly", json!({})).await, ErrorCode::UnknownCommand);
    assert_eq!(world.refused("cart_quantity", json!({ "line": 1, "quantity": -1000 })).await, ErrorCode::Invalid);
}

#[tokio::test]
async fn a_basket_given_up_is_recorded_with_its_amount() {
    let world = World::open().await;
    let cart = world.run("cart_add", json!({ "product": LAMP })).await;
    let empty = world.run("cart_cancel", json!({})).await;
    assert_ne!(empty["order"], cart["order"]);
    assert_eq!(empty["can_undo"], false);
    assert_eq!(world.kinds().await.last(), Some(&"cart_cancelled"));
}

#[tokio::test]
async fn a_second_process_on_the_same_data_is_refused() {
    let world = World::open().await;
    let second = Replica::open(world.dir(), OpenOptions::default());
    assert!(matches!(second, Err(ReplicaError::InUse { .. })));
}
