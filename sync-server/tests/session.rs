//! The sync connection over a real listener and a real socket.

use crate::client::{Client, enrol, next, open};
use ed25519_dalek::SigningKey;
use futures_util::SinkExt;
use reqwest_websocket::Message;
use shared_model::fact::{Fact, ReceivedLine};
use shared_model::order::{TaxClass, TaxMethod, TaxRounding};
use shared_model::party::Role;
use shared_model::unit::*;
use shared_model::wire::*;
use std::net::SocketAddr;
use sync_server::auth;
use sync_server::catalogue;
use sync_server::clock;
use sync_server::db::{self, Db};
use sync_server::http::serve;
use sync_server::import::ProductRow;
use sync_server::party::{self, StaffAdd};
use sync_server::setting::{self, BusinessCreate, StoreCreate};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A server on a free port, ended cleanly by [`Running::stop`].
pub struct Running {
    pub db: Db,
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

impl Running {
    pub async fn start() -> Running {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.path().join("server.db").display())).await.unwrap();
        db::migrate(&db).await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = oneshot::channel();
        let serving = db.clone();
        let served = tokio::spawn(async move {
            let listening = |address| tell.send(address).unwrap();
            let stop = async { stopped.await.unwrap_or_default() };
            serve(serving, SocketAddr::from(([127, 0, 0, 1], 0)), listening, stop).await.unwrap();
        });
        Running { db, address: told.await.unwrap(), stop, served, _folder: folder }
    }

    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap();
    }
}

/// A business with one store and a member of staff of each role that matters here.
struct Shop {
    business: BusinessId,
    store: StoreId,
    warehouse: WarehouseId,
    cashier: StaffId,
    manager: StaffId,
}

async fn shop(db: &Db, name: &str) -> Shop {
    let create = BusinessCreate {
        name: name.into(),
        currency: "GBP".parse().unwrap(),
        tax_method: TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerLine },
        tax_classes: vec![TaxClass { code: "standard".into(), letter: 'A', components: Vec::new() }],
        cash_step: Amount(1),
    };
    let business = setting::business_create(db, create, clock::now()).await.unwrap().business;
    let create = StoreCreate {
        name: format!("{name} store"),
        address: Vec::new(),
        tax_id: String::new(),
        warehouse_name: "W".into(),
        receipt_footer: Vec::new(),
    };
    let store = setting::store_create(db, business, create, clock::now()).await.unwrap();
    let staff = async |code: &str, role| {
        let add = StaffAdd { code: code.into(), name: format!("{name} {code}"), role, pin: "271828".into() };
        party::staff_add(db, business, add, clock::now()).await.unwrap().id
    };
    let (cashier, manager) = (staff("01", Role::Cashier).await, staff("09", Role::Manager).await);
    Shop { business, store: store.store, warehouse: store.warehouse, cashier, manager }
}

async fn till(server: &Running, shop: &Shop) -> Client {
    let code = auth::enrol_code_create(&server.db, shop.business, shop.store, "", 3600, clock::now()).await.unwrap();
    Client::enrol(server.address, &code.code).await
}

/// Puts one stocked product on sale.
async fn sell(db: &Db, business: BusinessId, sku: &str) -> ProductId {
    let row = ProductRow {
        sku: sku.into(),
        name: "Desk lamp".into(),
        description: String::new(),
        category: String::new(),
        tax_class: "standard".into(),
        barcodes: Vec::new(),
        price: Amount(2500),
        stocked: true,
        row: 2,
    };
    catalogue::import_products(db, business, &[row], false, clock::now(), &|_, _| {}).await.unwrap();
    catalogue::product_codes(db, business).await.unwrap()[sku]
}

fn started() -> Fact {
    Fact::ProcessStarted { nonce: vec![7; 16], app_version: "test".into() }
}

#[tokio::test]
async fn a_till_enrols_says_hello_pushes_and_follows_the_log() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let mut till = till(&server, &shop).await;
    assert_eq!(
        (till.enrolled.business, till.enrolled.store, till.enrolled.incarnation),
        (shop.business, shop.store, 1)
    );
    let (mut connection, head) = till.connect(Cursor::START).await;
    connection.follow(head).await;
    let bodies = connection.bodies();
    let has = |wanted: fn(&LogBody) -> bool| bodies.iter().filter(|body| wanted(body)).count();
    assert_eq!(has(|body| matches!(body, LogBody::Business(_))), 1);
    assert_eq!(has(|body| matches!(body, LogBody::Store(_))), 1);
    assert_eq!(has(|body| matches!(body, LogBody::Staff(_))), 2);
    assert_eq!(has(|body| matches!(body, LogBody::Terminal(_))), 1);

    let entries = vec![till.seal(None, started()), till.seal(None, started())];
    let signature = till.sign(&entries);
    let stored = connection.push(entries.clone(), signature.clone()).await;
    assert_eq!(stored, Ok(vec![EntryOutcome::Stored; 2]));
    assert_eq!(connection.push(entries, signature).await, Ok(vec![EntryOutcome::Duplicate; 2]));

    let cursor = connection.cursor;
    drop(connection);
    let (mut again, head) = till.connect(cursor).await;
    assert_eq!(head, cursor.position, "nothing new, and nothing is sent again");
    let quiet = tokio::time::timeout(std::time::Duration::from_millis(300), again.follow(head + 1)).await;
    assert!(quiet.is_err() && again.log.is_empty());
    server.stop().await;
}

#[tokio::test]
async fn what_is_appended_later_reaches_a_connected_till_without_asking() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let (mut connection, head) = till.connect(Cursor::START).await;
    connection.follow(head).await;
    let add = StaffAdd { code: "02".into(), name: "Newcomer".into(), role: Role::Cashier, pin: "271828".into() };
    party::staff_add(&server.db, shop.business, add, clock::now()).await.unwrap();
    connection.follow(head + 1).await;
    assert!(matches!(connection.bodies().last(), Some(LogBody::Staff(staff)) if staff.name == "Newcomer"));
    server.stop().await;
}

#[tokio::test]
async fn no_more_than_four_frames_are_sent_ahead_of_what_is_applied() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let (mut socket, answer) = till.greet(&till.key, till.enrolled.terminal, Cursor::START).await;
    assert!(matches!(answer, ServerFrame::Welcome { .. }));
    let mut heads = Vec::new();
    for code in 10..30 {
        let add = StaffAdd { code: code.to_string(), name: "N".into(), role: Role::Cashier, pin: "271828".into() };
        party::staff_add(&server.db, shop.business, add, clock::now()).await.unwrap();
        if heads.len() < LOG_FRAMES_IN_FLIGHT_MAX {
            while let Some(frame) = next(&mut socket).await {
                if let ServerFrame::Log { cursor, .. } = frame {
                    heads.push(cursor.position);
                    break;
                }
            }
        }
    }
    assert_eq!(heads.len(), LOG_FRAMES_IN_FLIGHT_MAX);
    let quiet = async {
        loop {
            if let Some(ServerFrame::Log { cursor, .. }) = next(&mut socket).await {
                return cursor.position;
            }
        }
    };
    let quiet = tokio::time::timeout(std::time::Duration::from_millis(400), quiet).await;
    assert!(quiet.is_err(), "a frame was sent before the earlier ones were applied");
    let applied = ClientFrame::Applied { position: heads[0] };
    socket.send(Message::Binary(sync_server::http::encode_frame(&applied).into())).await.unwrap();
    loop {
        if let Some(ServerFrame::Log { cursor, .. }) = next(&mut socket).await {
            assert!(cursor.position > heads[3]);
            break;
        }
    }
    drop(socket);
    server.stop().await;
}

#[tokio::test]
async fn who_cannot_prove_to_be_the_till_is_refused() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let own = till.enrolled.terminal;
    let wrong_key = SigningKey::from_bytes(&auth::random_bytes());
    let stranger = TerminalId(uuid::Uuid::new_v4());
    let beyond = Cursor { position: 10_000, hash: Hash::ZERO };
    let other = Cursor { position: 1, hash: Hash::of("another server", &[]) };
    let cases = [
        (&wrong_key, own, Cursor::START, RefusalCode::BadSignature),
        (&till.key, stranger, Cursor::START, RefusalCode::UnknownTerminal),
        (&till.key, own, beyond, RefusalCode::CursorUnknown),
        (&till.key, own, other, RefusalCode::CursorUnknown),
    ];
    for (key, terminal, cursor, expected) in cases {
        let (_, answer) = till.greet(key, terminal, cursor).await;
        assert!(matches!(&answer, ServerFrame::Refused { code, .. } if *code == expected), "{answer:?}");
    }
    assert!(auth::revoked_set(&server.db, own, true, clock::now()).await.unwrap());
    let (_, answer) = till.greet(&till.key, own, Cursor::START).await;
    assert!(matches!(answer, ServerFrame::Refused { code: RefusalCode::Revoked, .. }));
    server.stop().await;
}

#[tokio::test]
async fn a_batch_signed_by_another_key_is_refused_and_nothing_of_it_is_kept() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let mut one = till(&server, &shop).await;
    let other = till(&server, &shop).await;
    let entries = vec![one.seal(None, started())];
    let (mut connection, _) = one.connect(Cursor::START).await;
    assert_eq!(connection.push(entries.clone(), other.sign(&entries)).await, Err(RefusalCode::BadSignature));
    let (mut connection, _) = one.connect(Cursor::START).await;
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
        let (mut connection, _) = till.connect(Cursor::START).await;
        connection.send_bytes(bytes).await;
        assert_eq!(connection.refusal().await, RefusalCode::BadFrame, "{what}");
    }
    let (mut connection, _) = till.connect(Cursor::START).await;
    connection.send_bytes(vec![0; FRAME_BYTES_MAX + 100]).await;
    while connection.next().await.is_some() {}

    // Before the hello even a small kilobyte is too much.
    let mut socket = open(server.address).await;
    next(&mut socket).await;
    let large = ClientFrame::Push { batch: 1, entries: Vec::new(), signature: auth::random_bytes::<4096>().to_vec() };
    socket.send(Message::Binary(sync_server::http::encode_frame(&large).into())).await.unwrap();
    let answer = next(&mut socket).await;
    assert!(matches!(answer, Some(ServerFrame::Refused { code: RefusalCode::BadFrame, .. })), "{answer:?}");

    let (mut connection, head) = till.connect(Cursor::START).await;
    connection.follow(head).await;
    server.stop().await;
}

#[tokio::test]
async fn a_code_enrols_one_till_and_wrong_ones_are_slowed_down() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let code = auth::enrol_code_create(&server.db, shop.business, shop.store, "", 3600, clock::now()).await.unwrap();
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
    let (mut connection, head) = till.connect(Cursor::START).await;
    connection.follow(head).await;
    for body in connection.bodies() {
        let text = format!("{body:?}");
        assert!(!text.contains("Rival") && !text.contains(&rival.business.to_string()), "leaked: {text}");
    }

    // A cursor of the other business's log opens nothing.
    let foreign = sync_server::log::head(&server.db, rival.business).await.unwrap();
    let (_, answer) = till.greet(&till.key, till.enrolled.terminal, foreign).await;
    assert!(matches!(answer, ServerFrame::Refused { code: RefusalCode::CursorUnknown, .. }), "{answer:?}");

    // Neither its staff nor its warehouse can be named in a call.
    let product = ProductId(uuid::Uuid::new_v4());
    let lines = vec![ReceivedLine { product, quantity: Quantity::ONE }];
    let receive = |staff, warehouse| Call::ReceiveGoods {
        receipt: GoodsReceiptId(uuid::Uuid::new_v4()),
        staff,
        warehouse,
        lines: lines.clone(),
        reference: String::new(),
    };
    let needs = CallError::NotAllowed { needs: Role::Manager };
    assert_eq!(connection.call(receive(rival.manager, lamp.warehouse)).await, Err(needs.clone()));
    assert_eq!(connection.call(receive(lamp.cashier, lamp.warehouse)).await, Err(needs));
    let answer = connection.call(receive(lamp.manager, rival.warehouse)).await;
    assert!(matches!(answer, Err(CallError::Invalid(_))), "{answer:?}");

    // An entry that claims to be of the other business does not reach its log.
    let before = sync_server::log::head(&server.db, rival.business).await.unwrap();
    till.enrolled.business = rival.business;
    let entries = vec![till.seal(Some(rival.manager), started())];
    let signature = till.sign(&entries);
    connection.push(entries, signature).await.unwrap();
    assert_eq!(sync_server::log::head(&server.db, rival.business).await.unwrap(), before);
    server.stop().await;
}

#[tokio::test]
async fn a_manager_receives_goods_once_and_every_till_of_the_warehouse_sees_them() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let product = sell(&server.db, shop.business, "LAMP").await;
    let (one, other) = (till(&server, &shop).await, till(&server, &shop).await);
    let (mut manager, _) = one.connect(Cursor::START).await;
    let (mut peer, _) = other.connect(Cursor::START).await;
    let call = Call::ReceiveGoods {
        receipt: GoodsReceiptId(uuid::Uuid::new_v4()),
        staff: shop.manager,
        warehouse: shop.warehouse,
        lines: vec![ReceivedLine { product, quantity: Quantity(4000) }],
        reference: "note 1".into(),
    };
    let received = |already_received| Ok(Answer::GoodsReceived { backorders_filled: 0, already_received });
    assert_eq!(manager.call(call.clone()).await, received(false));
    assert_eq!(manager.call(call).await, received(true), "a repeated call is recognised");
    let head = sync_server::log::head(&server.db, shop.business).await.unwrap().position;
    peer.follow(head).await;
    let seen = peer.bodies().into_iter().find_map(|body| match body {
        LogBody::Stock { product: of, on_hand, free, .. } if of == product => Some((on_hand, free)),
        _ => None,
    });
    assert_eq!(seen, Some((Quantity(4000), Quantity(4000))));
    server.stop().await;
}

#[tokio::test]
async fn a_till_hears_which_others_of_its_store_are_there_and_is_remembered() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let (one, other) = (till(&server, &shop).await, till(&server, &shop).await);
    let (mut first, head) = one.connect(Cursor::START).await;
    first.follow(head).await;
    first.send(&ClientFrame::Alive { now: clock::now(), outbox: 3, oldest_unsent: None }).await;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let known = sync_server::report::terminals(&server.db, shop.business).await.unwrap();
        if known[0].outbox == 3 && known[0].applied == head && known[0].heard_at.is_some() {
            break;
        }
        assert!(std::time::Instant::now() < deadline, "not recorded: {known:?}");
        tokio::task::yield_now().await;
    }
    let (mut second, _) = other.connect(Cursor::START).await;
    let peers = loop {
        if let Some(ServerFrame::Alive { peers, .. }) = second.next().await {
            break peers;
        }
    };
    assert_eq!(peers.len(), 1);
    assert!(peers[0].terminal == one.enrolled.terminal && peers[0].heard_at.is_some(), "{peers:?}");
    server.stop().await;
}

#[tokio::test]
async fn a_server_that_stops_says_goodbye_to_connected_tills() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let (mut connection, head) = till.connect(Cursor::START).await;
    connection.follow(head).await;
    let ending = tokio::spawn(server.stop());
    assert_eq!(connection.refusal().await, RefusalCode::Busy);
    ending.await.unwrap();
}
