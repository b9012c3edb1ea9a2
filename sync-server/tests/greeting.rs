//! What a welcome tells a terminal of itself: what it follows, and in which life of its chain it
//! goes on.

use crate::client::{Client, Stand};
use crate::running::{Running, hire, other_store, shop, till};
use shared_model::encoding::Fixed;
use shared_model::entry::SealedEntry;
use shared_model::fact::Fact;
use shared_model::fact::health::ProcessStarted;
use shared_model::setting::TerminalKind;
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, RefusalCode, Refused, ServerFrame, Told};
use sync_server::clock;
use sync_server::db::sql;
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
    let settings = terminal::change(&server.db, id, &moved, clock::now()).await.unwrap().unwrap();
    assert_eq!((settings.store, settings.code.as_str()), (harbour.store, "T01"));
    while connection.next().await.is_some() {}
    let (mut connection, welcome) = till.connect(&stand).await;
    let [business, people, _, _, mail] = own;
    let now = vec![business, people, Scope::Store(harbour.store), Scope::Warehouse(harbour.warehouse), mail];
    assert_eq!(welcome.follows, Some(now.clone()));
    assert_eq!(connection.scopes, now);
    let told = TerminalChange { kind: Some(TerminalKind::Office), also: Some([own[2]].into()), ..moved };
    terminal::change(&server.db, id, &told, clock::now()).await.unwrap().unwrap();
    while connection.next().await.is_some() {}
    let (_, welcome) = till.connect(&stand).await;
    assert_eq!(welcome.follows.unwrap().len(), 6, "an office follows what it is given");
    let none = terminal::change(&server.db, TerminalId(uuid::Uuid::now_v7()), &told, clock::now()).await.unwrap();
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

/// Drops what a scope told up to a position, as nothing does yet.
async fn drop_rows(server: &Running, scope: Scope, upto: u64) {
    let mut conn = server.db.begin_write().await.unwrap();
    let drop = sql("delete from log_row where scope = $1 and position <= $2");
    assert!(drop.bytes(scope.key()).count(upto).run(&mut conn).await.unwrap() > 0);
    conn.commit().await.unwrap();
}

#[tokio::test]
async fn a_signed_cursor_stands_where_the_rows_that_led_to_it_were_dropped() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    connection.follow(welcome.head).await;
    let stand = connection.stand.clone();
    drop(connection);
    let read = stand.cursors[0].position.number;
    drop_rows(&server, Scope::Business, read).await;
    // Nothing came since: the end of the scope says so.
    let (connection, welcome) = till.connect(&stand).await;
    assert!(welcome.follows.is_some(), "it was asked for its cursors");
    drop(connection);
    hire(&server, &shop, "02").await;
    let (mut connection, _) = till.connect(&stand).await;
    connection.follow_until(|connection| connection.log.len() == 1).await;
    assert!(matches!(connection.told().last(), Some(Told::Staff(staff)) if staff.name == "New 02"));
    drop(connection);

    let refused = async |stand: &Stand, why: &str| {
        let (_, answer) = till.greet(&till.key, till.certificate.terminal, stand).await;
        let is_refused = matches!(&answer, ServerFrame::Refused(Refused { code: RefusalCode::CursorUnknown, .. }));
        assert!(is_refused, "{why}: {answer:?}");
    };
    let mut forged = stand.clone();
    forged.cursors[0].signature.0[5] ^= 1;
    refused(&forged, "its own word is not the server's").await;
    forged = stand.clone();
    forged.cursors[0].key = 9;
    refused(&forged, "no key of the server").await;
    server.stop().await;
}

#[tokio::test]
async fn what_a_server_restored_again_has_lost_is_read_from_the_start_and_pushed_again() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let mut till = till(&server, &shop).await;
    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    connection.follow(welcome.head).await;
    let backup = connection.stand.clone();
    hire(&server, &shop, "02").await;
    let fact = Fact::ProcessStarted(ProcessStarted { nonce: vec![1; 16], app_version: "test".into() });
    let entries = vec![till.seal(None, &fact)];
    let signature = till.sign(&entries);
    assert_eq!(connection.push(entries.clone(), signature).await, Ok(vec![EntryOutcome::Stored]));
    let read = backup.cursors[0].position;
    connection.follow_until(|connection| connection.stand.cursors[0].position > read).await;
    let stand = connection.stand.clone();
    drop(connection);
    // The same number as the life before, by another id; what came after the backup is gone.
    let before = backup.cursors.iter().map(|cursor| cursor.position.number).max().unwrap();
    let mut conn = server.db.begin_write().await.unwrap();
    for gone in ["delete from log_row where position > $1", "delete from entry where position > $1 and branch = 0"] {
        sql(gone).count(before).run(&mut conn).await.unwrap();
    }
    for (scope, cursor) in till.scopes().into_iter().zip(&backup.cursors) {
        let head = sql("update scope_head set head = $1, position = $2 where scope = $3 and position > $2");
        head.bytes(cursor.head.0.to_vec()).count(before).bytes(scope.key()).run(&mut conn).await.unwrap();
    }
    sql("update scope_head set position = $1 where position > $1").count(before).run(&mut conn).await.unwrap();
    sql("update log_head set position = $1").count(before).run(&mut conn).await.unwrap();
    sql("delete from terminal_head").run(&mut conn).await.unwrap();
    sql("update generation set id = $1").bytes(vec![8; 8]).run(&mut conn).await.unwrap();
    conn.commit().await.unwrap();
    let server = Running::on(server.stop().await).await;
    till.server = server.address;
    let (mut connection, welcome) = till.connect(&stand).await;
    assert_eq!((welcome.generation, welcome.generation_id), (stand.generation, Fixed([8; 8])));
    assert_eq!(welcome.held, [], "it says what it has");
    let signature = till.sign(&entries);
    assert_eq!(connection.push(entries, signature).await, Ok(vec![EntryOutcome::Stored]));
    let head = sync_server::log::end(&server.db, shop.business).await.unwrap().number;
    connection.follow_until(|connection| !connection.log.is_empty()).await;
    assert!(connection.stand.cursors[0].position.number <= head, "from the start of what there is now");
    let stand = connection.stand.clone();
    drop(connection);
    let (_, welcome) = till.connect(&stand).await;
    assert_eq!(welcome.generation_id, Fixed([8; 8]));
    server.stop().await;
}
