//! Samples with everything that is optional filled in, beside those that leave it out.

use super::{hash, id};
use crate::catalogue::{AttributeValue, Product, Tracking};
use crate::fact::payment::PaymentVoided;
use crate::money::{DocumentKind, DocumentNumber};
use crate::order::{Order, OrderContact, PriceCause, PriceCauseKind};
use crate::party::{Address, Capacity, Customer};
use crate::payment::{Payment, PaymentDirection, PaymentMethod, Settled};
use crate::sample;
use crate::setting::*;
use crate::tax::{TaxChange, TaxComponent};
use crate::unit::*;

fn contact() -> Contact {
    Contact { email: "shop@example.com".into(), phone: "+44 1".into(), web: "example.com".into() }
}

pub(super) fn business() -> BusinessSettings {
    let (kind, contact) = ("retail".into(), contact());
    let mut business = BusinessSettings { kind, contact, day_turns: 240, ..sample::business() };
    let components = vec![TaxComponent { name: "VAT".into(), rate: Rate::percent(21) }];
    business.tax_classes[0].changes = vec![TaxChange { from: sample::march(), components }];
    business
}

pub(super) fn warehouse() -> WarehouseSettings {
    WarehouseSettings {
        address: vec!["2 High Street".into()],
        contact: contact(),
        position: Some(GeoPosition { latitude: 51_500_000, longitude: -120_000 }),
        ..sample::warehouse()
    }
}

pub(super) fn store() -> StoreSettings {
    StoreSettings {
        contact: contact(),
        position: Some(GeoPosition { latitude: 51_500_000, longitude: -120_000 }),
        time_zone: "Europe/London".into(),
        country: "GB".into(),
        language: "en-GB".into(),
        ..sample::store()
    }
}

pub(super) fn terminal() -> TerminalSettings {
    let also = [Scope::Office, Scope::Store(StoreId(id(14))), Scope::Warehouse(WarehouseId(id(9)))].into();
    TerminalSettings { kind: TerminalKind::Office, also, ..sample::terminal() }
}

pub(super) fn product() -> Product {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Product {
        description: "Warm light".into(),
        category: "Light".into(),
        barcodes: vec!["00012345678905".into()],
        packs: [("00012345678912".into(), Quantity(6000))].into(),
        other_codes: ["OLD1".into()].into(),
        categories: [CategoryId(id(26))].into(),
        parent: Some(ProductId(id(27))),
        options: [pair("colour", "red")].into(),
        unit: "kg".into(),
        weighed: true,
        tracking: Tracking::Serial,
        age_check: Some(18),
        sale_stop: true,
        fees: [ProductId(id(28))].into(),
        attributes: [("watts".into(), AttributeValue::Number(Quantity(40_000)))].into(),
        pictures: vec!["ab12".into()],
        ..sample::product(2, "standard")
    }
}

pub(super) fn customer() -> Customer {
    let address = Address {
        city: "Leeds".into(),
        state: "Yorkshire".into(),
        postcode: "LS1".into(),
        country: "GB".into(),
        kind: "billing".into(),
        default: true,
        ..Address::of_lines(AddressId(id(29)), vec!["3 Mill Lane".into()])
    };
    Customer {
        email: "a@example.com".into(),
        phone: "+44 2".into(),
        addresses: vec![address],
        first_name: "A".into(),
        last_name: "B".into(),
        company: "C Ltd".into(),
        capacities: [Capacity::Customer].into(),
        ..Customer::named(CustomerId(id(24)), "12347", "A B")
    }
}

/// Of somebody who said no more than a name, and of somebody who said all.
pub(super) fn contacts() -> Vec<(&'static str, OrderContact)> {
    let Customer { name, first_name, last_name, company, addresses, .. } = customer();
    let bare = OrderContact {
        name: "A B".into(),
        first_name: String::new(),
        last_name: String::new(),
        company: String::new(),
        addresses: vec![Address::of_lines(AddressId(id(11)), vec!["2 Low Road".into()])],
    };
    vec![("bare", bare), ("full", OrderContact { name, first_name, last_name, company, addresses })]
}

/// On account, of two documents.
pub(super) fn payment() -> Payment {
    let mut payment = Payment {
        id: PaymentId(id(32)),
        method: PaymentMethod::OnAccount,
        account: Some(id(10)),
        reference: Some("TR 4".into()),
        shift: None,
        ..sample::payment()
    };
    payment.settles.push(Settled { document: id(33), amount: Amount(200) });
    payment
}

/// What the sample sale leaves out, and without what it says.
pub(super) fn order() -> Order {
    let mut order = Order {
        kind: DocumentKind::Order,
        store: None,
        shift: None,
        customer: None,
        billing: Some(AddressId(id(29))),
        shipping: None,
        placed_by: crate::party::Actor::TILL,
        cash_rounding: Amount(-2),
        ..sample::order()
    };
    order.number.series = "O".into();
    order.knowledge.heard_at = None;
    order.lines[0].discount = Amount(10);
    order.lines[0].causes = vec![PriceCause {
        kind: PriceCauseKind::Promotion,
        rule: Some(id(34)),
        version: Some(2),
        reason: None,
        approved_by: None,
        approval: Some(hash(0xdd)),
    }];
    order
}

/// What takes the sample payment back, on another day.
pub(super) fn voided() -> PaymentVoided {
    let payment = Payment {
        id: PaymentId(id(25)),
        number: DocumentNumber { series: "P".into(), ..sample::number(3) },
        direction: PaymentDirection::Out,
        business_date: "2026-03-02".parse().expect("a date"),
        ..sample::payment()
    };
    PaymentVoided { payment, reverses: PaymentId(id(5)) }
}
