//! What a till alone keeps, and reads after its update: papers as issued, the cart on the counter,
//! the fields of an edit on its way, a delivery whose answer has not come.

use super::*;
use crate::command::GoodsReceive;
use crate::document::FieldEdit;
use crate::fact::supply::ReceivedLine;
use crate::golden::full;
use crate::order::cart::{CartLine, CartTender, Override, TenderState};
use crate::order::{Cart, Fulfilment, PriceCause};
use crate::paper::{Issued, IssuedLine, IssuedTender, PaperKind};
use crate::party::Customer;
use crate::payment::{PaymentMethod, TenderKind};
use crate::sample;
use crate::words::Worded;

pub(super) fn issued() -> Vec<(&'static str, Issued)> {
    let line = IssuedLine {
        line: 1,
        sku: "85123A".into(),
        name: "Lamp".into(),
        quantity: Quantity(2000),
        unit_price: Amount(600),
        discount: Amount(10),
        amount: Amount(1190),
        tax_letter: 'A',
        fulfilment: Fulfilment::CarryOut,
        to_be_confirmed: Quantity::ZERO,
    };
    let waiting = IssuedLine {
        line: 2,
        fulfilment: Fulfilment::Delivery { address: Some(AddressId(id(11))) },
        to_be_confirmed: Quantity(1000),
        ..line.clone()
    };
    let tender = |method, reference: Option<&str>| IssuedTender {
        method,
        tendered: Amount(1190),
        reference: reference.map(str::to_owned),
    };
    let (business, store) = (sample::business(), sample::store());
    let full = Issued {
        kind: PaperKind::Receipt,
        number: sample::number(123).to_string(),
        order: OrderId(id(4)),
        business: business.name,
        store: store.name,
        address: store.address,
        tax_id: store.tax_id,
        terminal: "T01".into(),
        cashier: "Cashier".into(),
        placed_at: sample::noon(),
        business_date: sample::march(),
        customer: Some(Worded::Words("A B".into())),
        currency: sample::pound(),
        prices_include_tax: true,
        lines: vec![line, waiting],
        discount: Amount(20),
        net: Amount(1983),
        tax: Amount(397),
        gross: Amount(2380),
        taxes: sample::order().taxes,
        cash_rounding: Amount(1),
        tenders: vec![tender(PaymentMethod::Card, Some("004512")), tender(PaymentMethod::Cash, None)],
        change: Amount(1),
        footer: store.receipt_footer,
    };
    let nobody = Issued { customer: None, ..full.clone() };
    vec![("issued", full), ("issued_nobody", nobody)]
}

/// Shown as it was: the words for somebody without a name are on the paper, not made again.
#[test]
fn a_paper_says_whom_it_was_issued_to_in_the_words_of_its_day() {
    let unnamed = Worded::from(&Customer::named(CustomerId(id(24)), "12347", ""));
    let (_, paper) = issued().remove(0);
    let bytes = encode(&Issued { customer: Some(unnamed), ..paper.clone() });
    let kept = Issued { customer: Some(Worded::Words("Customer 12347".into())), ..paper };
    assert_eq!(decode::<Issued>(&bytes, bytes.len()), Ok(kept));
}

pub(super) fn carts() -> Vec<(&'static str, Cart)> {
    let manual = PriceCause::manual(StaffId(id(12)), "damaged".into(), None);
    let line = CartLine {
        line: 1,
        product: sample::product(2, "standard"),
        quantity: Quantity(2000),
        list_price: Amount(700),
        price_override: Some(Override { price: Amount(600), cause: manual }),
        fulfilment: Fulfilment::Pickup,
    };
    let cause = full::order().lines[0].causes[0].clone();
    let cheaper = CartLine { line: 2, price_override: Some(Override { price: Amount(650), cause }), ..line.clone() };
    let plain = CartLine { line: 3, product: full::product(), price_override: None, ..line.clone() };
    let tender = |number, state, payment| CartTender {
        id: PaymentId(id(number)),
        kind: TenderKind::Card,
        tendered: Amount(500),
        state,
        payment,
    };
    let taken = |reference: Option<&str>| TenderState::Taken { reference: reference.map(str::to_owned) };
    let cash = CartTender { kind: TenderKind::Cash, ..tender(5, taken(None), Some(sample::payment())) };
    let tenders = vec![
        tender(41, TenderState::Asked, None),
        tender(42, taken(Some("004512")), Some(full::payment())),
        tender(43, TenderState::Declined, None),
        tender(44, TenderState::Unknown, None),
        tender(45, TenderState::Voided, None),
        cash,
    ];
    let order = OrderId(id(4));
    let empty = Cart::new(order);
    let full =
        Cart { customer: Some(CustomerId(id(24))), lines: vec![line, cheaper, plain], tenders, last_line: 3, order };
    vec![("cart", full), ("cart_empty", empty)]
}

pub(super) fn fields() -> Vec<(&'static str, Vec<FieldEdit>)> {
    let field = FieldEdit { field: "name".into(), base: "Lamp".into(), value: "Desk lamp".into() };
    vec![("edit_fields", vec![field])]
}

pub(super) fn deliveries() -> Vec<(&'static str, GoodsReceive)> {
    let line = ReceivedLine { product: ProductId(id(2)), quantity: Quantity(3000) };
    let lines = vec![line.clone(), ReceivedLine { product: ProductId(id(3)), ..line }];
    vec![("delivery", GoodsReceive { receipt: IntakeId(id(90)), lines, reference: "DN 7".into() })]
}

#[test]
fn what_a_till_alone_keeps_keeps_its_bytes() {
    check_golden(include_str!("../../golden/issued.txt"), &issued());
    check_golden(include_str!("../../golden/carts.txt"), &carts());
    check_golden(include_str!("../../golden/edit_fields.txt"), &fields());
    check_golden(include_str!("../../golden/deliveries.txt"), &deliveries());
}
