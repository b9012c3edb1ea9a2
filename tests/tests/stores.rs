//! Two stores that share a warehouse are still two stores.

use crate::counter::*;
use counterfoil_tests::world::*;

#[tokio::test(flavor = "multi_thread")]
async fn each_till_prints_and_books_for_its_own_store() {
    let world = World::new().await;
    let mut booked = Vec::new();
    for store in ["A", "B"] {
        let till = world.till(store).await;
        let sale = sell(&till, "MUG", 1).await;
        assert_eq!(sale.receipt.store, store, "the receipt names another store");
        assert_eq!(till.status().await.store, store);
        till.sent().await;
        booked.push(sale);
    }
    assert_eq!(world.server.rows("reviews").await, Vec::<serde_json::Value>::new(), "nothing odd about either");
    let orders = server_orders(&world).await;
    assert_ne!(orders[0]["store"], orders[1]["store"]);
    assert_exactly(&world, &booked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_is_moved_to_another_store_and_sells_there() {
    let world = World::new().await;
    let till = world.till("A").await;
    world.till("B").await;
    let before = sell(&till, "MUG", 1).await;
    till.sent().await;
    let rows = world.server.rows("terminals").await;
    let id = rows.iter().find(|row| row["code"] == "T01").and_then(|row| row["terminal"].as_str()).expect("till T01");
    world.server.cli(&["terminal", "set", id, "--store", "B", "--name", "By the stairs"]).await;
    wait_for("the till to stand in the other store", SETTLE_LIMIT, async || {
        let store = till.status().await.store;
        met(store == "B", store)
    })
    .await;
    let after = sell(&till, "MUG", 1).await;
    assert_eq!((before.receipt.store.as_str(), after.receipt.store.as_str()), ("A", "B"));
    till.sent().await;
    let orders = server_orders(&world).await;
    assert_ne!(orders[0]["store"], orders[1]["store"]);
    assert_eq!(world.server.rows("reviews").await, Vec::<serde_json::Value>::new(), "nothing odd about either");
    assert_eq!(world.server.rows("set-aside").await, Vec::<serde_json::Value>::new());
    till.kill();
    till.start_again().await;
    assert_eq!(till.status().await.store, "B", "and stays there");
}
