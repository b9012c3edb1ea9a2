//! The journal and the database, each without the other.

use crate::world::*;
use shared_model::command::*;
use shared_model::entry::Place;
use shared_model::refusal::ErrorCode;
use shared_model::unit::{Amount, Hash};
use std::fs;
use std::path::Path;

fn copy_own(dir: &Path, to: &Path) {
    for name in ["own.db", "own.db-wal"] {
        let _ = fs::remove_file(to.join(name));
        if dir.join(name).exists() {
            fs::copy(dir.join(name), to.join(name)).unwrap();
        }
    }
    let _ = fs::remove_file(to.join("own.db-shm"));
}

#[tokio::test]
async fn a_record_cut_off_in_the_middle_is_dropped_and_written_again() {
    let world = World::open().await;
    world.sell_lamp().await;
    let world = world
        .restart_after(|dir| {
            let path = dir.join("journal.log");
            let length = path.metadata().unwrap().len();
            fs::File::options().write(true).open(path).unwrap().set_len(length - 5).unwrap();
        })
        .await;
    assert_eq!((world.report.rewritten, world.report.extended, world.report.fork), (1, 0, None));
    assert!(world.report.torn_bytes > 0);
    let world = world.restart().await;
    assert_eq!(world.report, Default::default());
}

#[tokio::test]
async fn a_missing_journal_is_written_again_from_the_database() {
    let world = World::open().await;
    world.sell_lamp().await;
    let before = fs::read(world.dir().join("journal.log")).unwrap();
    let world = world.restart_after(|dir| fs::remove_file(dir.join("journal.log")).unwrap()).await;
    assert_eq!(world.report.rewritten, 4);
    assert_eq!(fs::read(world.dir().join("journal.log")).unwrap(), before);
}

#[tokio::test]
async fn a_journal_that_is_ahead_brings_the_sale_back() {
    let old = tempfile::tempdir().unwrap();
    let world = World::open().await;
    let world = world.restart_after(|dir| copy_own(dir, old.path())).await;
    world.run(add(LAMP)).await;
    let sale = world.run(complete(2000)).await;
    let world = world.restart_after(|dir| copy_own(old.path(), dir)).await;
    assert_eq!((world.report.extended, world.report.fork), (2, None));
    let shown = world.run(OrderShow { order: sale.order }).await;
    assert_eq!(shown.receipt, sale.receipt, "made again from the order");
    assert!(shown.summary.waiting);
    assert_eq!(world.sell_lamp().await.number, "T01-000002", "the number was drawn once");
}

#[tokio::test]
async fn a_journal_that_is_ahead_by_a_life_of_the_chain_brings_it_back() {
    let old = tempfile::tempdir().unwrap();
    let world = World::open().await;
    let world = world.restart_after(|dir| copy_own(dir, old.path())).await;
    world.till.replica.write::<_, app::replica::ReplicaError, _>(|own| own.incarnation_raise(2)).unwrap();
    world.run(add(LAMP)).await;
    world.run(complete(2000)).await;
    let world = world.restart_after(|dir| copy_own(old.path(), dir)).await;
    assert_eq!((world.report.extended, world.report.fork), (2, None));
    assert_eq!(world.sell_lamp().await.number, "T01B-000002", "the life was begun, and the number drawn");
}

/// The last record of a journal with another content, as a newer program would have written it.
fn last_record_as(journal: &mut [u8], change: impl FnOnce(&mut [u8])) {
    let (mut at, mut last) = (0, 0..0);
    while at < journal.len() {
        let number = |from: usize, bytes: usize| {
            journal[from..from + bytes].iter().fold(0, |sum, byte| sum * 256 + usize::from(*byte))
        };
        let (attachments, length) = (number(at + 2, 2), number(at + 4, 4));
        last = at + 16..at + 16 + length;
        at = last.end;
        for _ in 0..attachments {
            at += 12 + number(at, 4);
        }
    }
    change(&mut journal[last.clone()]);
    let checksum = Hash::of("counterfoil journal 1", &[&journal[last.clone()]]);
    journal[last.start - 8..last.start].copy_from_slice(&checksum.0[..8]);
}

#[tokio::test]
async fn a_journal_with_an_entry_of_a_newer_program_is_taken_back_and_read_after_the_update() {
    let old = tempfile::tempdir().unwrap();
    let world = World::open().await;
    let world = world.restart_after(|dir| copy_own(dir, old.path())).await;
    world.run(add(LAMP)).await;
    let sale = world.run(complete(2000)).await;
    let whole = world.entries().len();
    let sealed = world.till.replica.outbox_next(Place::START, 100, usize::MAX).unwrap().pop().unwrap().sealed;
    let world = world
        .restart_after(|dir| {
            copy_own(old.path(), dir);
            let mut journal = fs::read(dir.join("journal.log")).unwrap();
            last_record_as(&mut journal, |content| {
                let kind = content.windows(12).position(|part| part == b"order_placed").unwrap();
                content[kind..kind + 12].copy_from_slice(b"order_beamed");
            });
            fs::write(dir.join("journal.log"), journal).unwrap();
        })
        .await;
    assert_eq!((world.report.extended, world.report.fork), (2, None));
    let waiting = world.till.replica.outbox_next(Place::START, 100, usize::MAX).unwrap();
    assert_eq!((waiting.len(), waiting.last().unwrap().sealed.open().unwrap().kind.as_str()), (whole, "order_beamed"));
    assert_eq!(world.refused(OrderShow { order: sale.order }).await, ErrorCode::NotFound);
    assert_eq!(world.sell_lamp().await.number, "T01-000002", "its number was drawn all the same");
    // The update knows the kind.
    let world = world
        .restart_after(|dir| {
            fs::remove_file(dir.join("journal.log")).unwrap();
            let own = rusqlite::Connection::open(dir.join("own.db")).unwrap();
            own.execute(
                "update entry set bytes = ?1, hash = ?2 where kind = 'order_beamed'",
                [[&[1u8][..], &sealed.bytes].concat(), sealed.hash().0.to_vec()],
            )
            .unwrap();
        })
        .await;
    assert_eq!(world.run(OrderShow { order: sale.order }).await.summary.order, sale.order);
}

#[tokio::test]
async fn a_journal_that_tells_another_story_is_kept_aside_and_reported() {
    let old = tempfile::tempdir().unwrap();
    let world = World::open().await;
    let world = world.restart_after(|dir| copy_own(dir, old.path())).await;
    world.sell_lamp().await;
    // The old copy sells something else with a journal of its own; then the first one's
    // journal appears beside it.
    let newer = old.path().join("journal.newer");
    let world = world
        .restart_after(|dir| {
            fs::copy(dir.join("journal.log"), &newer).unwrap();
            copy_own(old.path(), dir);
            fs::remove_file(dir.join("journal.log")).unwrap();
        })
        .await;
    world.run(add(CHAIR)).await;
    world.run(complete(10_000)).await;
    let world = world
        .restart_after(|dir| {
            fs::copy(&newer, dir.join("journal.log")).unwrap();
        })
        .await;
    assert_eq!(world.report.fork, Some(Place { incarnation: 1, seq: 3 }));
    assert!(world.dir().join("journal.fork-1.log").exists());
    assert_eq!(world.sell_lamp().await.number, "T01-000002", "the healthy database wins and sells on");
    let world = world.restart().await;
    assert_eq!(world.report, Default::default());
}

#[tokio::test]
async fn another_copy_s_journal_is_kept_whole_wherever_this_one_s_ended() {
    let old = tempfile::tempdir().unwrap();
    let world = World::open().await;
    let world = world.restart_after(|dir| copy_own(dir, old.path())).await;
    for _ in 0..3 {
        world.sell_lamp().await;
    }
    let others = fs::read(world.dir().join("journal.log")).unwrap();
    // The old copy sells something else, and compares its own journal before the other's comes.
    let world = world
        .restart_after(|dir| {
            copy_own(old.path(), dir);
            fs::remove_file(dir.join("journal.log")).unwrap();
        })
        .await;
    world.run(add(CHAIR)).await;
    world.run(complete(10_000)).await;
    let world = world.restart().await;
    let world = world.restart_after(|dir| fs::write(dir.join("journal.log"), &others).unwrap()).await;
    assert_eq!(world.report.fork, Some(Place { incarnation: 1, seq: 3 }));
    assert_eq!(fs::read(world.dir().join("journal.fork-1.log")).unwrap(), others, "nothing of it was cut");
}

/// A record of a kind that this program does not know, with an attachment.
fn unknown_record() -> Vec<u8> {
    let checked = |content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], &Hash::of("counterfoil journal 1", &[content]).0[..8], content].concat()
    };
    [vec![1, 77, 0, 1], checked(b"of a newer program"), checked(b"and what belongs to it")].concat()
}

#[tokio::test]
async fn a_record_of_a_kind_that_a_newer_program_wrote_is_passed_over_and_stays() {
    let world = World::open().await;
    world.sell_lamp().await;
    let log = |dir: &Path| fs::read(dir.join("journal.log")).unwrap();
    let append = |dir: &Path| fs::write(dir.join("journal.log"), [log(dir), unknown_record()].concat()).unwrap();
    let world = world.restart_after(append).await;
    assert_eq!(world.report, Default::default());
    let before = log(world.dir());
    assert!(before.ends_with(&unknown_record()));
    world.sell_lamp().await;
    let world = world.restart_after(append).await;
    assert_eq!(world.report, Default::default());
    assert!(log(world.dir()).starts_with(&before));
    // What follows it brings a sale back as ever.
    let old = tempfile::tempdir().unwrap();
    let world = world.restart_after(|dir| copy_own(dir, old.path())).await;
    let sale = world.sell_lamp().await;
    let world = world.restart_after(|dir| copy_own(old.path(), dir)).await;
    assert_eq!((world.report.extended, world.report.fork), (2, None));
    assert_eq!(world.run(OrderShow { order: sale.order }).await.receipt, sale.receipt);
}

#[tokio::test]
async fn a_journal_damaged_in_the_middle_is_kept_aside_and_written_again() {
    let world = World::open().await;
    world.sell_lamp().await;
    let whole = fs::read(world.dir().join("journal.log")).unwrap();
    let mut damaged = whole.clone();
    damaged[20] ^= 0xff;
    let world = world.restart_after(|dir| fs::write(dir.join("journal.log"), &damaged).unwrap()).await;
    assert!(world.report.journal_damaged);
    assert_eq!(fs::read(world.dir().join("journal.damaged-1.log")).unwrap(), damaged);
    assert_eq!(fs::read(world.dir().join("journal.log")).unwrap(), whole);
    let world = world.restart().await;
    assert_eq!(world.report, Default::default());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_journal_without_room_refuses_the_next_sale_before_tender_and_recovers() {
    let world = World::open().await;
    world.sell_lamp().await;
    let world = world
        .restart_after(|dir| {
            let path = dir.join("journal.log");
            fs::rename(&path, dir.join("journal.kept")).unwrap();
            std::os::unix::fs::symlink("/dev/full", path).unwrap();
        })
        .await;
    world.run(add(LAMP)).await;
    assert_eq!(world.refused(PayCash { amount: Amount(1200) }).await, ErrorCode::Storage);
    assert_eq!(world.refused(PayCardStart { amount: Amount(1200) }).await, ErrorCode::Storage);
    assert_eq!(world.refused(complete(1200)).await, ErrorCode::Storage);
    assert_eq!(world.run(all_orders()).await.len(), 1, "orders can be looked up");
    fs::remove_file(world.dir().join("journal.log")).unwrap();
    assert_eq!(world.run(complete(1200)).await.number, "T01-000002");
    let world = world.restart().await;
    assert_eq!(world.report, Default::default());
    assert!(world.dir().join("journal.log").metadata().unwrap().len() > 1000);
}

/// Everything of `own.db`, as after a lost disk block or a failed copy.
fn own_gone(dir: &Path) {
    for name in ["own.db", "own.db-wal", "own.db-shm"] {
        let _ = fs::remove_file(dir.join(name));
    }
}

/// What has to be there again, whatever became of the till's own file.
async fn everything_is_there(world: &World, sealed: &[Vec<u8>], sales: &[SaleDone]) {
    let now: Vec<Vec<u8>> = world.sealed().into_iter().map(|entry| entry.bytes).collect();
    assert_eq!(now, sealed, "what is to be sent");
    for sale in sales {
        let shown = world.run(OrderShow { order: sale.order }).await;
        assert_eq!(shown.receipt, sale.receipt);
        assert!(shown.summary.waiting);
    }
}

#[tokio::test]
async fn a_till_that_lost_its_file_has_every_sale_again_and_goes_on_with_its_numbers() {
    let world = World::open().await;
    let sales = [world.sell_lamp().await, world.sell_lamp().await];
    let wrong = || SignIn { staff: MANAGER, pin: "0000".into() };
    for _ in 0..4 {
        assert_eq!(world.refused(wrong()).await, ErrorCode::WrongPin);
    }
    assert_eq!(world.refused(wrong()).await, ErrorCode::PinLocked);
    let sealed: Vec<Vec<u8>> = world.sealed().into_iter().map(|entry| entry.bytes).collect();
    let mut world = world;
    world.token = None;
    let mut world = world.restart_after(own_gone).await;
    assert!(world.report.own_replaced);
    assert_eq!((world.report.extended, world.report.fork), (sealed.len() as u64, None));
    assert_eq!(world.refused(wrong()).await, ErrorCode::PinLocked, "nobody wins tries by it");
    world.sign_in(CASHIER).await;
    everything_is_there(&world, &sealed, &sales).await;
    assert_eq!(world.sell_lamp().await.number, "T01B-000001", "in another life: nobody knows what the journal lacks");
    let world = world.restart().await;
    assert_eq!(world.report, Default::default());
}

#[tokio::test]
async fn wherever_its_file_is_damaged_a_till_starts_and_has_every_sale_to_send() {
    let world = World::open().await;
    let sales = [world.sell_lamp().await, world.sell_lamp().await];
    let sealed: Vec<Vec<u8>> = world.sealed().into_iter().map(|entry| entry.bytes).collect();
    let mut world = world.restart_after(|dir| drop(rusqlite::Connection::open(dir.join("own.db")).unwrap())).await;
    let whole = tempfile::tempdir().unwrap();
    world = world
        .restart_after(|dir| {
            let own = rusqlite::Connection::open(dir.join("own.db")).unwrap();
            own.execute_batch("pragma wal_checkpoint(truncate)").unwrap();
            drop(own);
            fs::copy(dir.join("own.db"), whole.path().join("own.db")).unwrap();
            fs::copy(dir.join("journal.log"), whole.path().join("journal.log")).unwrap();
        })
        .await;
    let bytes = fs::read(whole.path().join("own.db")).unwrap();
    let pages = bytes.len() / 1024;
    let mut rebuilt = 0;
    for page in 0..pages {
        for damage in [0u8, 1] {
            let mut damaged = bytes.clone();
            let content = &mut damaged[page * 1024..(page + 1) * 1024];
            match damage {
                0 => content.fill(0),
                _ => content.iter_mut().skip(page % 7).step_by(97).for_each(|byte| *byte ^= 0x55),
            }
            world = world
                .restart_after(|dir| {
                    own_gone(dir);
                    fs::write(dir.join("own.db"), &damaged).unwrap();
                    fs::copy(whole.path().join("journal.log"), dir.join("journal.log")).unwrap();
                })
                .await;
            rebuilt += u32::from(world.report.own_replaced);
            everything_is_there(&world, &sealed, &sales).await;
        }
    }
    assert!(rebuilt > pages as u32, "{rebuilt} of {pages} pages, each damaged twice, were noticed");
    for length in [0, 1, 512, 1024, bytes.len() / 2, bytes.len() - 1024] {
        world = world
            .restart_after(|dir| {
                own_gone(dir);
                fs::write(dir.join("own.db"), &bytes[..length]).unwrap();
                fs::copy(whole.path().join("journal.log"), dir.join("journal.log")).unwrap();
            })
            .await;
        assert!(world.report.own_replaced, "{length} bytes of it were left");
        everything_is_there(&world, &sealed, &sales).await;
    }
}

#[tokio::test]
async fn an_older_copy_of_its_file_gives_nobody_tries_back() {
    let old = tempfile::tempdir().unwrap();
    let world = World::open().await;
    let mut world = world.restart_after(|dir| copy_own(dir, old.path())).await;
    let wrong = || SignIn { staff: MANAGER, pin: "0000".into() };
    for _ in 0..4 {
        assert_eq!(world.refused(wrong()).await, ErrorCode::WrongPin);
    }
    assert_eq!(world.refused(wrong()).await, ErrorCode::PinLocked);
    world.token = None;
    let world = world.restart_after(|dir| copy_own(old.path(), dir)).await;
    assert_eq!(world.refused(wrong()).await, ErrorCode::PinLocked);
}

#[tokio::test]
async fn a_till_that_lost_its_file_and_the_end_of_its_journal_draws_no_number_twice() {
    let mut world = World::open().await;
    let sales = [world.sell_lamp().await, world.sell_lamp().await, world.sell_lamp().await];
    for kept in [100, 90, 60] {
        world.token = None;
        world = world
            .restart_after(|dir| {
                own_gone(dir);
                let journal = fs::read(dir.join("journal.log")).unwrap();
                fs::write(dir.join("journal.log"), &journal[..journal.len() * kept / 100]).unwrap();
            })
            .await;
        assert!(world.report.own_replaced);
        world.sign_in(CASHIER).await;
        let next = world.sell_lamp().await.number;
        assert!(sales.iter().all(|sale| sale.number != next) && !next.starts_with("T01-"), "{next}");
    }
}
