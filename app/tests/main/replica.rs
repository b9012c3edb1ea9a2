//! The replica: the log's pages, the outbox, the chain.

use crate::world::*;
use app::replica::ReplicaError;
use shared_model::command::ProductShow;
use shared_model::entry::Place;
use shared_model::unit::*;
use shared_model::wire::{Cursor, LogEntry};

fn levels(count: u64) -> Vec<shared_model::wire::LogBody> {
    (0..count).map(|number| level(LAMP, number as i64, number)).collect()
}

fn cursor(position: u64) -> Cursor {
    Cursor { position, hash: Hash([1; 32]) }
}

#[tokio::test]
async fn a_gap_in_the_log_is_refused_and_nothing_of_the_page_is_applied() {
    let mut world = World::open().await;
    let before = world.till.replica.standing().unwrap();
    let at = before.cursor.position;
    let mut entries = page(at, &levels(3));
    entries.remove(1);
    let refused = world.till.replica.apply_log(&entries, cursor(at + 3));
    assert!(matches!(refused, Err(ReplicaError::LogGap { .. })), "{refused:?}");
    assert_eq!(world.till.replica.standing().unwrap(), before);
    let detail = world.run(ProductShow { product: LAMP }).await;
    assert_eq!(detail.stock.free, Quantity(5000), "the entry before the gap was kept");
    world.hear(levels(3)).await.unwrap();
}

#[tokio::test]
async fn pages_of_any_size_apply_and_coming_twice_change_nothing() {
    let world = World::open().await;
    let replica = &world.till.replica;
    let mut at = replica.cursor().unwrap().position;
    for size in [0, 1, 2, 99, 100, 101, 200] {
        let entries = page(at, &levels(size));
        let applied = replica.apply_log(&entries, cursor(at + size)).unwrap();
        assert_eq!(applied.entries, size);
        let again = replica.apply_log(&entries, cursor(at + size)).unwrap();
        assert_eq!(again.entries, 0, "a page of {size} was applied twice");
        at += size;
        assert_eq!(replica.cursor().unwrap().position, at);
    }
    // A filter that lets nothing through still moves the cursor; the chain goes on from the
    // last entry that came.
    replica.apply_log(&[], cursor(at + 50)).unwrap();
    let mut entries = page(at, &levels(1));
    entries[0].position = at + 51;
    assert_eq!(replica.apply_log(&entries, cursor(at + 51)).unwrap().entries, 1);
}

#[tokio::test]
async fn what_a_newer_server_says_is_kept_and_stops_nothing() {
    let world = World::open().await;
    let at = world.till.replica.cursor().unwrap().position;
    let mut entries = page(at, &levels(2));
    entries[0] = LogEntry { body: vec![0xff, 0x00], ..entries[0].clone() };
    let applied = world.till.replica.apply_log(&entries, cursor(at + 2)).unwrap();
    assert_eq!((applied.entries, applied.unread), (2, 1));
    assert_eq!(world.run(ProductShow { product: LAMP }).await.stock.free, Quantity(1000));
}

#[tokio::test]
async fn the_outbox_gives_whole_batches_at_every_edge_and_forgets_what_is_acknowledged() {
    let world = World::open().await;
    for _ in 0..4 {
        world.sell_lamp().await;
    }
    let replica = &world.till.replica;
    let place = |seq| Place { incarnation: 1, seq };
    let all = replica.outbox_next(Place::START, 100, usize::MAX).unwrap();
    assert_eq!(all.iter().map(|entry| entry.place.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    for (after, max, expected) in [(0, 1, 1), (0, 5, 5), (0, 6, 6), (0, 7, 6), (5, 10, 1), (6, 10, 0), (0, 0, 0)] {
        let batch = replica.outbox_next(place(after), max, usize::MAX).unwrap();
        assert_eq!(batch.len(), expected, "{max} after {after}");
    }
    assert_eq!(replica.outbox_next(Place::START, 10, 1).unwrap().len(), 1, "one too large for the limit still goes");
    // An acknowledgement counts for the content it names, not for the place alone.
    let mut held: Vec<(Place, Hash)> = all.iter().take(4).map(|entry| (entry.place, entry.hash)).collect();
    held[3].1 = Hash([9; 32]);
    assert_eq!(replica.outbox_acked(&held).unwrap(), 3);
    assert_eq!(replica.outbox_acked(&held).unwrap(), 0);
    let waiting = replica.waiting().unwrap();
    assert_eq!((waiting.entries, waiting.sales), (3, 3));
    let resend = move |own: &mut app::replica::OwnTx<'_>| own.outbox_resend_above(place(2));
    assert_eq!(replica.write::<_, ReplicaError, _>(resend).unwrap(), 1);
}

#[tokio::test]
async fn the_chain_is_dense_and_each_entry_names_the_one_before() {
    let world = World::open().await;
    world.sell_lamp().await;
    let world = world.restart().await;
    world.sell_lamp().await;
    let mut prev = Hash::ZERO;
    for (index, entry) in world.till.replica.outbox_next(Place::START, 100, usize::MAX).unwrap().iter().enumerate() {
        let opened = entry.sealed.open().unwrap();
        assert_eq!((opened.claim.seq, opened.prev, opened.claim.terminal), (index as u64 + 1, prev, TERMINAL));
        assert_eq!(entry.hash, entry.sealed.hash());
        prev = entry.hash;
    }
    assert_eq!(world.till.replica.chain_head().unwrap().hash, prev);
}

#[tokio::test]
async fn a_damaged_catalogue_is_moved_away_and_sales_stay() {
    let world = World::open().await;
    let sale = world.sell_lamp().await;
    let mut world = world;
    world.token = None;
    let world = world
        .restart_after(|dir| {
            for name in ["told.db-wal", "told.db-shm"] {
                let _ = std::fs::remove_file(dir.join(name));
            }
            std::fs::write(dir.join("told.db"), vec![7; 8192]).unwrap();
        })
        .await;
    assert!(world.report.told_replaced);
    assert_eq!(world.till.replica.cursor().unwrap(), Cursor::START);
    let order = sale.order;
    assert!(world.till.replica.read(|reader| reader.own_order(order)).unwrap().is_some());
}
