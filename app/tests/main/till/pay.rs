use super::world::*;
use serde_json::json;
use shared_model::command::ErrorCode;

#[tokio::test]
async fn power_cut_after_the_card_was_approved_and_nobody_charges_again() {
    let world = World::open().await;
    world.run("cart_add", json!({ "product": LAMP })).await;
    let asked = world.run("pay_card_start", json!({ "amount": 1200 })).await;
    let tender = asked["tenders"][0]["id"].clone();
    assert_eq!(world.kinds().await.last(), Some(&"tender_intended"), "the reader may be asked only after this");
    world.run("pay_card_result", json!({ "tender": tender, "outcome": "approved", "reference": "A17" })).await;

    let world = world.restart().await;
    let cart = world.run("cart_show", json!({})).await;
    assert_eq!((cart["paid"].as_i64(), cart["due"].as_i64()), (Some(1200), Some(0)));
    assert_eq!(world.refused("pay_card_start", json!({ "amount": 1200 })).await, ErrorCode::Invalid);
    let sale = world.run("pay_complete", json!({})).await;
    assert_eq!(sale["receipt"]["tenders"][0]["reference"], "A17");
    assert_eq!(sale["order"], cart["order"]);
}

#[tokio::test]
async fn an_unknown_card_survives_a_restart_and_must_be_answered_first() {
    let world = World::open().await;
    world.run("cart_add", json!({ "product": LAMP })).await;
    let asked = world.run("pay_card_start", json!({ "amount": 1200 })).await;
    let tender = asked["tenders"][0]["id"].clone();
    world.run("pay_card_result", json!({ "tender": tender, "outcome": "unknown" })).await;
    let world = world.restart().await;
    for (command, input) in [
        ("pay_card_start", json!({ "amount": 1200 })),
        ("pay_complete", json!({})),
        ("pay_complete", json!({ "cash": 1200 })),
        ("pay_void", json!({ "tender": tender })),
    ] {
        assert_eq!(world.refused(command, input).await, ErrorCode::TenderOpen, "{command}");
    }
    assert_eq!(world.refused("cart_remove", json!({ "line": 1 })).await, ErrorCode::CartFrozen);
    world.run("pay_card_result", json!({ "tender": tender, "outcome": "declined" })).await;
    let sale = world.run("pay_complete", json!({ "cash": 1200 })).await;
    assert_eq!(sale["receipt"]["tenders"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_payment_taken_back_thaws_the_cart_and_is_recorded() {
    let world = World::open().await;
    world.run("cart_add", json!({ "product": LAMP })).await;
    let paid = world.run("pay_cash", json!({ "amount": 500 })).await;
    assert_eq!((paid["due"].as_i64(), paid["frozen"].as_bool()), (Some(700), Some(true)));
    let voided = world.run("pay_void", json!({ "tender": paid["tenders"][0]["id"] })).await;
    assert_eq!((voided["due"].as_i64(), voided["frozen"].as_bool()), (Some(1200), Some(false)));
    assert_eq!(world.kinds().await.last(), Some(&"tender_voided"));
    for amount in [0, -5] {
        assert_eq!(world.refused("pay_cash", json!({ "amount": amount })).await, ErrorCode::Invalid);
    }
    assert_eq!(world.refused("pay_card_start", json!({ "amount": 1201 })).await, ErrorCode::Invalid);
}

#[tokio::test]
async fn a_delivery_needs_a_customer_and_one_of_their_addresses() {
    let world = World::open().await;
    world.run("cart_add", json!({ "product": LAMP })).await;
    let delivery =
        |address: Option<u128>| json!({ "line": 1, "fulfilment": { "kind": "delivery", "address": address.map(id) } });
    world.run("cart_fulfilment", delivery(None)).await;
    assert_eq!(world.refused("pay_complete", json!({ "cash": 1200 })).await, ErrorCode::NeedsCustomer);
    world.run("cart_customer", json!({ "customer": CUSTOMER })).await;
    world.run("cart_fulfilment", delivery(Some(999))).await;
    assert_eq!(world.refused("pay_cash", json!({ "amount": 1200 })).await, ErrorCode::NeedsCustomer);
    world.run("cart_fulfilment", delivery(Some(70))).await;
    let sale = world.run("pay_complete", json!({ "cash": 1200 })).await;
    assert_eq!(sale["receipt"]["lines"][0]["to_be_confirmed"], 1000);
    assert_eq!(sale["receipt"]["customer"], "Ada Byron");
}
