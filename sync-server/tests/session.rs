//! The sync connection over a real listener and a real socket.

use crate::client::{Stand, enrol, next, open, send};
use crate::restored::begin_generation;
use crate::running::{Running, hire, sell, shop, started, till};
use ed25519_dalek::{Signer, SigningKey};
use shared_model::bounds::{FRAME_BYTES_MAX, PAGES_IN_FLIGHT_MAX};
use shared_model::encoding::Fixed;
use shared_model::entry::SealedEntry;
use shared_model::fact::supply::ReceivedLine;
use shared_model::refusal::CallError;
use shared_model::setting::Certificate;
use shared_model::unit::*;
use shared_model::wire::told::order::Moment;
use shared_model::wire::*;
use sync_server::auth;
use sync_server::clock;
use sync_server::db::{row, sql};
use sync_server::log;
use sync_server::terminal;

#[tokio::test]
async fn a_till_enrols_says_hello_pushes_and_follows_the_log() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let mut till = till(&server, &shop).await;
    let Certificate { business, store, incarnation, .. } = till.certificate;
    assert_eq!((business, store, incarnation), (shop.business, shop.store, 1));
    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    assert_eq!((welcome.generation, welcome.held.len(), welcome.go_on_as), (1, 0, None));
    connection.follow(welcome.head).await;
    let told = connection.told();
    let has = |wanted: fn(&Told) -> bool| told.iter().filter(|told| wanted(told)).count();
    assert_eq!(has(|told| matches!(told, Told::Business(_))), 1);
    assert_eq!(has(|told| matches!(told, Told::Store(_))), 1);
    assert_eq!(has(|told| matches!(told, Told::Staff(_))), 2);
    assert_eq!(has(|told| matches!(told, Told::Terminal(_))), 1);

    let entries = vec![till.seal(None, &started()), till.seal(None, &started())];
    let signature = till.sign(&entries);
    let stored = connection.push(entries.clone(), signature).await;
    assert_eq!(stored, Ok(vec![EntryOutcome::Stored; 2]));
    assert_eq!(connection.push(entries, signature).await, Ok(vec![EntryOutcome::Duplicate; 2]));

    let stand = connection.stand.clone();
    drop(connection);
    let (mut again, welcome) = till.connect(&stand).await;
    assert_eq!(welcome.held, [(1, 2)], "what it need not send again");
    assert_eq!(welcome.head, stand.cursors[0].position.number + 2, "its own two entries, and nothing to be told");
    again.follow(welcome.head).await;
    let quiet = tokio::time::timeout(std::time::Duration::from_millis(300), again.follow(welcome.head + 1)).await;
    assert!(quiet.is_err() && again.log.is_empty(), "nothing is sent again");
    server.stop().await;
}

#[tokio::test]
async fn what_is_appended_later_reaches_a_connected_till_without_asking() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    connection.follow(welcome.head).await;
    let before = connection.log.len();
    hire(&server, &shop, "02").await;
    connection.follow_until(|connection| connection.log.len() > before).await;
    assert!(matches!(connection.told().last(), Some(Told::Staff(staff)) if staff.name == "New 02"));
    server.stop().await;
}

async fn next_page(socket: &mut reqwest_websocket::WebSocket) -> Page {
    loop {
        if let ServerFrame::Page(page) = next(socket).await.expect("the server goes on") {
            return page;
        }
    }
}

#[tokio::test]
async fn no_more_than_four_frames_are_sent_ahead_of_what_is_applied() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let (mut socket, answer) = till.greet(&till.key, till.certificate.terminal, &Stand::start()).await;
    assert!(matches!(answer, ServerFrame::Welcome(_)));
    // Five scopes have something to say at once.
    let mut pages = Vec::new();
    for _ in 0..PAGES_IN_FLIGHT_MAX {
        pages.push(next_page(&mut socket).await);
    }
    hire(&server, &shop, "10").await;
    let quiet = tokio::time::timeout(std::time::Duration::from_millis(400), next_page(&mut socket)).await;
    assert!(quiet.is_err(), "a page was sent before the earlier ones were applied");
    let applied = |page: &Page| {
        let place = till.scopes().iter().position(|scope| *scope == page.scope).unwrap();
        ClientFrame::Applied(Applied { positions: vec![(u8::try_from(place).unwrap(), page.to)], levels: Vec::new() })
    };
    send(&mut socket, &applied(&pages[0])).await;
    let fifth = next_page(&mut socket).await;
    assert!(pages.iter().all(|page| (page.scope, page.from) != (fifth.scope, fifth.from)), "{fifth:?}");
    let quiet = tokio::time::timeout(std::time::Duration::from_millis(400), next_page(&mut socket)).await;
    assert!(quiet.is_err(), "one that is applied makes room for one");
    drop(socket);
    server.stop().await;
}

#[tokio::test]
async fn who_cannot_prove_to_be_the_till_is_refused() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let own = till.certificate.terminal;
    let wrong_key = SigningKey::from_bytes(&auth::random_bytes());
    let stranger = TerminalId(uuid::Uuid::new_v4());
    let at = |position: u64, head: Hash| {
        let mut stand = Stand { generation: 1, ..Stand::start() };
        stand.cursors[0] = Cursor { position: Position::new(1, position), head, ..Cursor::start() };
        stand
    };
    let beyond = at(10_000, Hash::ZERO);
    let other = at(1, Hash::of("another server", &[]));
    let start = Stand::start();
    let cases = [
        (&wrong_key, own, &start, RefusalCode::BadSignature),
        (&till.key, stranger, &start, RefusalCode::UnknownTerminal),
        (&till.key, own, &beyond, RefusalCode::CursorUnknown),
        (&till.key, own, &other, RefusalCode::CursorUnknown),
    ];
    for (key, terminal, stand, expected) in cases {
        let (_, answer) = till.greet(key, terminal, stand).await;
        assert!(matches!(&answer, ServerFrame::Refused(refused) if refused.code == expected), "{answer:?}");
    }
    assert!(terminal::set_revoked(&server.db, own, true, clock::now()).await.unwrap());
    let (_, answer) = till.greet(&till.key, own, &Stand::start()).await;
    assert!(matches!(answer, ServerFrame::Refused(Refused { code: RefusalCode::Revoked, .. })));
    server.stop().await;
}

#[tokio::test]
async fn a_server_in_another_life_tells_again_what_it_does_not_know_and_goes_on_with_the_rest() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let mut till = till(&server, &shop).await;
    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    connection.follow(welcome.head).await;
    let (mut stand, first) = (connection.stand.clone(), connection.log.clone());
    drop(connection);
    // Its last rows of the business's scope were lost with the first life.
    stand.cursors[0].head = Hash::of("a row that is gone", &[]);
    let (_, answer) = till.greet(&till.key, till.certificate.terminal, &stand).await;
    assert!(matches!(answer, ServerFrame::Refused(Refused { code: RefusalCode::CursorUnknown, .. })), "{answer:?}");

    let mut tx = server.db.begin_write().await.unwrap();
    begin_generation(&mut tx, [9; 8]).await;
    // They were told and signed.
    let secret = sql("select secret_key from server_key where number = 1").one(&mut tx).await.unwrap();
    let secret: [u8; 32] = row::bytes(&secret, "secret_key").unwrap().try_into().unwrap();
    let message = stand.cursors[0].message(shop.business, Scope::Business);
    stand.cursors[0].signature = Fixed(SigningKey::from_bytes(&secret).sign(&message.0).to_bytes());
    tx.commit().await.unwrap();
    let server = Running::on(server.stop().await).await;
    till.server = server.address;
    let (mut connection, welcome) = till.connect(&stand).await;
    assert_eq!((welcome.generation, welcome.generation_id), (2, Fixed([9; 8])));
    connection.follow_until(|connection| !connection.log.is_empty()).await;
    let of_business = |rows: &[(Scope, LogRow)]| {
        rows.iter().filter(|(scope, _)| *scope == Scope::Business).cloned().collect::<Vec<_>>()
    };
    assert_eq!(connection.log, of_business(&first), "from the start, and nothing of the other scopes");
    let (stand, head) = (connection.stand.clone(), welcome.head);
    assert_eq!(stand.cursors[0].position, Position::new(2, of_business(&first).last().unwrap().1.position));
    drop(connection);
    let (mut connection, _) = till.connect(&stand).await;
    connection.follow(head).await;
    assert!(connection.log.is_empty(), "which is known from now on");
    server.stop().await;
}

#[tokio::test]
async fn a_batch_signed_by_another_key_is_refused_and_nothing_of_it_is_kept() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let mut one = till(&server, &shop).await;
    let other = till(&server, &shop).await;
    let entries = vec![one.seal(None, &started())];
    let (mut connection, _) = one.connect(&Stand::start()).await;
    assert_eq!(connection.push(entries.clone(), other.sign(&entries)).await, Err(RefusalCode::BadSignature));
    let (mut connection, _) = one.connect(&Stand::start()).await;
    let signature = one.sign(&entries);
    assert_eq!(connection.push(entries, signature).await, Ok(vec![EntryOutcome::Stored]));
    server.stop().await;
}

#[tokio::test]
async fn garbage_and_oversize_end_the_connection_and_the_server_goes_on() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let bomb = || {
        let mut bytes = vec![1];
        bytes.extend(zstd::bulk::compress(&vec![0; FRAME_BYTES_MAX + 1], 3).unwrap());
        bytes
    };
    let deep = || [vec![0], vec![0x81; 100_000]].concat();
    for (what, bytes) in [
        ("empty", Vec::new()),
        ("garbage", vec![0, 0xde, 0xad, 0xbe, 0xef]),
        ("an unknown tag", vec![9, 1, 2]),
        ("a compression bomb", bomb()),
        ("deep nesting", deep()),
    ] {
        let (mut connection, _) = till.connect(&Stand::start()).await;
        connection.send_bytes(bytes).await;
        assert_eq!(connection.refusal().await, RefusalCode::BadFrame, "{what}");
    }
    let (mut connection, _) = till.connect(&Stand::start()).await;
    connection.send_bytes(vec![0; FRAME_BYTES_MAX + 100]).await;
    while connection.next().await.is_some() {}

    // Before the hello even a small kilobyte is too much.
    let mut socket = open(server.address).await;
    next(&mut socket).await;
    let entries = vec![SealedEntry { bytes: auth::random_bytes::<4096>().to_vec(), attachments: Vec::new() }];
    let large = ClientFrame::Push(Push { batch: 1, signature: till.sign(&entries), entries });
    send(&mut socket, &large).await;
    let answer = next(&mut socket).await;
    assert!(matches!(answer, Some(ServerFrame::Refused(Refused { code: RefusalCode::BadFrame, .. }))), "{answer:?}");

    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    connection.follow(welcome.head).await;
    server.stop().await;
}

#[tokio::test]
async fn a_code_enrols_one_till_and_wrong_ones_are_slowed_down() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let code = terminal::issue_code(&server.db, shop.business, shop.store, "", 3600, clock::now()).await.unwrap();
    let key = SigningKey::from_bytes(&auth::random_bytes());
    let first: Enrolled = enrol(server.address, &code.code, &key).await.json().await.unwrap();
    let again: Enrolled = enrol(server.address, &code.code, &key).await.json().await.unwrap();
    assert_eq!(first, again, "a lost answer can be asked for again");
    let other = SigningKey::from_bytes(&auth::random_bytes());
    let refused = enrol(server.address, &code.code, &other).await;
    assert_eq!(refused.status(), 403);
    assert_eq!(refused.json::<EnrolRefused>().await.unwrap().code, EnrolErrorCode::BadCode);
    let mut codes = Vec::new();
    for _ in 0..25 {
        codes.push(enrol(server.address, "AAAA-BBBB-CCCC", &other).await.json::<EnrolRefused>().await.unwrap().code);
    }
    assert_eq!(codes.first(), Some(&EnrolErrorCode::BadCode));
    assert_eq!(codes.last(), Some(&EnrolErrorCode::TooManyAttempts));
    server.stop().await;
}

#[tokio::test]
async fn a_stores_terminal_learns_and_changes_nothing_of_another_business() {
    let server = Running::start().await;
    let (lamp, rival) = (shop(&server.db, "Lamp").await, shop(&server.db, "Rival").await);
    let mut till = till(&server, &lamp).await;
    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    connection.follow(welcome.head).await;
    for told in connection.told() {
        let text = format!("{told:?}");
        assert!(!text.contains("Rival") && !text.contains(&rival.business.to_string()), "leaked: {text}");
    }

    // A cursor of the other business's log opens nothing.
    let end = log::end(&server.db, rival.business).await.unwrap();
    let head = log::head_at(&server.db, rival.business, Scope::Business, end.number).await.unwrap();
    let mut foreign = Stand { generation: end.generation, ..Stand::start() };
    foreign.cursors[0] = Cursor { position: end, head, ..Cursor::start() };
    let (_, answer) = till.greet(&till.key, till.certificate.terminal, &foreign).await;
    assert!(matches!(answer, ServerFrame::Refused(Refused { code: RefusalCode::CursorUnknown, .. })), "{answer:?}");

    // Neither its staff nor its warehouse can be named in a call.
    let product = ProductId(uuid::Uuid::new_v4());
    let lines = vec![ReceivedLine { product, quantity: Quantity::ONE }];
    let receive = |staff, warehouse| Call::ReceiveGoods {
        intake: IntakeId(uuid::Uuid::new_v4()),
        staff,
        warehouse,
        lines: lines.clone(),
        reference: String::new(),
    };
    let needs = CallError::NotAllowed { needs: "goods_receive".into() };
    assert_eq!(connection.call(receive(rival.manager, lamp.warehouse)).await, Err(needs.clone()));
    assert_eq!(connection.call(receive(lamp.cashier, lamp.warehouse)).await, Err(needs));
    let answer = connection.call(receive(lamp.manager, rival.warehouse)).await;
    assert!(matches!(answer, Err(CallError::Refused { .. })), "{answer:?}");

    // An entry that claims to be of the other business does not reach its log.
    let before = log::end(&server.db, rival.business).await.unwrap();
    till.certificate.business = rival.business;
    let entries = vec![till.seal(Some(rival.manager), &started())];
    let signature = till.sign(&entries);
    connection.push(entries, signature).await.unwrap();
    assert_eq!(log::end(&server.db, rival.business).await.unwrap(), before);
    server.stop().await;
}

#[tokio::test]
async fn a_manager_receives_goods_once_and_every_till_of_the_warehouse_sees_them() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let product = sell(&server.db, shop.business, "LAMP").await;
    let (one, other) = (till(&server, &shop).await, till(&server, &shop).await);
    let (mut manager, _) = one.connect(&Stand::start()).await;
    let (mut peer, _) = other.connect(&Stand::start()).await;
    let call = Call::ReceiveGoods {
        intake: IntakeId(uuid::Uuid::new_v4()),
        staff: shop.manager,
        warehouse: shop.warehouse,
        lines: vec![ReceivedLine { product, quantity: Quantity(4000) }],
        reference: "note 1".into(),
    };
    let received = |already_received| Ok(Answer::GoodsReceived { backorders_filled: 0, already_received });
    assert_eq!(manager.call(call.clone()).await, received(false));
    assert_eq!(manager.call(call).await, received(true), "a repeated call is recognised");
    peer.follow_until(|peer| !peer.levels.is_empty()).await;
    let seen: Vec<_> = peer.levels.values().map(|level| (level.product, level.on_hand, level.free)).collect();
    assert_eq!(seen, [(product, Quantity(4000), Quantity(4000))]);
    server.stop().await;
}

#[tokio::test]
async fn a_till_hears_which_others_of_its_store_are_there_and_is_remembered() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let (one, other) = (till(&server, &shop).await, till(&server, &shop).await);
    let (mut first, welcome) = one.connect(&Stand::start()).await;
    first.follow(welcome.head).await;
    let stored = first.stand.cursors[0].position.number;
    let alive = TillAlive { now: Moment(clock::now()), outbox: 3, oldest_unsent: None };
    first.send(&ClientFrame::Alive(alive)).await;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let known = sync_server::report::terminals(&server.db, shop.business).await.unwrap();
        if known[0].outbox == 3 && known[0].applied == stored && known[0].heard_at.is_some() {
            break;
        }
        assert!(std::time::Instant::now() < deadline, "not recorded: {known:?}");
        tokio::task::yield_now().await;
    }
    let (mut second, _) = other.connect(&Stand::start()).await;
    let peers = loop {
        if let Some(ServerFrame::Alive(alive)) = second.next().await {
            break alive.peers;
        }
    };
    assert_eq!(peers.len(), 1);
    assert!(peers[0].terminal == one.certificate.terminal && peers[0].heard_at.is_some(), "{peers:?}");
    server.stop().await;
}

#[tokio::test]
async fn a_server_that_stops_says_goodbye_to_connected_tills() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    connection.follow(welcome.head).await;
    let ending = tokio::spawn(server.stop());
    assert_eq!(connection.refusal().await, RefusalCode::Stopping);
    ending.await.unwrap();
}
