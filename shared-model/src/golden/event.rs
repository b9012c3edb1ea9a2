//! What the world outside hears, with the id that follows from its entry.

use super::*;
use crate::event::BusinessEvent;
use crate::fact::payment::PaymentTaken;
use crate::fact::{Effect, Fact, Source, events};
use crate::sample;

#[test]
fn events_keep_their_bytes() {
    let source = Source { entry: hash(1), position: Position::new(1, 40), correlation: Some(id(5)) };
    let paid = Fact::PaymentTaken(PaymentTaken { payment: sample::payment() });
    let effects = [Effect::Level { product: ProductId(id(6)), before: Quantity::ONE, now: Quantity(0) }];
    let mut all: Vec<BusinessEvent> = events(&source, &paid, &effects);
    all.extend(events(&Source { correlation: None, ..source }, &paid, &[]));
    let names = ["of_a_fact", "followed", "followed_next", "without_correlation"];
    let samples: Vec<(&str, BusinessEvent)> = names.into_iter().zip(all).collect();
    check_golden(include_str!("../../golden/events.txt"), &samples);
}
