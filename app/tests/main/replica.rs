//! The replica: the outbox, the chain, and what a damaged file costs.

use crate::world::*;
use app::replica::ReplicaError;
use shared_model::entry::{Origin, Place};
use shared_model::unit::*;
use std::collections::BTreeMap;

#[tokio::test]
async fn the_outbox_gives_whole_batches_at_every_edge_and_forgets_what_is_acknowledged() {
    let world = World::open().await;
    for _ in 0..2 {
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
    let waiting = replica.outbox_waiting().unwrap();
    assert_eq!((waiting.entries, waiting.sales), (3, 2));
    let resend = move |own: &mut app::replica::OwnTx<'_>| own.outbox_resend_above(place(2));
    assert_eq!(replica.write::<_, ReplicaError, _>(resend).unwrap(), 1);
}

#[tokio::test]
async fn the_chain_is_dense_and_each_entry_names_the_one_before() {
    let world = World::open().await;
    world.sell_lamp().await;
    let world = world.restart().await;
    world.sell_lamp().await;
    let mut before = Hash::ZERO;
    for (index, entry) in world.till.replica.outbox_next(Place::START, 100, usize::MAX).unwrap().iter().enumerate() {
        let opened = entry.sealed.open().unwrap();
        let Origin::Terminal { claim, prev } = opened.origin else { panic!("not of a till") };
        assert_eq!((claim.seq, prev, claim.terminal), (index as u64 + 1, before, TERMINAL));
        assert_eq!(entry.hash, entry.sealed.hash());
        before = entry.hash;
    }
    assert_eq!(world.till.replica.chain_head().unwrap().hash, before);
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
    let standing = world.till.replica.standing().unwrap();
    assert_eq!((standing.scopes, standing.levels), (vec![], BTreeMap::new()), "the server names them again");
    let order = sale.order;
    assert!(world.till.replica.read(|reader| reader.own_order(order)).unwrap().is_some());
}
