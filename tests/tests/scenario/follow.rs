//! Nobody reads past an entry that came late, and a page that is exactly full loses nothing.

use super::hostile::{device, placed};
use counterfoil_tests::device::Device;
use counterfoil_tests::world::*;
use shared_model::bounds::{PAGE_ROWS_MAX, PUSH_ENTRIES_MAX};
use shared_model::order::Fulfilment;
use shared_model::unit::Scope;
use shared_model::wire::{EntryOutcome, Told};

const WRITERS: usize = 4;
const ORDERS_EACH: u64 = 25;
/// A sale over the counter is what was paid and the order.
const SALE_ENTRIES: u64 = 2;

#[tokio::test(flavor = "multi_thread")]
async fn tills_that_commit_at_once_leave_no_hole_in_what_another_reads() {
    no_hole(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tills_that_commit_at_once_leave_no_hole_in_what_another_reads_on_postgres() {
    no_hole(Database::Postgres).await;
}

async fn no_hole(database: Database) {
    let world = World::on(database).await;
    world.receive(&[("MUG", 60)]).await;
    let (mut follower, _) = device(&world).await;
    let mut writers = Vec::new();
    for _ in 0..WRITERS {
        let (mut writer, shop) = device(&world).await;
        writers.push(tokio::spawn(async move {
            for sequence in 1..=ORDERS_EACH {
                let order = shop.order(&writer, sequence, "MUG", 1, Fulfilment::Pickup);
                let sealed = placed(&mut writer, &shop, &order);
                assert_eq!(writer.push(&[sealed]).await, Ok(vec![EntryOutcome::Stored]));
            }
        }));
    }
    // The follower reads while the others write; that is when a late commit would be missed.
    let mut states = 0;
    while states < WRITERS as u64 * ORDERS_EACH {
        follower.next().await.expect("the log goes on");
        states = orders_seen(&follower);
    }
    for writer in writers {
        writer.await.expect("a writer");
    }
    let (fresh, _) = device(&world).await;
    // What both follow; every page went on where the one before had ended, or it had not been taken.
    let shared = [
        Scope::Business,
        Scope::People,
        Scope::Store(follower.store),
        Scope::Warehouse(fresh.log.warehouse().expect("it follows one")),
    ];
    for scope in shared {
        let later = rows_of(&fresh, scope);
        follower.follow_scope(scope, later.last().copied().unwrap_or(0)).await.expect("the log goes on");
        let live = rows_of(&follower, scope);
        assert!(live.is_sorted(), "read live, {scope:?} came out of order");
        let missed: Vec<_> = later.iter().filter(|position| !live.contains(position)).collect();
        assert!(missed.is_empty(), "read live, {scope:?} lacked positions {missed:?}");
    }
}

/// Positions of the rows that the device has heard of a scope.
fn rows_of(device: &Device, scope: Scope) -> Vec<u64> {
    device.log.heard.iter().filter(|row| row.scope == scope).map(|row| row.position).collect()
}

/// Distinct orders the device has heard a verdict of.
fn orders_seen(device: &Device) -> u64 {
    let states = device.told().filter_map(|told| match told {
        Told::Order(order) => Some(order.order),
        _ => None,
    });
    states.collect::<std::collections::BTreeSet<_>>().len() as u64
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_the_log_that_is_exactly_full_loses_nothing() {
    full_pages(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_the_log_that_is_exactly_full_loses_nothing_on_postgres() {
    full_pages(Database::Postgres).await;
}

async fn full_pages(database: Database) {
    let world = World::on(database).await;
    let page = PAGE_ROWS_MAX;
    let (mut behind, _) = device(&world).await;
    behind.hang_up();
    let start = behind.log.heard.len();
    let mut customers = 0;
    // Entries that a reader has not read when it comes back.
    for unread in [0, 1, page - 1, page, page + 1, 2 * page] {
        // One customer is one row of the log.
        let rows: String = (0..unread).map(|index| format!("P{unread}-{index},Page {index}\n")).collect();
        if unread > 0 {
            let file = world.server.file(&format!("page-{unread}.csv"), &format!("number,name\n{rows}"));
            world.server.cli(&["import", "customers", &file]).await;
        }
        customers += unread;
        let welcome = behind.connect().await.expect("the device is welcome");
        behind.follow(welcome.head).await.expect("the log goes on");
        behind.hang_up();
        assert_eq!(behind.log.heard.len() - start, customers, "with {unread} entries against pages of {page}");
    }
    let (fresh, _) = device(&world).await;
    let named = |device: &Device| device.told().filter(|told| matches!(told, Told::Customer(_))).count();
    assert_eq!((named(&behind), named(&fresh)), (customers + 2, customers + 2), "with the two of the shop");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outbox_that_is_exactly_one_push_long_is_sent_whole() {
    full_pushes(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outbox_that_is_exactly_one_push_long_is_sent_whole_on_postgres() {
    full_pushes(Database::Postgres).await;
}

async fn full_pushes(database: Database) {
    let world = World::on(database).await;
    let (mut device, shop) = device(&world).await;
    let page = PUSH_ENTRIES_MAX;
    let mut sequence = 0;
    for count in [0, 1, page - 1, page, page + 1, 2 * page] {
        let entries: Vec<_> = (0..count)
            .map(|_| {
                sequence += 1;
                let order = shop.order(&device, sequence, "CARRY", 1, Fulfilment::CarryOut);
                placed(&mut device, &shop, &order)
            })
            .collect();
        if count > page {
            assert!(device.push(&entries).await.is_err(), "a push of {count} entries is over the limit");
            device.hang_up();
            device.connect().await.expect("the device is welcome");
        }
        // An empty push is a push too.
        for pushed in entries.chunks(page).chain(entries.is_empty().then_some(entries.as_slice())) {
            let results = device.push(pushed).await.expect("the push is answered");
            assert_eq!(results, vec![EntryOutcome::Stored; pushed.len()]);
        }
    }
    device.hang_up();
    let welcome = device.connect().await.expect("the device is welcome");
    assert_eq!(welcome.held, [(device.incarnation, sequence)]);
    assert_eq!(world.server.rows("orders").await.len() as u64, sequence);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_with_more_than_one_push_waiting_sends_them_all() {
    use crate::counter::{scan, sell};
    use shared_model::command::CartCancel;
    let world = World::new().await;
    let till = world.till("A").await;
    till.sent().await;
    till.link.cut();
    till.offline().await;
    let page = PUSH_ENTRIES_MAX as u64;
    for waiting in [SALE_ENTRIES, page - 1, page, page + 1, 2 * page] {
        while till.status().await.waiting + SALE_ENTRIES < waiting {
            scan(&till, "MUG", 1).await;
            till.must(CartCancel {}).await;
        }
        let last = sell(&till, "MUG", 1).await;
        assert_eq!(till.status().await.waiting, waiting);
        till.link.restore();
        till.sent().await;
        assert_eq!(crate::counter::times_on_server(&world, last.order).await, 1, "with {waiting} waiting");
        till.link.cut();
        till.offline().await;
    }
    till.link.restore();
}
