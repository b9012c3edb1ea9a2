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
