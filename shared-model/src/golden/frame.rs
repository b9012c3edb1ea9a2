//! Every frame, call and answer, and the signed messages of the wire.

use super::*;
use crate::encoding::{Bytes, Fixed, Signed};
use crate::fact::setting::ServerKeySet;
use crate::fact::supply::ReceivedLine;
use crate::refusal::{AsideReason, CallError};
use crate::sample;
use crate::setting::{Certificate, TerminalKind};
use crate::wire::frame::*;
use crate::wire::page::{body_hash, chained, head_message, heads_digest};
use crate::wire::told::order::Moment;
use crate::wire::*;
use std::collections::BTreeMap;

pub(super) fn certificate() -> Signed<Certificate> {
    let said = Certificate {
        terminal: TerminalId(id(2)),
        business: BusinessId(id(1)),
        code: "T01".into(),
        public_key: Fixed([3; 32]),
        kind: TerminalKind::Till,
        incarnation: 1,
        store: StoreId(id(13)),
        position: Position::new(1, 12),
        key: 1,
    };
    Signed::new(said, Fixed([7; 64]))
}

fn hello() -> Hello {
    Hello {
        protocol: PROTOCOL_VERSION,
        terminal: TerminalId(id(2)),
        generation: 1,
        positions: Positions(vec![100_000; 6]),
        digest: Fixed([5; 16]),
        holds: vec![HeldEntry { incarnation: 1, seq: 40_000, hash: Fixed([8; 4]) }],
        nonce: Fixed([6; 6]),
        signature: Fixed([7; 64]),
    }
}

fn welcome() -> Welcome {
    Welcome {
        protocol: PROTOCOL_VERSION,
        now: Moment(sample::noon()),
        generation: 1,
        generation_id: Fixed([6; 8]),
        held: vec![(1, 40_000)],
        go_on_as: None,
        follows: None,
        head: 100_000,
        key: 1,
        signature: Fixed([7; 64]),
    }
}

fn cursor() -> Cursor {
    Cursor { position: Position::new(1, 42), head: hash(0xee), inside: false, key: 1, signature: Fixed([7; 64]) }
}

fn page() -> Page {
    let whole = LogRow { position: 41, salt: Bytes::new(), body: Body::Whole(vec![1, 2, 3]) };
    let salted = LogRow { position: 42, salt: vec![9; 16].into(), body: Body::Whole(vec![4]) };
    let erased = LogRow { position: 43, salt: Bytes::new(), body: Body::Erased(hash(2)) };
    let mut page = Page {
        generation: 1,
        scope: Scope::Store(StoreId(id(13))),
        from: 40,
        to: 44,
        head: hash(0),
        inside: true,
        rows: vec![whole, salted, erased],
        key: 1,
        signature: Fixed([7; 64]),
    };
    page.head = page.rows.iter().fold(hash(0xaa), |head, row| chained(head, row.position, row.hash()));
    page
}

fn levels() -> Signed<Levels> {
    let level = Level {
        product: ProductId(id(6)),
        on_hand: Quantity(-1000),
        free: Quantity(0),
        backordered: Quantity(2000),
        version: 9,
        position: 44,
        short: Quantity(3000),
    };
    let warehouse = WarehouseId(id(8));
    let said = Levels { generation: 1, warehouse, from: 40, to: 44, rows: vec![level], key: 1 };
    Signed::new(said, Fixed([7; 64]))
}

pub(super) fn client_frames() -> Vec<(&'static str, ClientFrame)> {
    let call = |call| ClientFrame::Call(Called { id: 3, call });
    let receive = Call::ReceiveGoods {
        intake: IntakeId(id(7)),
        staff: StaffId(id(3)),
        warehouse: WarehouseId(id(8)),
        lines: vec![ReceivedLine { product: ProductId(id(6)), quantity: Quantity(1000) }],
        reference: "DN 78".into(),
    };
    let push = Push {
        batch: 1,
        entries: super::entry::sealed().into_iter().map(|(_, sealed)| sealed).collect(),
        signature: Fixed([7; 64]),
    };
    let alive = TillAlive { now: Moment(sample::noon()), outbox: 2, oldest_unsent: Some(Moment(at(0))) };
    let heads = Heads {
        life: Fixed([1; 8]),
        scopes: vec![(Scope::Business, cursor())],
        levels: vec![(WarehouseId(id(8)), 43)],
    };
    vec![
        ("hello", ClientFrame::Hello(hello())),
        ("heads", ClientFrame::Heads(heads)),
        ("push", ClientFrame::Push(push)),
        ("applied", ClientFrame::Applied(Applied { positions: vec![(2, 43)], levels: vec![(0, 43)] })),
        ("call_receive_goods", call(receive)),
        ("call_retry_set_aside", call(Call::RetrySetAside { entry: hash(1), staff: StaffId(id(3)) })),
        ("call_takers", call(Call::Takers { lines: vec![(OrderId(id(4)), 2)] })),
        ("call_order", call(Call::Order { order: OrderId(id(4)) })),
        ("applied_nothing_of_levels", ClientFrame::Applied(Applied { positions: vec![(2, 43)], levels: Vec::new() })),
        ("alive_with_nothing_to_send", ClientFrame::Alive(TillAlive { oldest_unsent: None, ..alive.clone() })),
        ("alive", ClientFrame::Alive(alive)),
    ]
}

pub(super) fn server_frames() -> Vec<(&'static str, ServerFrame)> {
    let answer = |answer| ServerFrame::Answer(Answered { id: 3, answer });
    let outcomes =
        [EntryOutcome::Stored, EntryOutcome::Duplicate, EntryOutcome::Fork, EntryOutcome::Gap { expected: 5 }];
    let results = outcomes.map(|outcome| EntryResult { hash: hash(2), outcome }).to_vec();
    let sealed = Sealed { kind: "order_placed".into(), payload_version: 1, payload: vec![1] };
    let taker = Taker { number: "T02-000009".into(), quantity: Quantity(1000), at: Moment(at(3)) };
    let reason = || AsideReason::UnknownProduct { product: "S9".into() }.into();
    let peer = |heard_at| PeerHeard { terminal: TerminalId(id(16)), heard_at };
    let peers = vec![peer(None), peer(Some(Moment(at(2))))];
    let challenge = Challenge { nonce: Fixed([5; 16]), oldest: PROTOCOL_OLDEST, newest: PROTOCOL_VERSION };
    let refused = Refused { code: RefusalCode::ProtocolTooOld, detail: "1".into() };
    let follows = vec![Scope::Business, Scope::Store(StoreId(id(13)))];
    vec![
        ("challenge", ServerFrame::Challenge(challenge)),
        ("ask_heads", ServerFrame::AskHeads(())),
        ("keys", ServerFrame::Keys(vec![ServerKeySet { key: 2, public_key: vec![4; 32], signature: vec![7; 64] }])),
        ("welcome", ServerFrame::Welcome(welcome())),
        ("welcome_to_go_on", ServerFrame::Welcome(Welcome { go_on_as: Some(2), ..welcome() })),
        ("welcome_to_follow", ServerFrame::Welcome(Welcome { follows: Some(follows), ..welcome() })),
        ("pushed", ServerFrame::Pushed(Pushed { batch: 1, first: 0, results })),
        ("page", ServerFrame::Page(page())),
        ("levels", ServerFrame::Levels(levels())),
        ("answer_goods", answer(Ok(Answer::GoodsReceived { backorders_filled: 2, already_received: false }))),
        ("answer_retried", answer(Ok(Answer::Retried { applied: false, reason: Some(reason()) }))),
        ("answer_retried_done", answer(Ok(Answer::Retried { applied: true, reason: None }))),
        ("answer_takers", answer(Ok(Answer::Takers { lines: vec![vec![taker]] }))),
        ("answer_order", answer(Ok(Answer::Order { sold: Some(sealed) }))),
        ("answer_no_order", answer(Ok(Answer::Order { sold: None }))),
        ("answer_not_allowed", answer(Err(CallError::NotAllowed { needs: "goods_receive".into() }))),
        ("answer_refused", answer(Err(CallError::Refused { reason: reason() }))),
        ("answer_unknown", answer(Err(CallError::UnknownCall { question: "weather".into() }))),
        ("answer_busy", answer(Err(CallError::Busy))),
        ("alive", ServerFrame::Alive(ServerAlive { now: Moment(at(1)), peers })),
        ("refused", ServerFrame::Refused(refused)),
    ]
}

#[test]
fn frames_keep_their_bytes() {
    let client: Vec<(&str, Vec<u8>)> = client_frames().iter().map(|(name, frame)| (*name, frame.encode())).collect();
    check_bytes(include_str!("../../golden/client_frames.txt"), &client);
    for ((_, frame), (_, bytes)) in client_frames().iter().zip(&client) {
        assert_eq!(ClientFrame::decode(bytes, 10_000).as_ref(), Ok(frame));
    }
    let server: Vec<(&str, Vec<u8>)> = server_frames().iter().map(|(name, frame)| (*name, frame.encode())).collect();
    check_bytes(include_str!("../../golden/server_frames.txt"), &server);
    for ((_, frame), (_, bytes)) in server_frames().iter().zip(&server) {
        assert_eq!(ServerFrame::decode(bytes, 10_000).as_ref(), Ok(frame));
    }
}

#[test]
fn a_frame_of_a_newer_version_keeps_its_name_and_its_bytes() {
    let content = crate::encoding::encode(&("anything", 3));
    let newer = ServerFrame::Unknown { name: "weather".into(), content };
    assert_eq!(ServerFrame::decode(&newer.encode(), 1000), Ok(newer));
}

#[test]
fn a_call_that_only_a_newer_server_knows_is_told_from_a_frame_that_does_not_read() {
    let newer = ClientFrame::Call(Called { id: 7, call: Call::Newer(Newer::named("weather")) });
    assert_eq!(ClientFrame::decode(&newer.encode(), 1000), Ok(newer));
    let content = crate::encoding::encode(&(
        8,
        [("order", [("place", 3)].into())].into_iter().collect::<BTreeMap<_, BTreeMap<_, _>>>(),
    ));
    let odd = ClientFrame::decode(&crate::encoding::encode(&("call", Bytes::from(content))), 1000);
    let Ok(ClientFrame::Call(Called { id: 8, call: Call::Newer(odd) })) = odd else { panic!("{odd:?}") };
    assert_eq!(odd.name(), "order");
}

#[test]
fn a_reconnect_with_nothing_new_fits_in_320_bytes_both_ways() {
    let frames = [
        ServerFrame::Challenge(Challenge { nonce: Fixed([5; 16]), oldest: 1, newest: 1 }).encode(),
        ClientFrame::Hello(hello()).encode(),
        ServerFrame::Welcome(welcome()).encode(),
        ClientFrame::Applied(Applied { positions: vec![(2, 100_000)], levels: vec![(0, 100_000)] }).encode(),
        ClientFrame::Alive(TillAlive { now: Moment(sample::noon()), outbox: 0, oldest_unsent: None }).encode(),
    ];
    // Each has a tag of one byte in front.
    let bytes: usize = frames.iter().map(|frame| frame.len() + 1).sum();
    assert!(bytes <= 320, "{bytes} bytes: {:?}", frames.iter().map(Vec::len).collect::<Vec<_>>());
}

#[test]
fn hashes_and_signed_messages_of_the_wire_stay_what_they_are() {
    let scope = Scope::Store(StoreId(id(13)));
    let hashes = [
        ("body", body_hash(&[9; 16], &[1, 2]).0.to_vec()),
        ("chained", chained(hash(1), 42, hash(2)).0.to_vec()),
        ("head", head_message(BusinessId(id(1)), 1, scope, 42, hash(3), true).0.to_vec()),
        (
            "heads",
            heads_digest(&[1; 8], [(Scope::Business, hash(1)), (Scope::Store(StoreId(id(13))), hash(2))]).to_vec(),
        ),
        ("levels", levels().message(BusinessId(id(1))).0.to_vec()),
        ("certificate", certificate().message().0.to_vec()),
        ("hello", hello().message(&[5; 16]).0.to_vec()),
        ("welcome", welcome().message(&Fixed([7; 64])).0.to_vec()),
    ];
    check_bytes(include_str!("../../golden/wire_hashes.txt"), &hashes);
}

#[test]
fn the_key_of_a_scope_stays_what_it_is() {
    let scopes = [
        ("business", Scope::Business),
        ("people", Scope::People),
        ("store", Scope::Store(StoreId(id(13)))),
        ("warehouse", Scope::Warehouse(WarehouseId(id(8)))),
        ("office", Scope::Office),
        ("mail", Scope::Mail(TerminalId(id(2)))),
    ];
    let keys: Vec<(&str, Vec<u8>)> = scopes.iter().map(|(name, scope)| (*name, scope.key())).collect();
    check_bytes(include_str!("../../golden/scopes.txt"), &keys);
    for (name, scope) in scopes {
        assert_eq!(Scope::from_key(&scope.key()), Some(scope), "{name}");
    }
}

#[test]
fn what_a_till_signs_in_its_hello_is_bound_to_the_nonces_of_both() {
    let said = hello().message(&[9; 16]);
    assert_ne!(hello().message(&[8; 16]), said);
    let again = Hello { nonce: Fixed([7; 6]), ..hello() };
    assert_ne!(again.message(&[9; 16]), said, "so a welcome that answered one before does not answer this");
}

#[test]
fn a_page_is_checked_row_by_row_against_where_its_reader_stands() {
    let page = page();
    assert_eq!(page.check(40, hash(0xaa)), Ok(()));
    assert_eq!(page.check(39, hash(0xaa)), Err(PageError::Gap { known: 39, from: 40 }));
    assert_eq!(page.check(40, hash(0xab)), Err(PageError::WrongHead));
    let back = Page { to: 39, rows: Vec::new(), head: hash(0xaa), ..page.clone() };
    assert_eq!(back.check(40, hash(0xaa)), Err(PageError::OutOfOrder), "nothing leads back");
    let spoilt = |spoil: fn(&mut Page)| {
        let mut page = page.clone();
        spoil(&mut page);
        page.check(40, hash(0xaa))
    };
    assert_eq!(spoilt(|page| drop(page.rows.remove(1))), Err(PageError::WrongHead));
    assert_eq!(spoilt(|page| page.rows.swap(0, 1)), Err(PageError::OutOfOrder));
    assert_eq!(spoilt(|page| page.to = 42), Err(PageError::OutOfOrder));
    assert_eq!(spoilt(|page| page.rows[0].body = Body::Whole(vec![9])), Err(PageError::WrongHead));
    assert_eq!(spoilt(|page| page.rows[0].position = 40), Err(PageError::OutOfOrder));
    // An erased body leaves its hash, and the chain stands.
    let hash = page.rows[0].hash();
    let mut erased = page.clone();
    erased.rows[0].body = Body::Erased(hash);
    assert_eq!(erased.check(40, super::hash(0xaa)), Ok(()));
}
