//! Who may do what, with and without the server.

use crate::counter::*;
use counterfoil_tests::world::*;
use shared_model::command::*;
use shared_model::refusal::ErrorCode;

#[tokio::test(flavor = "multi_thread")]
async fn the_server_is_down_and_we_still_sign_in_and_sell() {
    let world = World::new().await;
    let till = world.till("A").await;
    till.sent().await;
    world.server.kill();
    till.kill();
    till.start_again().await;
    till.sign_in(CASHIER.0, CASHIER.1).await;
    let by_cashier = sell(&till, "LAMP", 1).await;
    till.sign_in(MANAGER.0, MANAGER.1).await;
    let by_manager = sell(&till, "MUG", 2).await;
    assert_eq!(till.status().await.waiting_sales, 2);
    world.server.start_again().await;
    till.sent().await;
    assert_exactly(&world, &[by_cashier, by_manager]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_tries_pins_and_the_till_makes_them_wait_even_after_a_restart() {
    let world = World::new().await;
    let till = world.till("A").await;
    let staff = till.must(StaffList {}).await.into_iter().find(|staff| staff.code == MANAGER.0).expect("the manager");
    let mut refusals = Vec::new();
    for guess in 0..12 {
        let failure = till.refused(SignIn { staff: staff.id, pin: format!("{guess:06}") }).await;
        refusals.push(failure.code);
    }
    assert_eq!(refusals[0], ErrorCode::WrongPin);
    assert!(refusals.contains(&ErrorCode::PinLocked), "twelve guesses in a row: {refusals:?}");
    till.kill();
    till.start_again().await;
    let right = till.refused(SignIn { staff: staff.id, pin: MANAGER.1.into() }).await;
    assert_eq!(right.code, ErrorCode::PinLocked, "a restart let the guessing go on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cashier_cannot_do_what_needs_a_manager() {
    let world = World::new().await;
    let till = world.till("A").await;
    let lamp = till.product("LAMP").await.id;
    let price = PriceSet { product: lamp, price: shared_model::unit::Amount(1) };
    assert_eq!(till.refused(price.clone()).await.code, ErrorCode::NotAllowed);
    scan(&till, "LAMP", 1).await;
    let cheaper = CartPrice { line: 1, price: price.price, reason: "scratch".into(), approval: None };
    assert_eq!(till.refused(cheaper.clone()).await.code, ErrorCode::NotAllowed);
    let manager = till.must(StaffList {}).await.into_iter().find(|staff| staff.code == MANAGER.0).expect("the manager");
    let approval = Some(ApprovedBy { staff: manager.id, pin: MANAGER.1.into() });
    let cart = till.must(CartPrice { approval, ..cheaper }).await;
    assert!(cart.lines[0].overridden);
    let sale = pay_cash(&till).await;
    assert_eq!(sale.gross, price.price);
}
