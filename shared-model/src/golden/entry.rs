//! The envelope, its attachments and approvals, and the hashes and messages made of them.

use super::*;
use crate::document::{CustomerDocument, ProductDocument};
use crate::document::{DocumentId, Edit, FieldEdit, RULE_VERSION};
use crate::entry::*;
use crate::fact::Fact;
use crate::fact::document::{DocumentEdited, import_root};
use crate::fact::paper::ReceiptPrinted;
use crate::fact::payment::PaymentTaken;
use crate::fact::setting::server_key_message;
use crate::golden::full;
use crate::money::Header;
use crate::party::{Actor, ActorKind, Address, Customer};
use crate::{fact, sample};

pub(super) fn claim() -> Claim {
    Claim { terminal: TerminalId(id(2)), incarnation: 1, seq: 7 }
}

pub(super) fn entry_of(fact: &Fact) -> Entry {
    Entry {
        version: ENTRY_VERSION,
        business: BusinessId(id(1)),
        origin: Origin::Terminal { claim: claim(), prev: hash(0xab) },
        actor: Actor::staff(StaffId(id(3))),
        recorded_at: sample::noon(),
        kind: fact.kind().into(),
        payload_version: fact.version(),
        payload: fact.encode(),
        approvals: Vec::new(),
        attachments: Vec::new(),
        money: None,
        cause: None,
        correlation: None,
    }
}

pub(super) fn entry() -> Entry {
    entry_of(&Fact::ReceiptPrinted(ReceiptPrinted { order: OrderId(id(4)), copy: 1 }))
}

/// Every field of the envelope filled.
pub(super) fn full() -> Entry {
    let order = sample::order();
    let approval =
        Approval { person: StaffId(id(12)), key: 1, permission: "price_override".into(), signature: vec![7; 64] };
    Entry {
        approvals: vec![approval],
        attachments: vec![attachment().name()],
        money: Some(fact::money::order(&order).expect("small amounts")),
        cause: Some(hash(0xee)),
        correlation: Some(id(30)),
        ..entry_of(&Fact::OrderPlaced(Box::new(order)))
    }
}

fn attachment() -> Attachment {
    Attachment::new(AttachmentClass::Contact, [9; 16], b"1 High Street".to_vec())
}

pub(super) fn entries() -> Vec<(&'static str, Entry)> {
    let server = Entry { origin: Origin::Server {}, actor: Actor::COMMAND_LINE, ..entry() };
    let stranger = Actor { kind: ActorKind::Other("robot".into()), id: Some(id(31)) };
    let unknown = Entry { kind: "teleported".into(), payload_version: 3, payload: vec![0xf6], ..entry() };
    let newer = Entry { payload_version: 9, ..entry() };
    let with =
        |fact: Fact| Entry { money: fact.money(Some(StoreId(id(13)))).expect("small amounts"), ..entry_of(&fact) };
    let payment = with(Fact::PaymentTaken(PaymentTaken { payment: full::payment() }));
    let voided = with(Fact::PaymentVoided(full::voided()));
    let mut nowhere = with(Fact::PaymentTaken(PaymentTaken { payment: sample::payment() }));
    nowhere.money = nowhere.money.map(|header| Header { number: None, store: None, shift: None, ..header });
    vec![
        ("of_a_terminal", entry()),
        ("of_the_server", server),
        ("full", full()),
        ("unknown_actor", Entry { actor: stranger, ..entry() }),
        ("unknown_kind", unknown),
        ("newer_payload", newer),
        ("of_a_payment", payment),
        ("of_a_payment_taken_back", voided),
        ("of_money_of_no_store", nowhere),
    ]
}

pub(super) fn sealed() -> Vec<(&'static str, SealedEntry)> {
    vec![("bare", entry().seal(Vec::new())), ("attached", entry().seal(vec![attachment()]))]
}

#[test]
fn entries_keep_their_bytes() {
    check_golden(include_str!("../../golden/entries.txt"), &entries());
    check_golden(include_str!("../../golden/sealed.txt"), &sealed());
}

pub(super) fn edits() -> Vec<(&'static str, Edit)> {
    let fields = vec![FieldEdit { field: "name".into(), base: "Lamp".into(), value: "Desk lamp".into() }];
    let bare = Edit { fields, base: None, change: None };
    let full = Edit { base: Some(vec![1].into()), change: Some(vec![2, 3].into()), ..bare.clone() };
    vec![("bare", bare), ("full", full)]
}

#[test]
fn edits_keep_their_bytes() {
    for (_, edit) in edits() {
        assert_eq!(Edit::open(&edit.encode()), Ok(edit));
    }
    check_golden(include_str!("../../golden/edits.txt"), &edits());
}

#[test]
fn what_an_order_says_of_a_person_keeps_its_bytes() {
    check_golden(include_str!("../../golden/contacts.txt"), &full::contacts());
}

#[test]
fn hashes_and_signed_messages_stay_what_they_are() {
    let sealed = entry().seal(Vec::new());
    let payload = sealed.open().expect("it was just written").payload;
    let approval = approval_message(BusinessId(id(1)), claim(), hash(0xab), "receipt_printed", &payload);
    let hashes = [
        ("entry", sealed.hash().0.to_vec()),
        ("attachment", attachment().name().hash.0.to_vec()),
        ("batch", batch_message(&[hash(1), hash(2)])),
        ("approval", approval.0.to_vec()),
        ("import_root", import_root([hash(1), hash(2)]).0.to_vec()),
        ("server_key", server_key_message(2, &[4; 32])),
        ("order_beside", order_beside(sample::order().id, hash(1)).0.as_bytes().to_vec()),
        ("backorder", backorder_id(OrderId(id(1)), 2, ProductId(id(3))).0.as_bytes().to_vec()),
        ("imported_product", imported_product(BusinessId(id(1)), "85123A").0.as_bytes().to_vec()),
        ("imported_customer", imported_customer(BusinessId(id(1)), "12346").0.as_bytes().to_vec()),
        ("imported_address", imported_address(CustomerId(id(1))).0.as_bytes().to_vec()),
    ];
    check_bytes(include_str!("../../golden/hashes.txt"), &hashes);
}

#[test]
fn a_document_that_nobody_edited_is_the_same_everywhere_by_the_version_of_its_rule() {
    let mut product = ProductDocument::derived(&sample::product(1, "standard")).expect("a plain product");
    let address = Address::of_lines(AddressId(id(11)), vec!["2 Low Road".into()]);
    let person = Customer { addresses: vec![address], ..Customer::named(CustomerId(id(10)), "12346", "A B") };
    let mut customer = CustomerDocument::derived(&person).expect("a plain customer");
    let hashed = |bytes: Vec<u8>| Hash::of("golden", &[&bytes]).0.to_vec();
    let documents =
        [("product", hashed(product.save().expect("small"))), ("customer", hashed(customer.save().expect("small")))];
    assert_eq!(RULE_VERSION, 1, "a new rule has golden bytes of its own beside these");
    check_bytes(include_str!("../../golden/derived_1.txt"), &documents);
}

#[test]
fn an_attachment_is_found_by_what_its_entry_names_and_by_nothing_else() {
    let named = Entry { attachments: vec![attachment().name()], ..entry() };
    let name = &named.attachments[0];
    assert!(named.seal(vec![attachment()]).attachment(name).is_some());
    let forged = Attachment { body: b"2 Low Road".to_vec(), ..attachment() };
    assert!(named.seal(vec![forged]).attachment(name).is_none());
    assert!(named.seal(Vec::new()).attachment(name).is_none());
    let fact = Fact::DocumentEdited(DocumentEdited::of(DocumentId::Customer(CustomerId(id(10)))));
    assert_eq!(entry_of(&fact).fact(), Ok(fact));
}
