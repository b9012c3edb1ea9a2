//! Two copies of one till.

use crate::counter::*;
use counterfoil_tests::world::*;
use shared_model::command::AlarmView;
use std::path::Path;

fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).expect("a folder");
    for file in std::fs::read_dir(from).expect("the till's folder") {
        let path = file.expect("a file in it").path();
        if path.is_file() {
            std::fs::copy(&path, to.join(path.file_name().expect("files have names"))).expect("a copy");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_disk_was_restored_from_an_old_copy_and_the_till_says_so_while_every_sale_is_kept() {
    let world = World::new().await;
    world.receive(&[("MUG", 10)]).await;
    let till = world.till("A").await;
    let first = sell(&till, "MUG", 1).await;
    till.sent().await;
    till.kill();
    let old = till.data.with_extension("old");
    copy(&till.data, &old);

    till.start_again().await;
    till.sign_in(CASHIER.0, CASHIER.1).await;
    let newer = sell(&till, "MUG", 2).await;
    till.sent().await;
    assert_eq!(till.status().await.alarm, None);
    till.kill();

    copy(&old, &till.data);
    till.link.cut();
    till.start_again().await;
    till.sign_in(CASHIER.0, CASHIER.1).await;
    let after = sell(&till, "MUG", 3).await;
    till.link.restore();
    till.sent().await;
    assert_eq!(after.number, newer.number, "an old copy cannot know which number was drawn meanwhile");
    let status = till.status().await;
    let Some(AlarmView::Fork { seq }) = status.alarm else { panic!("nobody was told: {status:?}") };
    let forks = world.server.rows("forks").await;
    assert!(forks.iter().any(|row| row["seq"] == seq), "entry {seq} is not among {forks:?}");
    assert_ne!(after.order, newer.order);
    assert_exactly(&world, &[first, newer, after]).await;
    till.sees_stock("MUG", 4, 4).await;
    // The server let it go on in a life of its own, with numbers of its own, and nothing that it
    // sells from then on is on a fork.
    let again = wait_for("a sale in the copy's own life", SETTLE_LIMIT, async || {
        let again = sell(&till, "MUG", 1).await;
        if again.number.starts_with("T01B-") { Ok(again) } else { Err(again.number) }
    })
    .await;
    till.sent().await;
    assert_eq!(times_on_server(&world, again.order).await, 1);
    let forks = world.server.rows("forks").await.len();
    let batches = world.server.rows("set-aside").await;
    assert_eq!(batches.len(), 1, "{forks} entries on the fork, told of once: {batches:?}");
    sell(&till, "MUG", 1).await;
    till.sent().await;
    assert_eq!(world.server.rows("forks").await.len(), forks, "the new life is a chain as any");
}
