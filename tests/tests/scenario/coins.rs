//! Where the smallest coin is five: what is less than half of one.

use crate::counter::*;
use counterfoil_tests::world::*;
use shared_model::command::*;
use shared_model::payment::CardOutcome;
use shared_model::refusal::ErrorCode;
use shared_model::unit::*;

async fn kiosk(database: Database) -> World {
    let world = World::empty(database).await;
    let server = &world.server;
    let business = ["business", "create", "--name", "Kiosk", "--currency", "CHF", "--cash-step", "5"];
    server.cli(&business).await;
    server.cli(&["store", "add", "--name", "A", "--warehouse", "W"]).await;
    let (code, pin) = CASHIER;
    server.cli(&["staff", "add", "--code", code, "--name", "Counter", "--role", "cashier", "--pin", pin]).await;
    let csv = "sku,name,price,tax_class,stocked\nBAG,Paper bag,0.02,standard,no\nTEA,Green tea,4.02,standard,no\n";
    server.cli(&["import", "catalogue", &server.file("catalogue.csv", csv)]).await;
    server.start_again().await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rappen_were_left_to_pay_and_no_coin_is_that_small() {
    two_rappen(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rappen_were_left_to_pay_and_no_coin_is_that_small_on_postgres() {
    two_rappen(Database::Postgres).await;
}

async fn two_rappen(database: Database) {
    let world = kiosk(database).await;
    let till = world.till("A").await;
    let cart = scan(&till, "BAG", 1).await;
    assert_eq!((cart.due, cart.due_cash), (Amount(2), Amount(0)));
    let alone = till.must(PayComplete { cash: Some(Amount(0)) }).await;
    assert_eq!((alone.gross, alone.change, alone.receipt.cash_rounding), (Amount(2), Amount(0), Amount(-2)));

    scan(&till, "TEA", 1).await;
    assert_eq!(
        till.refused(PayComplete { cash: Some(Amount(0)) }).await.code,
        ErrorCode::Invalid,
        "that is four coins"
    );
    let tender = till.must(PayCardStart { amount: Amount(400) }).await.tenders[0].id;
    till.must(PayCardResult { tender, result: CardOutcome::Approved { reference: "R7".into() } }).await;
    let rest = till.must(PayComplete { cash: Some(Amount(0)) }).await;
    assert_eq!((rest.gross, rest.receipt.cash_rounding, rest.receipt.tenders.len()), (Amount(402), Amount(-2), 2));

    till.sent().await;
    assert_exactly(&world, &[alone, rest]).await;
    assert_eq!(world.server.rows("reviews").await, Vec::<serde_json::Value>::new());
    assert_eq!(world.server.rows("set-aside").await, Vec::<serde_json::Value>::new());
}
