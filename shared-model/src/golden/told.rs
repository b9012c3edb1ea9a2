//! Every kind of row that the log tells.

use super::*;
use crate::fact::setting::ServerKeySet;
use crate::golden::full;
use crate::order::{Fulfilment, LineStateName, ReviewReason};
use crate::party::{Address, Customer};
use crate::payment::{PaymentDirection, PaymentMethod};
use crate::policy::Role;
use crate::refusal::AsideReason;
use crate::sample;
use crate::stock::ShortageCause;
use crate::wire::told::catalogue::{PriceTold, ProductTold};
use crate::wire::told::health::{SetAsideCode, SetAsideTold, Verdict};
use crate::wire::told::order::*;
use crate::wire::told::party::CustomerTold;
use crate::wire::told::setting::TerminalTold;
use crate::wire::told::stock::CountTask;
use crate::wire::{Told, ToldError};

pub(super) fn rows() -> Vec<(&'static str, Told)> {
    [settings(), things(), orders(), mail()].into_iter().flatten().collect()
}

#[test]
fn every_kind_of_row_keeps_its_bytes() {
    let rows = rows();
    for (kind, _) in Told::KINDS {
        assert!(rows.iter().any(|(_, row)| row.kind() == *kind), "{kind} has no golden bytes");
    }
    let bytes: Vec<(&str, Vec<u8>)> = rows.iter().map(|(name, row)| (*name, row.encode())).collect();
    check_bytes(include_str!("../../golden/told.txt"), &bytes);
    for ((_, row), (_, bytes)) in rows.iter().zip(&bytes) {
        assert_eq!(Told::decode(bytes).as_ref(), Ok(row));
    }
}

#[test]
fn a_row_of_a_newer_kind_or_version_says_so_and_is_no_other_row() {
    let row = |kind: &str, version: u16| {
        let body = serde_bytes::ByteBuf::from(vec![0xf6]);
        Told::decode(&encode(&(kind, version, body)))
    };
    assert_eq!(row("weather", 1), Err(ToldError::Newer { kind: "weather".into(), version: 1 }));
    assert_eq!(row("store", 2), Err(ToldError::Newer { kind: "store".into(), version: 2 }));
    assert!(matches!(row("store", 1), Err(ToldError::Unreadable(_))));
}

fn settings() -> Vec<(&'static str, Told)> {
    let terminal =
        |settings| Told::Terminal(TerminalTold { settings, certificate: super::frame::certificate(), revoked: false });
    let key = ServerKeySet { key: 1, public_key: vec![4; 32], signature: Vec::new() };
    vec![
        ("business", Told::Business(Box::new(sample::business()))),
        ("business_full", Told::Business(Box::new(full::business()))),
        ("warehouse", Told::Warehouse(sample::warehouse())),
        ("warehouse_full", Told::Warehouse(full::warehouse())),
        ("store", Told::Store(Box::new(sample::store()))),
        ("store_full", Told::Store(Box::new(full::store()))),
        ("terminal", terminal(sample::terminal())),
        ("terminal_full", terminal(full::terminal())),
        ("server_key_signed", Told::ServerKey(ServerKeySet { key: 2, signature: vec![7; 64], ..key.clone() })),
        ("server_key", Told::ServerKey(key)),
        ("staff", Told::Staff(sample::staff(Role::Cashier))),
    ]
}

fn things() -> Vec<(&'static str, Told)> {
    let product = sample::product(1, "standard");
    let address = Address::of_lines(AddressId(id(11)), vec!["2 Low Road".into()]);
    let customer = Customer { addresses: vec![address], ..Customer::named(CustomerId(id(10)), "12346", "") };
    let price = PriceTold {
        product: product.id,
        amount: Amount(600),
        currency: sample::pound(),
        list: None,
        quantity_break: None,
        valid_from: None,
        valid_to: None,
        entry: Some(hash(1)),
    };
    let price_full = PriceTold {
        list: Some(PriceListId(id(21))),
        quantity_break: Some(Quantity(10_000)),
        valid_from: Some(sample::march()),
        valid_to: Some(sample::march()),
        entry: None,
        ..price.clone()
    };
    let task = CountTask {
        id: CountTaskId(id(18)),
        warehouse: WarehouseId(id(8)),
        product: product.id,
        opened_at: at(5),
        order: OrderId(id(4)),
        short: Quantity(1000),
        open: true,
    };
    vec![
        ("product", Told::Product(ProductTold { row: product.clone(), changes: Vec::new() })),
        ("product_full", Told::Product(ProductTold { row: full::product(), changes: Vec::new() })),
        ("product_edited", Told::Product(ProductTold { row: product, changes: vec![vec![1, 2].into()] })),
        ("customer", Told::Customer(CustomerTold { row: customer, changes: vec![vec![3].into()] })),
        ("customer_full", Told::Customer(CustomerTold { row: full::customer(), changes: Vec::new() })),
        ("price_full", Told::Price(price_full)),
        ("price", Told::Price(price)),
        ("count_task", Told::CountTask(task)),
    ]
}

pub(super) fn order_told() -> OrderTold {
    let order = sample::order();
    let state = |state, quantity| StateTold::own(state, Quantity(quantity));
    let line = |line, fulfilment, states| LineTold {
        line,
        product: ProductId(id(6)),
        quantity: Quantity(2000),
        unit_price: Amount(600),
        discount: Amount(0),
        tax: Amount(200),
        gross: Amount(1200),
        price_from: Some(Position::new(1, 40)),
        fulfilment: FulfilmentTold(fulfilment),
        states,
        to_be_confirmed: line == 1,
    };
    let delivery = Fulfilment::Delivery { address: Some(AddressId(id(11))) };
    let warehouse = Some(WarehouseId(id(9)));
    let waits = vec![state(LineStateName::Allocated, 1000), state(LineStateName::Backordered, 1000)];
    let row = &order.taxes[0];
    OrderTold {
        order: order.id,
        position: Position::new(1, 43),
        kind: order.kind.clone(),
        number: NumberTold::from(&order.number),
        terminal: Some(TerminalId(id(2))),
        shift: order.shift,
        staff: order.placed_by.staff_id(),
        customer: order.customer,
        placed_at: Moment(order.placed_at),
        business_date: order.business_date,
        currency: order.currency,
        prices_include_tax: true,
        cash_rounding: Amount(0),
        lines: vec![
            line(1, Fulfilment::CarryOut, vec![state(LineStateName::HandedOver, 2000)]),
            line(2, Fulfilment::Pickup, waits),
            line(3, delivery, vec![StateTold { warehouse, ..state(LineStateName::Other("in_space".into()), 2000) }]),
        ],
        rates: vec![RateTold {
            class: row.class.clone(),
            letter: row.letter,
            net: row.net,
            tax: row.tax,
            gross: row.gross,
        }],
        payments: vec![PaymentTold {
            payment: PaymentId(id(5)),
            number: NumberTold::from(&sample::payment().number),
            direction: PaymentDirection::In,
            method: PaymentMethod::Cash,
            tendered: Amount(5000),
            amount: Amount(4800),
            reference: None,
        }],
    }
}

/// Without whatever can be missing.
fn bare_order() -> OrderTold {
    let mut told = order_told();
    (told.terminal, told.shift, told.staff, told.customer) = (None, None, None, None);
    told.number.series = "O".into();
    told.lines[0].price_from = None;
    told.payments[0].reference = Some("R1".into());
    told
}

fn orders() -> Vec<(&'static str, Told)> {
    let order = OrderId(id(4));
    let elsewhere = Some(WarehouseId(id(9)));
    let cancelled = StateTold::own(LineStateName::Cancelled, Quantity(2000));
    let states = vec![cancelled.clone(), StateTold { warehouse: elsewhere, ..cancelled }];
    let shortage = ShortageTold {
        order,
        line: 2,
        cause: ShortageCause::TakenByCarryOut,
        terminal: Some(TerminalId(id(2))),
        offline_s: Some(3600),
        believed_free: Some(Quantity(1000)),
        expected: None,
        since: Moment(at(4)),
        warehouse: elsewhere,
    };
    let bare = ShortageTold {
        terminal: None,
        offline_s: None,
        believed_free: None,
        expected: Some(sample::march()),
        warehouse: None,
        ..shortage.clone()
    };
    let reason = ReviewReason::NumberTaken { number: "T01-000123".into() };
    let review = ReviewTold {
        order,
        number: sample::number(123),
        stated: Amount(100),
        reckoned: Amount(110),
        reasons: vec![reason.into()],
    };
    vec![
        ("order", Told::Order(Box::new(order_told()))),
        ("order_bare", Told::Order(Box::new(bare_order()))),
        (
            "order_states",
            Told::OrderStates(OrderStates {
                order,
                position: Position::new(1, 43),
                lines: vec![LineStates { line: 2, states }],
            }),
        ),
        ("shortage_bare", Told::Shortage(bare)),
        ("shortage", Told::Shortage(shortage)),
        ("review_of_a_series", Told::Review(ReviewTold { number: full::order().number, ..review.clone() })),
        ("review", Told::Review(review)),
    ]
}

fn mail() -> Vec<(&'static str, Told)> {
    let reason =
        || AsideReason::NotAllowed { what: "price_set".into(), needs: "price_set".into(), role: "cashier".into() };
    let aside = SetAsideTold {
        entry: hash(1),
        incarnation: 1,
        seq: 7,
        kind: "price_set".into(),
        code: SetAsideCode::NotAllowed,
        reason: reason().into(),
        at: at(6),
        open: true,
    };
    let verdict = |refused| Told::Verdict(Verdict { entry: hash(1), incarnation: 1, seq: 7, refused });
    vec![
        ("set_aside", Told::SetAside(aside)),
        ("verdict_merged", verdict(None)),
        ("verdict_not_allowed", verdict(Some(reason().into()))),
        ("verdict_refused", verdict(Some(AsideReason::NoContent {}.into()))),
    ]
}
