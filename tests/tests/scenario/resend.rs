//! The line drops at the worst moments; nothing is left unsent and nothing counts twice.

use crate::counter::*;
use counterfoil_tests::world::*;
use shared_model::bounds::PUSH_ENTRIES_MAX;
use shared_model::command::CartCancel;

const SALES: u64 = 12;
/// Entries that wait when the line comes back: more than two pushes.
const BACKLOG: u64 = 2 * PUSH_ENTRIES_MAX as u64 + 1;

#[tokio::test(flavor = "multi_thread")]
async fn the_line_dropped_after_every_acknowledgement_and_the_rest_was_sent_all_the_same() {
    let world = World::new().await;
    let till = world.till("A").await;
    till.sent().await;
    // The connection at hand has to go first: what was on its way there may still answer.
    till.link.cut();
    till.offline().await;
    let before = till.link.resets();
    till.link.cut_after_acknowledgement();
    let mut sold = Vec::new();
    for sale in 1..=SALES {
        sold.push(sell(&till, "MUG", 1).await);
        acknowledged_and_cut(&till, sale).await;
    }
    till.link.cut();
    while till.status().await.waiting < BACKLOG - 2 {
        scan(&till, "MUG", 1).await;
        till.must(CartCancel {}).await;
    }
    sold.push(sell(&till, "MUG", 1).await);
    till.link.cut_after_acknowledgement();
    acknowledged_and_cut(&till, SALES + 1).await;
    let cuts = till.link.acknowledged_resets();
    assert!(till.link.resets() - before >= cuts, "{cuts} cuts, {} resets", till.link.resets());
    till.link.restore();
    till.sent().await;
    assert_exactly(&world, &sold).await;
    assert_gapless(sold.into_iter().map(|sale| sale.number).collect());
}

/// Waits until nothing waits at the till, though the line was cut at least `cuts` times,
/// each time right behind an acknowledgement.
async fn acknowledged_and_cut(till: &Till, cuts: u64) {
    wait_for(&format!("acknowledgement {cuts} and the cut behind it"), SETTLE_LIMIT, async || {
        let (waiting, done) = (till.status().await.waiting, till.link.acknowledged_resets());
        met(waiting == 0 && done >= cuts, format!("{waiting} entries wait, {done} cuts"))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reply_was_lost_so_the_till_sent_again_and_the_books_have_it_once() {
    let world = World::new().await;
    world.receive(&[("CHAIR", 10)]).await;
    let till = world.till("A").await;
    till.sees_stock("CHAIR", 10, 10).await;
    till.link.lose_replies();
    let sold = [sell(&till, "CHAIR", 1).await, sell_pickup(&till, "CHAIR", 2).await];
    for sale in &sold {
        wait_for("the server to store a sale", SETTLE_LIMIT, async || {
            met(times_on_server(&world, sale.order).await == 1, "not there yet")
        })
        .await;
    }
    assert!(till.status().await.waiting > 0, "the till cannot know that they arrived");
    till.link.restore();
    till.sent().await;
    assert!(till.link.lost_bytes() > 0, "no reply was lost");
    assert_exactly(&world, &sold).await;
    till.sees_stock("CHAIR", 9, 7).await;
}
