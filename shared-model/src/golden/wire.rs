//! Every frame, call, answer and body of the log.

use super::fact::{order, sealed};
use super::*;
use crate::catalogue::{Product, ShortagePolicy};
use crate::fact::ReceivedLine;
use crate::order::{ReceiptNumber, TaxClass, TaxComponent, TaxMethod, TaxRounding};
use crate::party::{Address, Customer, Role, Staff};
use crate::settings::*;
use crate::stock::ShortageCause;
use crate::wire::log::{CountTask, SetAsideCode, TakenBy};
use crate::wire::*;

#[test]
fn client_frames_keep_their_bytes() {
    let signature = vec![7; 64];
    let call = |call| ClientFrame::Call { id: 3, call };
    let receive = Call::ReceiveGoods {
        receipt: GoodsReceiptId(uuid(7)),
        staff: StaffId(uuid(3)),
        warehouse: WarehouseId(uuid(8)),
        lines: vec![ReceivedLine { product: ProductId(uuid(6)), quantity: Quantity(1000) }],
        reference: String::new(),
    };
    let hello = ClientFrame::Hello {
        protocol: PROTOCOL_VERSION,
        terminal: TerminalId(uuid(2)),
        cursor: Cursor { position: 42, hash: hash(0xee) },
        signature: signature.clone(),
    };
    let samples = [
        ("hello", hello),
        ("push", ClientFrame::Push { batch: 1, entries: vec![sealed()], signature }),
        ("applied", ClientFrame::Applied { position: 43 }),
        ("call_receive_goods", call(receive)),
        ("call_retry_set_aside", call(Call::RetrySetAside { entry: hash(1), staff: StaffId(uuid(3)) })),
        ("alive", ClientFrame::Alive { now: at(1), outbox: 2, oldest_unsent: Some(at(0)) }),
    ];
    for (_, sample) in &samples {
        match sample {
            ClientFrame::Hello { .. } | ClientFrame::Push { .. } | ClientFrame::Applied { .. } => {}
            ClientFrame::Call { call: Call::ReceiveGoods { .. } | Call::RetrySetAside { .. }, .. } => {}
            ClientFrame::Alive { .. } => {}
        }
    }
    check_golden(include_str!("../../golden/client_frames.txt"), &samples);
}

#[test]
fn server_frames_keep_their_bytes() {
    let answer = |answer| ServerFrame::Answer { id: 3, answer };
    let outcomes =
        [EntryOutcome::Stored, EntryOutcome::Duplicate, EntryOutcome::Fork, EntryOutcome::Gap { expected: 5 }];
    let results = outcomes.map(|outcome| EntryResult { hash: hash(2), outcome }).to_vec();
    let cursor = Cursor { position: 42, hash: hash(0xee) };
    let entries = vec![LogEntry { position: 42, prev: 40, body: vec![1, 2, 3] }];
    let peers = vec![PeerHeard { terminal: TerminalId(uuid(16)), heard_at: None }];
    let generation = uuid(17);
    let refused = RefusalCode::ProtocolTooOld;
    let samples = [
        ("challenge", ServerFrame::Challenge { nonce: vec![5; 32] }),
        ("welcome", ServerFrame::Welcome { protocol: 1, now: at(1), generation, held: Some((1, 7)), head: 44 }),
        ("pushed", ServerFrame::Pushed { batch: 1, results }),
        ("log", ServerFrame::Log { entries, cursor, head: 44 }),
        ("answer_goods", answer(Ok(Answer::GoodsReceived { backorders_filled: 2, already_received: false }))),
        ("answer_retried", answer(Ok(Answer::Retried { applied: false, reason: Some("still unknown".into()) }))),
        ("answer_not_allowed", answer(Err(CallError::NotAllowed { needs: Role::Manager }))),
        ("answer_invalid", answer(Err(CallError::Invalid("no such product".into())))),
        ("answer_busy", answer(Err(CallError::Busy))),
        ("alive", ServerFrame::Alive { now: at(1), peers }),
        ("refused", ServerFrame::Refused { code: refused, message: "Update the till.".into() }),
    ];
    for (_, sample) in &samples {
        match sample {
            ServerFrame::Challenge { .. } | ServerFrame::Welcome { .. } | ServerFrame::Pushed { .. } => {}
            ServerFrame::Log { .. } | ServerFrame::Alive { .. } | ServerFrame::Refused { .. } => {}
            ServerFrame::Answer { answer: Ok(Answer::GoodsReceived { .. } | Answer::Retried { .. }), .. } => {}
            ServerFrame::Answer {
                answer: Err(CallError::NotAllowed { .. } | CallError::Invalid(_) | CallError::Busy),
                ..
            } => {}
        }
    }
    check_golden(include_str!("../../golden/server_frames.txt"), &samples);
}

#[test]
fn log_bodies_keep_their_bytes() {
    let samples: Vec<_> = [settings_bodies(), row_bodies(), order_bodies()].into_iter().flatten().collect();
    for (_, sample) in &samples {
        match sample {
            LogBody::Business(_) | LogBody::Store(_) | LogBody::Terminal(_) | LogBody::Staff(_) => {}
            LogBody::Product { .. } | LogBody::Customer { .. } | LogBody::Price { .. } | LogBody::Stock { .. } => {}
            LogBody::Order(_) | LogBody::OrderState(_) | LogBody::CountTask(_) | LogBody::SetAside { .. } => {}
            LogBody::Review { .. } | LogBody::Verdict { .. } => {}
        }
    }
    check_golden(include_str!("../../golden/log_bodies.txt"), &samples);
}

fn settings_bodies() -> Vec<(&'static str, LogBody)> {
    let components = vec![TaxComponent { name: "VAT".into(), rate: Rate::percent(20) }];
    let business = BusinessSettings {
        business: BusinessId(uuid(1)),
        name: "Shop".into(),
        currency: pound(),
        tax_method: TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerTotal },
        tax_classes: vec![TaxClass { code: "standard".into(), letter: 'A', components }],
        cash_step: Amount(1),
    };
    let store = StoreSettings {
        store: StoreId(uuid(13)),
        name: "High Street".into(),
        address: vec!["1 High Street".into()],
        tax_id: "GB 1".into(),
        warehouse: WarehouseId(uuid(8)),
        warehouse_name: "Back room".into(),
        receipt_footer: vec!["Thank you".into()],
    };
    let terminal = TerminalSettings {
        terminal: TerminalId(uuid(2)),
        store: StoreId(uuid(13)),
        code: "T01".into(),
        name: "Till 1".into(),
    };
    let staff = Staff {
        id: StaffId(uuid(3)),
        code: "04".into(),
        name: "Cashier".into(),
        role: Role::Cashier,
        pin_hash: "$argon2id$".into(),
        active: true,
    };
    vec![
        ("business", LogBody::Business(business)),
        ("store", LogBody::Store(store)),
        ("terminal", LogBody::Terminal(terminal)),
        ("staff", LogBody::Staff(staff)),
    ]
}

fn row_bodies() -> Vec<(&'static str, LogBody)> {
    let product = ProductId(uuid(6));
    let row = Product {
        id: product,
        sku: "85123A".into(),
        name: "Café light".into(),
        description: String::new(),
        category: "Light".into(),
        tax_class: "standard".into(),
        barcodes: vec!["04006381333931".into()],
        stocked: true,
        shortage: ShortagePolicy::Ask,
        archived: false,
    };
    let customer = Customer {
        id: CustomerId(uuid(10)),
        number: "12346".into(),
        name: String::new(),
        email: String::new(),
        phone: String::new(),
        addresses: vec![Address { id: AddressId(uuid(11)), lines: vec!["2 Low Road".into()] }],
        archived: false,
    };
    let stock = LogBody::Stock {
        warehouse: WarehouseId(uuid(8)),
        product,
        on_hand: Quantity(-1000),
        free: Quantity(0),
        backordered: Quantity(2000),
        version: 9,
    };
    vec![
        ("product", LogBody::Product { row, change: vec![1, 2] }),
        ("customer", LogBody::Customer { row: customer, change: vec![3] }),
        ("price", LogBody::Price { product, amount: Amount(600), currency: pound() }),
        ("stock", stock),
    ]
}

fn order_bodies() -> Vec<(&'static str, LogBody)> {
    let (order_id, product) = (OrderId(uuid(4)), ProductId(uuid(6)));
    let shortage = Shortage {
        cause: ShortageCause::TakenByCarryOut,
        terminal: TerminalId(uuid(2)),
        offline_s: Some(3600),
        believed_free: Some(Quantity(1000)),
        taken_by: vec![TakenBy { number: "T02-000009".into(), quantity: Quantity(1000), at: at(3) }],
        expected: None,
        since: at(4),
    };
    let line = LineState {
        line: 1,
        product,
        handed_over: Quantity(0),
        allocated: Quantity(1000),
        backordered: Quantity(1000),
        shortage: Some(shortage),
    };
    let state = OrderState { order: order_id, position: 43, received_at: at(2), lines: vec![line] };
    let task = CountTask {
        id: CountTaskId(uuid(18)),
        warehouse: WarehouseId(uuid(8)),
        product,
        opened_at: at(5),
        order: order_id,
        short: Quantity(1000),
        open: true,
    };
    let set_aside = LogBody::SetAside {
        entry: hash(1),
        seq: 7,
        kind: "price_set".into(),
        code: SetAsideCode::NotAllowed,
        reason: "this needs a manager".into(),
        at: at(6),
        open: true,
    };
    let review = LogBody::Review {
        order: order_id,
        number: ReceiptNumber { terminal_code: "T01".into(), incarnation: 2, sequence: 1 },
        stated: Amount(100),
        reckoned: Amount(110),
        reasons: vec!["line 1".into()],
    };
    vec![
        ("order", LogBody::Order(Box::new(order()))),
        ("order_state", LogBody::OrderState(state)),
        ("count_task", LogBody::CountTask(task)),
        ("set_aside", set_aside),
        ("review", review),
        ("verdict_merged", LogBody::Verdict { entry: hash(1), seq: 7, refused: None }),
        ("verdict_refused", LogBody::Verdict { entry: hash(1), seq: 7, refused: Some("no such field".into()) }),
    ]
}
