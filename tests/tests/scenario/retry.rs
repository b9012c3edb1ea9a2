//! What was set aside is tried again on a manager's word.

use crate::counter::*;
use counterfoil_tests::world::*;
use shared_model::command::*;
use shared_model::refusal::ErrorCode;
use shared_model::unit::*;
use shared_model::wire::told::health::SetAsideCode;

const DEPUTY: (&str, &str) = ("10", "161803");

#[tokio::test(flavor = "multi_thread")]
async fn a_price_was_set_aside_and_a_manager_had_it_applied_after_all() {
    let world = World::new().await;
    let (code, pin) = DEPUTY;
    let add = ["staff", "add", "--code", code, "--name", "Deputy", "--role", "manager", "--pin", pin];
    world.server.cli(&add).await;
    let (till, other) = (world.till("A").await, world.till("B").await);
    till.sign_in(code, pin).await;
    till.sent().await;
    till.link.cut();
    till.offline().await;
    let lamp = till.product("LAMP").await.id;
    till.must(PriceSet { product: lamp, price: Amount(2_600) }).await;
    // Meanwhile head office thinks better of the deputy.
    world.server.cli(&["staff", "role", "--code", code, "--role", "cashier"]).await;
    till.link.restore();
    till.sent().await;
    let aside = listed(&till, 1).await.remove(0);
    assert_eq!(aside.code, SetAsideCode::NotAllowed, "{aside:?}");
    assert_eq!(sell(&other, "LAMP", 1).await.gross, Amount(2_500), "a price set aside is not a price");

    let again = SetAsideRetry { entry: aside.entry };
    assert_eq!(till.refused(again.clone()).await.code, ErrorCode::NotAllowed, "not on the deputy's own word");
    assert_eq!(listed(&till, 1).await.len(), 1, "it is still there");
    till.sign_in(MANAGER.0, MANAGER.1).await;
    assert_eq!(till.must(again.clone()).await, []);
    listed(&till, 0).await;
    assert!(world.server.rows("set-aside").await.is_empty(), "head office still lists it");
    let repeated = till.call(again).await;
    assert!(repeated.is_err(), "there is nothing left to try: {repeated:?}");
    wait_for("the price at the other till", SETTLE_LIMIT, async || {
        let price = other.product("LAMP").await.price.map(|price| price.amount);
        met(price == Some(Amount(2_600)), format!("{price:?}"))
    })
    .await;
    till.kill();
    till.start_again().await;
    till.sign_in(MANAGER.0, MANAGER.1).await;
    listed(&till, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_whose_role_was_raised_may_try_their_own_entry_again() {
    let world = World::new().await;
    let (code, pin) = DEPUTY;
    let add = ["staff", "add", "--code", code, "--name", "Deputy", "--role", "manager", "--pin", pin];
    world.server.cli(&add).await;
    let till = world.till("A").await;
    till.sign_in(code, pin).await;
    till.sent().await;
    till.link.cut();
    till.offline().await;
    let mug = till.product("MUG").await.id;
    till.must(PriceSet { product: mug, price: Amount(475) }).await;
    world.server.cli(&["staff", "role", "--code", code, "--role", "cashier"]).await;
    till.link.restore();
    till.sent().await;
    let entry = listed(&till, 1).await.remove(0).entry;
    world.server.cli(&["staff", "role", "--code", code, "--role", "manager"]).await;
    let left = wait_for("the raised role to count at the till", SETTLE_LIMIT, async || {
        till.call(SetAsideRetry { entry: entry.clone() }).await.map_err(|failure| failure.message)
    })
    .await;
    assert_eq!(left, []);
    listed(&till, 0).await;
    assert_eq!(till.product("MUG").await.price.map(|price| price.amount), Some(Amount(475)));
}

/// Waits until the till lists so many entries.
async fn listed(till: &Till, count: usize) -> Vec<SetAsideView> {
    wait_for(&format!("{count} entries set aside"), SETTLE_LIMIT, async || {
        let list = till.must(SetAsideList {}).await;
        if list.len() == count { Ok(list) } else { Err(format!("{list:?}")) }
    })
    .await
}
