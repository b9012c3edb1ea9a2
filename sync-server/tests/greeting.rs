//! What a welcome tells a terminal of itself: what it follows, and in which life of its chain it
//! goes on.

use crate::client::{Client, Stand};
use crate::running::{Running, other_store, shop, till};
use shared_model::entry::SealedEntry;
use shared_model::fact::Fact;
use shared_model::fact::health::ProcessStarted;
use shared_model::setting::TerminalKind;
use shared_model::unit::*;
use shared_model::wire::EntryOutcome;
use sync_server::clock;
use sync_server::terminal::{self, TerminalChange};

#[tokio::test]
async fn a_till_that_is_moved_is_greeted_anew_and_told_what_it_follows_by_now() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    assert_eq!(welcome.follows, None, "it meant the same");
    connection.follow(welcome.head).await;
    let stand = connection.stand.clone();
    let harbour = other_store(&server, &shop).await;
    let (id, own) = (till.certificate.terminal, till.scopes());
    let moved = TerminalChange { store: Some(harbour.store), ..TerminalChange::default() };
    let settings = terminal::settings_set(&server.db, id, &moved, clock::now()).await.unwrap().unwrap();
    assert_eq!((settings.store, settings.code.as_str()), (harbour.store, "T01"));
    while connection.next().await.is_some() {}
    let (mut connection, welcome) = till.connect(&stand).await;
    let [business, people, _, _, mail] = own;
    let now = vec![business, people, Scope::Store(harbour.store), Scope::Warehouse(harbour.warehouse), mail];
    assert_eq!(welcome.follows, Some(now.clone()));
    assert_eq!(connection.scopes, now);
    let told = TerminalChange { kind: Some(TerminalKind::Office), also: Some([own[2]].into()), ..moved };
    terminal::settings_set(&server.db, id, &told, clock::now()).await.unwrap().unwrap();
    while connection.next().await.is_some() {}
    let (_, welcome) = till.connect(&stand).await;
    assert_eq!(welcome.follows.unwrap().len(), 6, "an office follows what it is given");
    let none = terminal::settings_set(&server.db, TerminalId(uuid::Uuid::now_v7()), &told, clock::now()).await.unwrap();
    assert_eq!(none, None);
    server.stop().await;
}

#[tokio::test]
async fn another_copy_of_a_till_goes_on_in_a_life_of_its_own() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let mut till = till(&server, &shop).await;
    let pushes = std::cell::Cell::new(0);
    let push = async |till: &mut Client, count: usize| {
        let (mut connection, welcome) = till.connect(&Stand::start()).await;
        pushes.set(pushes.get() + 1);
        let fact = ProcessStarted { nonce: vec![pushes.get(); 16], app_version: "test".into() };
        let fact = Fact::ProcessStarted(fact);
        let entries: Vec<SealedEntry> = (0..count).map(|_| till.seal(None, &fact)).collect();
        let signature = till.sign(&entries);
        (welcome.held, welcome.go_on_as, connection.push(entries, signature).await.unwrap())
    };
    assert_eq!(push(&mut till, 2).await, (vec![], None, vec![EntryOutcome::Stored; 2]));
    let old = till.head;
    assert_eq!(push(&mut till, 2).await.1, None);
    let newest = till.head;
    // Its disk is set back to an old copy, which has recorded nothing since.
    till.head = old;
    assert_eq!(push(&mut till, 0).await.1, Some(2));
    // It has, and more than what was lost: what it recorded last is on a fork.
    let forked = push(&mut till, 3).await;
    assert_eq!((forked.1, forked.2), (Some(2), vec![EntryOutcome::Fork; 3]));
    let (held, goes_on, _) = push(&mut till, 0).await;
    assert_eq!((held, goes_on), (vec![(1, 5)], Some(2)));
    till.certificate.incarnation = 2;
    till.head.0 = 0;
    assert_eq!(push(&mut till, 2).await.2, vec![EntryOutcome::Stored; 2]);
    assert_eq!(push(&mut till, 1).await, (vec![(1, 5), (2, 2)], None, vec![EntryOutcome::Stored]));
    // The other copy is in step with the server, and goes on as before.
    (till.certificate.incarnation, till.head) = (1, newest);
    assert_eq!(push(&mut till, 1).await, (vec![(1, 5), (2, 3)], None, vec![EntryOutcome::Stored]));
    server.stop().await;
}
