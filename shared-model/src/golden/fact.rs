//! The payload of every kind of fact.

use super::*;
use crate::document::DocumentId;
use crate::fact::catalogue::{PriceSet, ProductsImported};
use crate::fact::document::DocumentEdited;
use crate::fact::drawer::{ShiftOpened, ShiftRedated};
use crate::fact::health::{EntryRetried, ProcessStarted};
use crate::fact::order::{Approved, BasketCancelled};
use crate::fact::paper::ReceiptPrinted;
use crate::fact::party::{CustomersImported, RoleGiven, StaffAdded};
use crate::fact::payment::{FailedOutcome, PaymentFailed, PaymentIntended, PaymentTaken, PaymentVoided};
use crate::fact::setting::{ServerKeySet, TerminalEnrolled, TerminalReadmitted, TerminalRevoked};
use crate::fact::stock::StockOpened;
use crate::fact::supply::{GoodsReceived, ReceivedLine};
use crate::fact::{Fact, FactError};
use crate::golden::full;
use crate::money::DocumentNumber;
use crate::order::PriceSource;
use crate::payment::PaymentMethod;
use crate::policy::Role;
use crate::sample;

#[test]
fn every_kind_of_fact_keeps_its_bytes() {
    let facts = facts();
    for kind in Fact::KINDS {
        assert!(facts.iter().any(|(_, fact)| fact.kind() == *kind), "{kind} has no golden bytes");
    }
    let bytes: Vec<(&str, Vec<u8>)> = facts.iter().map(|(name, fact)| (*name, fact.encode())).collect();
    check_bytes(include_str!("../../golden/facts.txt"), &bytes);
    for ((name, fact), (_, bytes)) in facts.iter().zip(&bytes) {
        assert!(name.starts_with(fact.kind()), "{name} is a {}", fact.kind());
        assert_eq!(Fact::decode(fact.kind(), fact.version(), bytes).as_ref(), Ok(fact));
        let newer = FactError::Newer { kind: fact.kind().into(), version: fact.version() + 1 };
        assert_eq!(Fact::decode(fact.kind(), fact.version() + 1, bytes), Err(newer));
    }
}

pub fn facts() -> Vec<(&'static str, Fact)> {
    [of_the_counter(), of_the_catalogue(), of_the_server()].into_iter().flatten().collect()
}

fn of_the_counter() -> Vec<(&'static str, Fact)> {
    let (order, payment) = (OrderId(id(4)), PaymentId(id(5)));
    let failed = |outcome| Fact::PaymentFailed(PaymentFailed { payment, order, outcome });
    let shift = ShiftOpened {
        shift: ShiftId(id(9)),
        number: DocumentNumber { series: "S".into(), ..sample::number(12) },
        business_date: sample::march(),
        float: Amount(10_000),
        currency: sample::pound(),
    };
    let redated = ShiftRedated {
        shift: ShiftId(id(9)),
        from: BusinessDate::new(2036, 3, 1).expect("a day"),
        to: sample::march(),
        reason: "the clock was ten years ahead".into(),
    };
    let approved = Approved {
        order,
        line: Some(1),
        person: StaffId(id(12)),
        permission: "price_override".into(),
        from: Some(Amount(700)),
        to: Some(Amount(600)),
        reason: "damaged".into(),
    };
    let intended = PaymentIntended { payment, order, method: PaymentMethod::Card, amount: Amount(2900) };
    vec![
        (
            "process_started",
            Fact::ProcessStarted(ProcessStarted { nonce: vec![1, 2, 3, 4], app_version: "0.1.0".into() }),
        ),
        ("shift_opened", Fact::ShiftOpened(shift)),
        ("shift_redated", Fact::ShiftRedated(redated)),
        ("payment_intended", Fact::PaymentIntended(intended)),
        ("payment_failed_declined", failed(FailedOutcome::Declined)),
        ("payment_failed_unknown", failed(FailedOutcome::Unknown)),
        ("payment_taken", Fact::PaymentTaken(PaymentTaken { payment: sample::payment() })),
        ("payment_voided", Fact::PaymentVoided(full::voided())),
        ("payment_taken_full", Fact::PaymentTaken(PaymentTaken { payment: full::payment() })),
        ("payment_voided_full", Fact::PaymentVoided(PaymentVoided { payment: full::payment(), ..full::voided() })),
        ("order_placed", Fact::OrderPlaced(Box::new(sample::order()))),
        ("order_placed_full", Fact::OrderPlaced(Box::new(full::order()))),
        ("basket_cancelled", Fact::BasketCancelled(BasketCancelled { order, amount: Amount(500) })),
        ("approved_bare", Fact::Approved(Approved { line: None, from: None, to: None, ..approved.clone() })),
        ("approved", Fact::Approved(approved)),
        ("receipt_printed", Fact::ReceiptPrinted(ReceiptPrinted { order, copy: 1 })),
    ]
}

fn of_the_catalogue() -> Vec<(&'static str, Fact)> {
    let product = ProductId(id(6));
    let plain = sample::price_set(product, Amount(1299));
    let full = PriceSet {
        list: Some(PriceListId(id(21))),
        quantity_break: Some(Quantity(10_000)),
        valid_from: Some(sample::march()),
        valid_to: Some(sample::march()),
        replaces: Some(PriceSource::Own(hash(0xcd))),
        ..plain.clone()
    };
    let told = PriceSet { replaces: Some(PriceSource::Told(Position::new(1, 40))), ..plain.clone() };
    let edited = |document| Fact::DocumentEdited(DocumentEdited::of(document));
    vec![
        ("price_set", Fact::PriceSet(plain)),
        ("price_set_full", Fact::PriceSet(full)),
        ("price_set_replaces_told", Fact::PriceSet(told)),
        ("document_edited_product", edited(DocumentId::Product(product))),
        ("document_edited_customer", edited(DocumentId::Customer(CustomerId(id(10))))),
        ("products_imported", Fact::ProductsImported(ProductsImported { rows: 2, parts: 1, root: hash(7) })),
        ("customers_imported", Fact::CustomersImported(CustomersImported { rows: 2, parts: 2, root: hash(8) })),
    ]
}

fn of_the_server() -> Vec<(&'static str, Fact)> {
    let lines = || vec![ReceivedLine { product: ProductId(id(6)), quantity: Quantity(12_500) }];
    let (intake, warehouse) = (IntakeId(id(7)), WarehouseId(id(8)));
    let (staff, terminal) = (StaffId(id(3)), TerminalId(id(2)));
    let enrolled =
        |settings| Fact::TerminalEnrolled(TerminalEnrolled { settings, certificate: super::frame::certificate() });
    let received = GoodsReceived { intake, warehouse, lines: lines(), reference: "DN 77".into() };
    let key = ServerKeySet { key: 2, public_key: vec![4; 32], signature: vec![7; 64] };
    vec![
        ("staff_added", Fact::StaffAdded(StaffAdded { staff, role: Role::Cashier })),
        ("role_given", Fact::RoleGiven(RoleGiven { staff, role: Role::Other("florist".into()) })),
        ("goods_received", Fact::GoodsReceived(received)),
        ("stock_opened", Fact::StockOpened(StockOpened { warehouse, lines: lines() })),
        ("entry_retried", Fact::EntryRetried(EntryRetried { terminal, entry: hash(1) })),
        ("business_set", Fact::BusinessSet(Box::new(sample::business()))),
        ("business_set_full", Fact::BusinessSet(Box::new(full::business()))),
        ("warehouse_set", Fact::WarehouseSet(sample::warehouse())),
        ("warehouse_set_full", Fact::WarehouseSet(full::warehouse())),
        ("store_set", Fact::StoreSet(Box::new(sample::store()))),
        ("store_set_full", Fact::StoreSet(Box::new(full::store()))),
        ("terminal_enrolled", enrolled(sample::terminal())),
        ("terminal_enrolled_full", enrolled(full::terminal())),
        ("terminal_set", Fact::TerminalSet(full::terminal())),
        ("terminal_revoked", Fact::TerminalRevoked(TerminalRevoked { terminal })),
        ("terminal_readmitted", Fact::TerminalReadmitted(TerminalReadmitted { terminal })),
        ("server_key_set", Fact::ServerKeySet(key)),
    ]
}
