//! Payments on the cart, through power cuts and refusals.

use crate::world::*;
use shared_model::command::*;
use shared_model::order::{CardOutcome, Fulfilment};
use shared_model::unit::{AddressId, Amount};

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
    assert_eq!(world.kinds().await.last(), Some(&"tender_intended"), "the reader may be asked only after this");
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
    assert_eq!(world.kinds().await.last(), Some(&"tender_voided"));
    for amount in [0, -5] {
        assert_eq!(world.refused(cash(amount)).await, ErrorCode::Invalid);
    }
    assert_eq!(world.refused(card(1201)).await, ErrorCode::Invalid);
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
    assert_eq!(sale.receipt.customer.as_deref(), Some("Ada Byron"));
}
