//! Every kind of fact, and the entry around them.

use super::*;
use crate::document::{DocumentId, Edit, FieldEdit, Intent};
use crate::entry::{Claim, ENTRY_VERSION, Entry, SealedEntry};
use crate::fact::{Fact, ReceivedLine};
use crate::order::placed::PriceOverride;
use crate::order::*;

#[test]
fn facts_keep_their_bytes() {
    let facts = facts();
    // A new kind of fact belongs here and in `facts`, with golden bytes of its own.
    for (_, fact) in &facts {
        match fact {
            Fact::ProcessStarted { .. } | Fact::ShiftOpened { .. } | Fact::TenderIntended { .. } => {}
            Fact::TenderResolved { .. } | Fact::TenderVoided { .. } | Fact::OrderPlaced(_) => {}
            Fact::CartCancelled { .. } | Fact::PriceSet { .. } | Fact::DocumentEdited(_) => {}
            Fact::ReceiptPrinted { .. } | Fact::GoodsReceived { .. } | Fact::StockOpened { .. } => {}
        }
    }
    for (name, fact) in &facts {
        assert!(name.starts_with(fact.kind()), "{name} is a {}", fact.kind());
    }
    check_golden(include_str!("../../golden/facts.txt"), &facts);
}

#[test]
fn entries_and_their_attachments_keep_their_bytes_and_hashes() {
    let entry = entry();
    let sealed = entry.seal(Some(vec![1, 2, 3]));
    check_golden(include_str!("../../golden/entry.txt"), &[("entry", entry.clone())]);
    check_golden(include_str!("../../golden/sealed.txt"), &[("sealed", sealed.clone()), ("bare", entry.seal(None))]);
    let edit = Edit {
        salt: vec![9; 16],
        fields: vec![FieldEdit { field: "name".into(), base: "Lamp".into(), value: "Desk lamp".into() }],
        change: None,
    };
    let (bytes, attachment) = edit.seal();
    assert_eq!(Edit::open(&bytes), Ok(edit.clone()));
    check_golden(include_str!("../../golden/edit.txt"), &[("edit", edit)]);
    let hashes = format!("{}\n{attachment}\n", sealed.hash());
    assert_eq!(include_str!("../../golden/hashes.txt"), hashes, "the hashes changed");
    assert_eq!(sealed.open(), Ok(entry));
}

pub(super) fn entry() -> Entry {
    Entry {
        version: ENTRY_VERSION,
        business: BusinessId(uuid(1)),
        claim: Claim { terminal: TerminalId(uuid(2)), incarnation: 1, seq: 7 },
        prev: hash(0xab),
        recorded_at: at(1_772_358_127_000),
        staff: Some(StaffId(uuid(3))),
        fact: Fact::ReceiptPrinted { order: OrderId(uuid(4)), copy: 1 },
    }
}

pub(super) fn sealed() -> SealedEntry {
    entry().seal(None)
}

fn facts() -> Vec<(&'static str, Fact)> {
    let (order, tender, product) = (OrderId(uuid(4)), TenderId(uuid(5)), ProductId(uuid(6)));
    let lines = || vec![ReceivedLine { product, quantity: Quantity(12_500) }];
    let (receipt, warehouse) = (GoodsReceiptId(uuid(7)), WarehouseId(uuid(8)));
    let approved = CardOutcome::Approved { reference: "A1B2".into() };
    let edited = |document| Fact::DocumentEdited(Intent { document, attachment: hash(0xcd) });
    vec![
        ("process_started", Fact::ProcessStarted { nonce: vec![1, 2, 3, 4], app_version: "0.1.0".into() }),
        ("shift_opened", Fact::ShiftOpened { shift: ShiftId(uuid(9)), business_date: march(), float: Amount(10_000) }),
        ("tender_intended", Fact::TenderIntended { order, tender, kind: TenderKind::Card, amount: Amount(2900) }),
        ("tender_resolved_approved", Fact::TenderResolved { order, tender, outcome: approved }),
        ("tender_resolved_declined", Fact::TenderResolved { order, tender, outcome: CardOutcome::Declined }),
        ("tender_resolved_unknown", Fact::TenderResolved { order, tender, outcome: CardOutcome::Unknown }),
        ("tender_voided", Fact::TenderVoided { order, tender }),
        ("order_placed", Fact::OrderPlaced(Box::new(self::order()))),
        ("cart_cancelled", Fact::CartCancelled { order, amount: Amount(500) }),
        ("price_set", Fact::PriceSet { product, amount: Amount(1299), currency: pound() }),
        ("document_edited_product", edited(DocumentId::Product(product))),
        ("document_edited_customer", edited(DocumentId::Customer(CustomerId(uuid(10))))),
        ("receipt_printed", Fact::ReceiptPrinted { order, copy: 0 }),
        ("goods_received", Fact::GoodsReceived { receipt, warehouse, lines: lines(), reference: "DN 77".into() }),
        ("stock_opened", Fact::StockOpened { receipt, warehouse, lines: lines() }),
    ]
}

/// An order with every kind of line and tender.
pub(super) fn order() -> Order {
    let vat = |amount| vec![LineTax { name: "VAT".into(), rate: Rate::percent(20), amount: Amount(amount) }];
    let line = |line, fulfilment, promise| OrderLine {
        line,
        product: ProductId(uuid(6)),
        sku: "85123A".into(),
        name: "Café light".into(),
        stocked: true,
        quantity: Quantity(2000),
        unit_price: Amount(600),
        list_price: Amount(600),
        price_override: None,
        discount: Amount(0),
        tax_class: "standard".into(),
        tax_letter: 'A',
        taxes: vat(200),
        net: Amount(1000),
        tax: Amount(200),
        gross: Amount(1200),
        fulfilment,
        promise,
        believed_free: None,
    };
    let delivery = Fulfilment::Delivery { address: Some(AddressId(uuid(11))) };
    let mut lines = vec![
        line(1, Fulfilment::CarryOut, Promise::CarriedOut),
        line(2, Fulfilment::Pickup, Promise::Guaranteed),
        line(3, delivery, Promise::ToBeConfirmed),
        line(4, Fulfilment::Delivery { address: None }, Promise::ToBeConfirmed),
    ];
    lines[1].list_price = Amount(700);
    lines[1].price_override = Some(PriceOverride { approved_by: StaffId(uuid(12)), reason: "damaged".into() });
    lines[2].believed_free = Some(Quantity(3000));
    let tender = |number, kind, tendered, amount, reference| Tender {
        id: TenderId(uuid(number)),
        kind,
        tendered: Amount(tendered),
        amount: Amount(amount),
        reference,
    };
    Order {
        id: OrderId(uuid(4)),
        number: ReceiptNumber { terminal_code: "T01".into(), incarnation: 1, sequence: 123 },
        store: StoreId(uuid(13)),
        warehouse: WarehouseId(uuid(8)),
        shift: ShiftId(uuid(9)),
        business_date: march(),
        placed_at: at(1_772_358_127_000),
        staff: StaffId(uuid(3)),
        customer: Some(CustomerId(uuid(10))),
        currency: pound(),
        tax_method: TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerLine },
        lines,
        totals: Totals { net: Amount(4000), tax: Amount(800), gross: Amount(4800), discount: Amount(0) },
        taxes: vec![TaxRow {
            class: "standard".into(),
            letter: 'A',
            components: vat(800),
            net: Amount(4000),
            tax: Amount(800),
            gross: Amount(4800),
        }],
        tenders: vec![
            tender(14, TenderKind::Card, 2800, 2800, Some("A1B2".into())),
            tender(15, TenderKind::Cash, 2500, 2000, None),
        ],
        cash_rounding: Amount(0),
        change: Amount(500),
        knowledge: Knowledge { position: 42, heard_at: Some(at(1_772_358_000_000)) },
    }
}
