//! Payments on the cart, through power cuts and refusals.

use crate::world::*;
use shared_model::bounds::ATTACHMENT_BYTES_MAX;
use shared_model::command::*;
use shared_model::encoding;
use shared_model::entry::{AttachmentClass, Entry, Origin, SealedEntry};
use shared_model::fact::Fact;
use shared_model::order::{Fulfilment, OrderContact};
use shared_model::payment::{CardOutcome, Payment, PaymentDirection, PaymentMethod};
use shared_model::refusal::ErrorCode;
use shared_model::unit::{AddressId, Amount};
use shared_model::words::Worded;

fn card(amount: i64) -> PayCardStart {
    PayCardStart { amount: Amount(amount) }
}

fn cash(amount: i64) -> PayCash {
    PayCash { amount: Amount(amount) }
}

const ALL_IS_PAID: PayComplete = PayComplete { cash: None };

#[tokio::test]
async fn power_cut_after_the_card_was_approved_and_nobody_charges_again() {
    let world = World::open().await;
    world.run(add(LAMP)).await;
    let tender = world.run(card(1200)).await.tenders[0].id;
    assert_eq!(world.kinds().await.last(), Some(&"payment_intended"), "the reader may be asked only after this");
    world.run(PayCardResult { tender, result: CardOutcome::Approved { reference: "A17".into() } }).await;

    let world = world.restart().await;
    let cart = world.run(CartShow {}).await;
    assert_eq!((cart.paid, cart.due), (Amount(1200), Amount(0)));
    assert_eq!(world.refused(card(1200)).await, ErrorCode::Invalid);
    let sale = world.run(ALL_IS_PAID).await;
    assert_eq!(sale.receipt.tenders[0].reference.as_deref(), Some("A17"));
    assert_eq!(sale.order, cart.order);
}

#[tokio::test]
async fn an_unknown_card_survives_a_restart_and_must_be_answered_first() {
    let world = World::open().await;
    world.run(add(LAMP)).await;
    let tender = world.run(card(1200)).await.tenders[0].id;
    world.run(PayCardResult { tender, result: CardOutcome::Unknown }).await;
    let world = world.restart().await;
    assert_eq!(world.refused(card(1200)).await, ErrorCode::TenderOpen);
    assert_eq!(world.refused(ALL_IS_PAID).await, ErrorCode::TenderOpen);
    assert_eq!(world.refused(complete(1200)).await, ErrorCode::TenderOpen);
    assert_eq!(world.refused(PayVoid { tender }).await, ErrorCode::TenderOpen);
    assert_eq!(world.refused(CartRemove { line: 1 }).await, ErrorCode::CartFrozen);
    world.run(PayCardResult { tender, result: CardOutcome::Declined }).await;
    assert_eq!(world.run(complete(1200)).await.receipt.tenders.len(), 1);
}

#[tokio::test]
async fn a_payment_taken_back_thaws_the_cart_and_is_recorded() {
    let world = World::open().await;
    world.run(add(LAMP)).await;
    let paid = world.run(cash(500)).await;
    assert_eq!((paid.due, paid.frozen), (Amount(700), true));
    let voided = world.run(PayVoid { tender: paid.tenders[0].id }).await;
    assert_eq!((voided.due, voided.frozen), (Amount(1200), false));
    assert_eq!(world.kinds().await.last(), Some(&"payment_voided"));
    for amount in [0, -5] {
        assert_eq!(world.refused(cash(amount)).await, ErrorCode::Invalid);
    }
    assert_eq!(world.refused(card(1201)).await, ErrorCode::Invalid);
}

#[tokio::test]
async fn a_sale_of_nothing_is_complete_without_a_payment() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    world.run(add(LAMP)).await;
    let gift = CartPrice { line: 1, price: Amount::ZERO, reason: "gift".into(), approval: None };
    let cart = world.run(gift).await;
    assert_eq!((cart.due, cart.due_cash, cart.frozen), (Amount(0), Amount(0), false));
    let sale = world.run(ALL_IS_PAID).await;
    assert_eq!((sale.gross, sale.change, sale.receipt.tenders.len()), (Amount(0), Amount(0), 0));
    assert_eq!(world.kinds().await.last(), Some(&"order_placed"));
}

#[tokio::test]
async fn a_delivery_needs_a_customer_and_one_of_their_addresses() {
    let world = World::open().await;
    world.run(add(LAMP)).await;
    let delivery = |address: Option<u128>| {
        let address = address.map(|number| AddressId(id(number)));
        CartFulfilment { line: 1, fulfilment: Fulfilment::Delivery { address } }
    };
    world.run(delivery(None)).await;
    assert_eq!(world.refused(complete(1200)).await, ErrorCode::NeedsCustomer);
    world.run(CartCustomer { customer: Some(CUSTOMER) }).await;
    world.run(delivery(Some(999))).await;
    assert_eq!(world.refused(cash(1200)).await, ErrorCode::NeedsCustomer);
    world.run(delivery(Some(70))).await;
    let sale = world.run(complete(1200)).await;
    assert_eq!(sale.receipt.lines[0].to_be_confirmed.0, 1000);
    assert_eq!(sale.receipt.customer, Some(Worded::Words("Ada Byron".into())));
}

/// Whether each of the till's entries names the one before.
fn chain_verifies(entries: &[SealedEntry]) -> bool {
    let opened: Vec<Entry> = entries.iter().map(|sealed| sealed.open().unwrap()).collect();
    let follows = |(before, entry): (&SealedEntry, &Entry)| matches!(entry.origin, Origin::Terminal { prev, .. } if prev == before.hash());
    entries.iter().zip(&opened[1..]).all(follows)
}

#[tokio::test]
async fn whom_a_sale_is_delivered_to_lies_beside_it_and_can_be_erased() {
    let world = World::open().await;
    world.sell_lamp().await;
    world.run(add(LAMP)).await;
    world.run(CartCustomer { customer: Some(CUSTOMER) }).await;
    world.run(complete(1200)).await;
    assert!(world.entries().iter().all(|entry| entry.attachments.is_empty()), "nobody needs to know it");

    world.run(add(LAMP)).await;
    world.run(CartCustomer { customer: Some(CUSTOMER) }).await;
    world.run(CartFulfilment { line: 1, fulfilment: Fulfilment::Delivery { address: None } }).await;
    let sale = world.run(complete(1200)).await;
    let at = Some(AddressId(id(70)));
    let (order, _) = world.sold(sale.order);
    assert_eq!((order.shipping, order.billing), (at, at));
    let sealed = world.sealed();
    let (last, entry) = (sealed.last().unwrap(), world.entries().pop().unwrap());
    let [name] = &entry.attachments[..] else { panic!("{:?}", entry.attachments) };
    assert_eq!(name.class, AttachmentClass::Invoice);
    let attached = last.attachment(name).expect("it is what the entry names");
    let contact: OrderContact = encoding::decode(&attached.body, ATTACHMENT_BYTES_MAX).unwrap();
    assert_eq!(
        (contact.name.as_str(), contact.addresses[0].lines.as_slice()),
        ("Ada Byron", &["1 High Street".into()][..])
    );
    let says = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
    for what in [b"Ada Byron".as_slice(), b"1 High Street", &attached.salt] {
        assert!(!says(&last.bytes, what), "the entry itself says nothing of it");
    }

    let world = world
        .restart_after(|dir| {
            let own = rusqlite::Connection::open(dir.join("own.db")).unwrap();
            assert_eq!(own.execute("delete from attachment", []).unwrap(), 1);
        })
        .await;
    let erased = world.sealed();
    assert_eq!(erased.last().map(|last| last.attachments.len()), Some(0));
    assert!(chain_verifies(&erased));
    assert_eq!(erased.last().map(SealedEntry::hash), Some(last.hash()));
    assert_eq!(world.run(OrderShow { order: sale.order }).await.receipt, sale.receipt, "and the sale stands");
}

/// What payments come to by the entries alone: taken, less what was taken back.
fn standing(facts: &[Fact]) -> Vec<Payment> {
    let mut standing: Vec<Payment> = Vec::new();
    for fact in facts {
        if let Fact::PaymentTaken(taken) = fact {
            standing.push(taken.payment.clone());
        }
        if let Fact::PaymentVoided(voided) = fact {
            let at = standing.iter().position(|payment| payment.id == voided.reverses).expect("it stood before");
            let Payment { id, number, direction, .. } = voided.payment.clone();
            assert_eq!((number.series.as_str(), &direction), ("P", &PaymentDirection::Out));
            let taken = standing.remove(at);
            assert_ne!(id, taken.id, "it is a document of its own");
            assert_eq!(Payment { id, number, direction, ..taken }, voided.payment, "and gives back what was taken");
        }
    }
    standing
}

#[tokio::test]
async fn cash_taken_voided_and_taken_again_ends_with_payments_that_match_the_order() {
    let world = World::open().await;
    world.run(add(LAMP)).await;
    let first = world.run(cash(500)).await.tenders[0].id;
    // 1000 on what was 700 gives 300 back; once the 500 are taken back it gives nothing.
    world.run(cash(1000)).await;
    let voided = world.run(PayVoid { tender: first }).await;
    assert_eq!((voided.paid, voided.due), (Amount(1000), Amount(200)));
    let sale = world.run(complete(500)).await;
    assert_eq!(sale.change, Amount(300));

    let (order, payments) = world.sold(sale.order);
    assert_eq!(standing(&world.facts()), payments, "entries and rows say the same");
    let paid = |of: fn(&Payment) -> Amount| Amount::sum(payments.iter().map(of)).unwrap();
    assert_eq!(paid(|payment| payment.amount().unwrap()), order.payable().unwrap());
    assert_eq!(paid(|payment| payment.tendered), Amount(1500));
    let of_sale = |payment: &Payment| payment.settles.iter().all(|settled| settled.document == sale.order.0);
    assert!(payments.iter().all(|payment| of_sale(payment) && payment.method == PaymentMethod::Cash));
    let numbers: Vec<u64> = world.facts().iter().filter_map(numbered_as).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "payment numbers have no gap");
    let printed: Vec<String> = payments.iter().map(|payment| payment.number.to_string()).collect();
    assert_eq!((sale.number.as_str(), printed[1].as_str()), ("T01-000001", "T01-P000006"), "no number stands for two");
    assert_eq!(sale.receipt.tenders.len(), 2);

    let world = world.restart().await;
    assert_eq!(world.sold(sale.order).1, payments);
}

fn numbered_as(fact: &Fact) -> Option<u64> {
    match fact {
        Fact::PaymentTaken(taken) => Some(taken.payment.number.sequence),
        Fact::PaymentVoided(voided) => Some(voided.payment.number.sequence),
        _ => None,
    }
}

#[tokio::test]
async fn every_payment_balances_with_its_order_in_the_books() {
    let world = World::open().await;
    world.run(add(LAMP)).await;
    let tender = world.run(card(700)).await.tenders[0].id;
    world.run(PayCardResult { tender, result: CardOutcome::Approved { reference: "A17".into() } }).await;
    let sale = world.run(complete(1000)).await;
    assert_eq!(sale.change, Amount(500));
    let mut settling = 0;
    for entry in world.entries() {
        let Some(header) = entry.money else { continue };
        let sum: i64 = header.postings.iter().map(|posting| posting.amount.0).sum();
        assert_eq!(sum, 0, "{} does not balance", entry.kind);
        let of = header.postings.iter().filter(|posting| posting.account.as_str() == "settling");
        settling += of.map(|posting| posting.amount.0).sum::<i64>();
    }
    assert_eq!(settling, 0, "nothing of a closed sale is left to settle");
}

#[tokio::test]
async fn payments_beyond_every_bound_are_refused_before_money_moves() {
    let world = World::open().await;
    world.run(add_some(LAMP, 900_000_000)).await;
    for amount in [i64::MIN, -1, 0, 1_000_000_000_001, i64::MAX] {
        assert_eq!(world.refused(cash(amount)).await, ErrorCode::Invalid, "{amount}");
        assert_eq!(world.refused(card(amount)).await, ErrorCode::Invalid, "{amount}");
        assert_eq!(world.refused(complete(amount)).await, ErrorCode::Invalid, "{amount}");
    }
    for number in 0..50 {
        world.run(cash(1 + number)).await;
    }
    assert_eq!(world.refused(cash(1)).await, ErrorCode::Invalid, "the fifty-first");
    assert_eq!(standing(&world.facts()).len(), 50);
}
