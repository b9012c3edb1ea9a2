//! Two tills that cannot see each other sell the same last units.

use crate::counter::*;
use counterfoil_tests::world::*;
use shared_model::unit::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_last_one_was_sold_at_two_tills_at_once_and_one_customer_waits_knowing_why() {
    last_unit(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_one_was_sold_at_two_tills_at_once_and_one_customer_waits_knowing_why_on_postgres() {
    last_unit(Database::Postgres).await;
}

async fn last_unit(database: Database) {
    let world = World::on(database).await;
    world.receive(&[("RUG", 1)]).await;
    let (one, two) = (world.till("A").await, world.till("B").await);
    both_see(&[&one, &two], "RUG", 1, 1).await;
    for till in [&one, &two] {
        till.sent().await;
        till.link.cut();
        till.offline().await;
    }
    let loser = sell_pickup(&one, "RUG", 1).await;
    let winner = sell_pickup(&two, "RUG", 1).await;
    two.link.restore();
    two.sent().await;
    let won = two.judged(winner.order).await;
    assert_eq!((won[0].allocated, won[0].backordered), (Quantity::ONE, Quantity::ZERO));
    one.link.restore();
    one.sent().await;
    let lost = one.judged(loser.order).await;
    assert_eq!((lost[0].allocated, lost[0].backordered), (Quantity::ZERO, Quantity::ONE));

    let why = lost[0].shortage.as_ref().expect("a backorder says why");
    assert_eq!(why.believed_free, Some(Quantity::ONE), "what the till believed");
    assert!(why.offline_s.is_some(), "for how long it had been out of touch");
    // Who took it is asked of the server, and shown without where that answers late.
    wait_for("the one who took it to be named", SETTLE_LIMIT, async || {
        let lines = one.judged(loser.order).await;
        let taken_by = lines[0].shortage.as_ref().map(|why| why.taken_by.clone()).unwrap_or_default();
        met(taken_by.iter().any(|taken| taken.number == winner.number), format!("{taken_by:?}"))
    })
    .await;
    both_see(&[&one, &two], "RUG", 1, 0).await;
    assert_exactly(&world, &[loser, winner]).await;
}
