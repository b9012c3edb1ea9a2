//! A payment that was asked for, answered, given back, or taken with its order.

use super::rows::Tender;
use crate::act::Act;
use crate::db::row::clean;
use shared_model::order::{CardOutcome, Order, TenderKind};
use shared_model::unit::*;

const TAKEN: &str = "taken";

pub fn intended(act: &mut Act, order: OrderId, tender: TenderId, kind: TenderKind, amount: Amount) {
    if held(act, tender).is_some() {
        return;
    }
    let (amount, tendered, state) = (amount, amount, "asked".to_owned());
    put(act, tender, |store, terminal| Tender {
        store,
        terminal,
        order,
        kind: kind.as_str().to_owned(),
        amount,
        tendered,
        state,
        reference: None,
    });
}

pub fn resolved(act: &mut Act, tender: TenderId, outcome: &CardOutcome) {
    match outcome {
        CardOutcome::Approved { reference } => set_state(act, tender, "approved", Some(clean(reference))),
        CardOutcome::Declined => set_state(act, tender, "declined", None),
        CardOutcome::Unknown => set_state(act, tender, "unknown", None),
    }
}

pub fn voided(act: &mut Act, tender: TenderId) {
    set_state(act, tender, "voided", None);
}

/// What an order has taken stays taken.
fn set_state(act: &mut Act, id: TenderId, state: &str, reference: Option<String>) {
    let Some(mut tender) = held(act, id).filter(|tender| tender.state != TAKEN) else { return };
    state.clone_into(&mut tender.state);
    tender.reference = reference.or(tender.reference);
    act.pending.payment.put(id, tender);
}

/// The payments of an order that is booked, among them those that were asked for before.
pub fn taken(act: &mut Act, order: &Order) {
    for tender in &order.tenders {
        if held(act, tender.id).is_some_and(|held| held.order != order.id) {
            continue;
        }
        put(act, tender.id, |store, terminal| Tender {
            store,
            terminal,
            order: order.id,
            kind: tender.kind.as_str().to_owned(),
            amount: tender.amount,
            tendered: tender.tendered,
            state: TAKEN.to_owned(),
            reference: tender.reference.as_deref().map(clean),
        });
    }
}

fn held(act: &Act, tender: TenderId) -> Option<Tender> {
    act.pending.payment.get(tender).or_else(|| act.loaded.tenders.get(&tender)).cloned()
}

fn put(act: &mut Act, id: TenderId, tender: impl FnOnce(StoreId, TerminalId) -> Tender) {
    let Some((store, terminal)) = act.terminal().map(|till| (till.store, till.id)) else { return };
    act.pending.payment.put(id, tender(store, terminal));
}
