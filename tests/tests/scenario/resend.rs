//! The line drops at the worst moments; nothing is left unsent and nothing counts twice.

use crate::counter::*;
use counterfoil_tests::network::Weather;
use counterfoil_tests::world::*;

/// Challenge, welcome, and then frames that carry acknowledgements or the log.
const FRAMES_BEFORE_NEWS: u32 = 2;

#[tokio::test(flavor = "multi_thread")]
async fn the_line_dropped_after_every_acknowledgement_and_the_rest_was_sent_all_the_same() {
    let world = World::new().await;
    let till = world.till("A").await;
    till.sent().await;
    let mut sold = Vec::new();
    for round in 0..8 {
        till.link.cut();
        till.link.set(Weather::CutAfterFrames(FRAMES_BEFORE_NEWS + 1 + round % 2));
        sold.push(sell(&till, "MUG", 1).await);
        let order = sold.last().expect("one was just sold").order;
        wait_for("the sale to reach the server", SETTLE_LIMIT, async || {
            met(times_on_server(&world, order).await == 1, "not there yet")
        })
        .await;
    }
    assert!(till.link.resets() >= 8, "the line was only cut {} times", till.link.resets());
    till.link.restore();
    till.sent().await;
    assert_exactly(&world, &sold).await;
    assert_gapless(sold.into_iter().map(|sale| sale.number).collect());
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
