//! Payments that were asked for and taken back before or instead of being taken, and sales paid twice.

use crate::shop::{CARRY_OUT, PRICE, Shop, Till};
use shared_model::Fact;
use shared_model::fact::payment::{PaymentIntended, PaymentTaken, PaymentVoided};
use shared_model::order::Order;
use shared_model::payment::{PaymentMethod, TenderKind};
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, Told};
use sync_server::report;

crate::story!(
    what_takes_back_money_that_was_only_asked_for_comes_first_and_what_takes_it_counts_no_more,
    money_is_given_back_by_an_id_for_which_it_was_asked_before,
    a_sale_that_was_paid_twice_is_looked_at_however_the_entries_are_cut,
);

async fn push(shop: &Shop, till: &mut Till, facts: &[Fact]) {
    let entries: Vec<_> = facts.iter().map(|fact| till.seal(shop.cashier, fact)).collect();
    assert!(shop.push(till, &entries).await.iter().all(|outcome| *outcome == EntryOutcome::Stored));
}

fn asked(order: &Order, payment: PaymentId) -> Fact {
    Fact::PaymentIntended(PaymentIntended { payment, order: order.id, method: PaymentMethod::Card, amount: PRICE })
}

/// Nothing is set aside, the sale is looked at because nothing was paid of it, and built again it is the same.
async fn is_unpaid_and_the_same_again(shop: &Shop, order: &Order) {
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    assert!(aside.is_empty(), "{aside:?}");
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert_eq!(reviews.into_iter().map(|row| row.order).collect::<Vec<_>>(), [order.id.to_string()]);
    assert_eq!(crate::rebuild::again(shop).await.differ, Vec::<String>::new());
}

async fn what_takes_back_money_that_was_only_asked_for_comes_first_and_what_takes_it_counts_no_more(shop: Shop) {
    let mut till = shop.till().await;
    let order = till.order(&shop, &[("LAMP", 1, CARRY_OUT)]);
    let payment = till.payment(&order, TenderKind::Card);
    push(&shop, &mut till, &[asked(&order, payment.id)]).await;
    let voided: PaymentVoided = till.voided(&payment);
    let taken = PaymentTaken { payment };
    let facts = [Fact::PaymentVoided(voided), Fact::PaymentTaken(taken), Fact::OrderPlaced(Box::new(order.clone()))];
    push(&shop, &mut till, &facts).await;
    is_unpaid_and_the_same_again(&shop, &order).await;
}

async fn money_is_given_back_by_an_id_for_which_it_was_asked_before(shop: Shop) {
    let mut till = shop.till().await;
    let order = till.order(&shop, &[("LAMP", 1, CARRY_OUT)]);
    let payment = till.payment(&order, TenderKind::Card);
    let voided = till.voided(&payment);
    push(&shop, &mut till, &[asked(&order, voided.payment.id)]).await;
    let facts = [
        Fact::PaymentTaken(PaymentTaken { payment }),
        Fact::PaymentVoided(voided),
        Fact::OrderPlaced(Box::new(order.clone())),
    ];
    push(&shop, &mut till, &facts).await;
    is_unpaid_and_the_same_again(&shop, &order).await;
}

/// A card was charged, and cash taken as well.
async fn a_sale_that_was_paid_twice_is_looked_at_however_the_entries_are_cut(shop: Shop) {
    for cut in [0, 1, 2] {
        let mut till = shop.till().await;
        let order = till.order(&shop, &[("LAMP", 1, CARRY_OUT)]);
        let card = PaymentTaken { payment: till.payment(&order, TenderKind::Card) };
        let cash = PaymentTaken { payment: till.payment(&order, TenderKind::Cash) };
        let facts = [Fact::PaymentTaken(card), Fact::PaymentTaken(cash), Fact::OrderPlaced(Box::new(order.clone()))];
        push(&shop, &mut till, &facts[..cut]).await;
        push(&shop, &mut till, &facts[cut..]).await;
        let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
        assert!(reviews.iter().any(|row| row.order == order.id.to_string()), "cut at {cut}: {reviews:?}");
        let told = shop.log_of(&till).await.into_iter().filter_map(|row| match row {
            Told::Order(told) if told.order == order.id => Some(told.payments.len()),
            _ => None,
        });
        assert_eq!(told.collect::<Vec<_>>(), [2], "cut at {cut}");
    }
    assert_eq!(crate::rebuild::again(&shop).await.differ, Vec::<String>::new());
}
