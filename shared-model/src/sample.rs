//! The one shop that tests use: its settings, a few products, an order with every kind of
//! line. Fixed ids, so that a test can name what it means. No feature guards it: that would
//! compile this crate and all that stand on it a second time for the tests.

use crate::catalogue::Product;
use crate::fact::catalogue::PriceSet;
use crate::money::{DocumentKind, DocumentNumber};
use crate::order::*;
use crate::party::Actor;
use crate::payment::{Payment, PaymentDirection, PaymentMethod, Settled};
use crate::policy::Role;
use crate::setting::*;
use crate::stock::Promise;
use crate::tax::*;
use crate::unit::*;
use crate::{party, policy};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A version 7 id, numbered.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number)
}

pub fn pound() -> Currency {
    "GBP".parse().expect("a currency")
}

pub fn march() -> BusinessDate {
    "2026-03-01".parse().expect("a date")
}

/// One in the afternoon of that day.
pub fn noon() -> Timestamp {
    Timestamp::new(1_772_366_400_000, 60)
}

pub fn inclusive() -> TaxMethod {
    TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerLine }
}

/// `standard` 20 %, `reduced` 5 %, `zero`.
pub fn tax_classes() -> Vec<TaxClass> {
    let class = |code: &str, letter, percent| TaxClass {
        code: code.into(),
        letter,
        components: vec![TaxComponent { name: "VAT".into(), rate: Rate::percent(percent) }],
        changes: Vec::new(),
    };
    vec![class("standard", 'A', 20), class("reduced", 'B', 5), class("zero", 'Z', 0)]
}

pub fn business() -> BusinessSettings {
    BusinessSettings {
        business: BusinessId(id(1)),
        name: "Shop".into(),
        kind: String::new(),
        contact: Contact::default(),
        currency: pound(),
        tax_method: inclusive(),
        tax_classes: tax_classes(),
        cash_step: Amount(1),
        day_turns: 0,
        roles: policy::first_roles(),
    }
}

pub fn warehouse() -> WarehouseSettings {
    WarehouseSettings {
        warehouse: WarehouseId(id(8)),
        name: "Back room".into(),
        address: Vec::new(),
        contact: Contact::default(),
        position: None,
    }
}

pub fn store() -> StoreSettings {
    StoreSettings {
        store: StoreId(id(13)),
        name: "High Street".into(),
        address: vec!["1 High Street".into()],
        tax_id: "GB 1".into(),
        warehouse: WarehouseId(id(8)),
        warehouse_name: "Back room".into(),
        receipt_footer: vec!["Thank you".into()],
        contact: Contact::default(),
        position: None,
        time_zone: String::new(),
        country: String::new(),
        language: String::new(),
    }
}

pub fn terminal() -> TerminalSettings {
    TerminalSettings {
        terminal: TerminalId(id(2)),
        store: StoreId(id(13)),
        code: "T01".into(),
        name: "Till 1".into(),
        kind: TerminalKind::Till,
        also: BTreeSet::new(),
    }
}

/// What a till follows, in the order in which it is told.
pub fn scopes(store: StoreId, warehouse: WarehouseId, terminal: TerminalId) -> [Scope; 5] {
    let scopes = TerminalSettings { store, terminal, ..self::terminal() }.scopes(warehouse);
    scopes.into_iter().collect::<Vec<_>>().try_into().expect("a till follows five")
}

pub fn staff(role: Role) -> party::Staff {
    party::Staff {
        id: StaffId(id(3)),
        code: "04".into(),
        name: "Cashier".into(),
        role,
        pin_hash: "$argon2id$".into(),
        active: true,
    }
}

/// Products from 200 on are services.
pub fn product(number: u128, tax_class: &str) -> Product {
    let id = ProductId(Uuid::from_u128(number));
    Product { stocked: number < 200, ..Product::plain(id, &format!("S{number}"), "Lamp", tax_class) }
}

pub fn number(sequence: u64) -> DocumentNumber {
    DocumentNumber { code: "T01".into(), incarnation: 1, series: String::new(), sequence }
}

fn line(line: u32, fulfilment: Fulfilment, promise: Promise) -> OrderLine {
    OrderLine {
        line,
        product: ProductId(id(6)),
        sku: "85123A".into(),
        name: "Café light".into(),
        stocked: true,
        unit: String::new(),
        quantity: Quantity(2000),
        measured: None,
        unit_price: Amount(600),
        list_price: Amount(600),
        causes: Vec::new(),
        price_from: None,
        discount: Amount(0),
        tax_class: "standard".into(),
        tax_letter: 'A',
        taxes: vec![LineTax { name: "VAT".into(), rate: Rate::percent(20), amount: Amount(200) }],
        net: Amount(1000),
        tax: Amount(200),
        gross: Amount(1200),
        fulfilment,
        promise,
        believed_free: None,
        original: None,
        serial: None,
        batch: None,
        salesperson: None,
        parent: None,
    }
}

/// An order with every kind of line, every field of one of them filled.
pub fn order() -> Order {
    let delivery = Fulfilment::Delivery { address: Some(AddressId(id(11))) };
    let mut lines = vec![
        line(1, Fulfilment::CarryOut, Promise::CarriedOut),
        line(2, Fulfilment::Pickup, Promise::Guaranteed),
        line(3, delivery, Promise::ToBeConfirmed),
        line(4, Fulfilment::Delivery { address: None }, Promise::ToBeConfirmed),
    ];
    lines[0].price_from = Some(PriceSource::Told(Position::new(1, 40)));
    lines[1].list_price = Amount(700);
    lines[1].causes = vec![PriceCause::manual(StaffId(id(12)), "damaged".into(), None)];
    lines[2].believed_free = Some(Quantity(3000));
    lines[3] = OrderLine {
        unit: "kg".into(),
        measured: Some(Quantity(2004)),
        price_from: Some(PriceSource::Own(Hash([0xcd; 32]))),
        original: Some(OriginalLine { order: OrderId(id(20)), line: 1 }),
        serial: Some("SN1".into()),
        batch: Some("L42".into()),
        salesperson: Some(StaffId(id(12))),
        parent: Some(3),
        ..lines[3].clone()
    };
    let component = |amount| vec![LineTax { name: "VAT".into(), rate: Rate::percent(20), amount: Amount(amount) }];
    Order {
        id: OrderId(id(4)),
        kind: DocumentKind::Sale,
        source: OrderSource::Till,
        number: number(123),
        store: Some(StoreId(id(13))),
        warehouse: WarehouseId(id(8)),
        shift: Some(ShiftId(id(9))),
        business_date: march(),
        placed_at: noon(),
        placed_by: Actor::staff(StaffId(id(3))),
        customer: Some(CustomerId(id(10))),
        billing: None,
        shipping: Some(AddressId(id(11))),
        currency: pound(),
        tax_method: inclusive(),
        lines,
        totals: Totals { net: Amount(4000), tax: Amount(800), gross: Amount(4800), discount: Amount(0) },
        taxes: vec![TaxRow {
            class: "standard".into(),
            letter: 'A',
            components: component(800),
            net: Amount(4000),
            tax: Amount(800),
            gross: Amount(4800),
        }],
        cash_rounding: Amount(0),
        knowledge: Knowledge {
            business: Position::new(1, 42),
            stock: Position::new(1, 41),
            heard_at: Some(Timestamp::new(1_772_366_000_000, 60)),
        },
    }
}

/// What pays it in cash, with change.
pub fn payment() -> Payment {
    Payment {
        id: PaymentId(id(5)),
        number: DocumentNumber { series: "P".into(), ..number(77) },
        method: PaymentMethod::Cash,
        direction: PaymentDirection::In,
        shift: Some(ShiftId(id(9))),
        business_date: march(),
        currency: pound(),
        tendered: Amount(5000),
        settles: vec![Settled::order(OrderId(id(4)), Amount(4800))],
        account: None,
        reference: None,
    }
}

/// A price that everybody pays.
pub fn price_set(product: ProductId, amount: Amount) -> PriceSet {
    PriceSet {
        list: None,
        product,
        quantity_break: None,
        valid_from: None,
        valid_to: None,
        amount,
        currency: pound(),
        replaces: None,
    }
}
