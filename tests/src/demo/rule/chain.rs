//! What the tills' chains must show.

use super::Facts;
use super::none_wrong;
use crate::network::Weather;
use shared_model::entry::Entry;
use shared_model::fact::Fact;
use shared_model::order::Order;
use shared_model::payment::{Payment, PaymentMethod};
use shared_model::unit::{OrderId, PaymentId};
use std::collections::{BTreeMap, BTreeSet};

fn entries(facts: &Facts) -> impl Iterator<Item = &Entry> {
    facts.chains.iter().flat_map(|chains| chains.values()).flatten()
}

/// What an entry says, unless it does not read.
fn fact(entry: &Entry) -> Option<Fact> {
    entry.fact().ok()
}

pub fn orders(facts: &Facts) -> impl Iterator<Item = Order> {
    entries(facts).filter_map(|entry| match fact(entry) {
        Some(Fact::OrderPlaced(order)) => Some(*order),
        _ => None,
    })
}

/// Every payment that was taken, also one taken back later.
pub fn payments(facts: &Facts) -> impl Iterator<Item = Payment> {
    entries(facts).filter_map(|entry| match fact(entry) {
        Some(Fact::PaymentTaken(it)) => Some(it.payment),
        _ => None,
    })
}

/// Sales made while nothing could reach the server, and all of them arrived later.
pub fn done_before_sent(facts: &Facts) -> Result<String, String> {
    let apart = facts.sold.iter().filter(|sale| sale.weather != Weather::Clear);
    let apart: Vec<String> = apart.map(|sale| sale.done.order.to_string()).collect();
    let arrived: BTreeSet<String> = orders(facts).map(|order| order.id.to_string()).collect();
    let lost = apart.iter().filter(|order| !arrived.contains(*order));
    let cut = facts.sold.iter().filter(|sale| sale.weather == Weather::Cut).count();
    if apart.is_empty() {
        return Err("no sale was made in bad weather, so nothing was shown".into());
    }
    let evidence = format!("{} sales in bad weather, {cut} of them with the line cut; all arrived", apart.len());
    none_wrong(lost.map(|order| format!("order {order} never arrived")).collect(), evidence)
}

pub fn intent_before_card(facts: &Facts) -> Result<String, String> {
    let mut wrong = Vec::new();
    let mut cards = 0;
    for chain in facts.chains.iter().flat_map(|chains| chains.values()) {
        let mut cards_of = Cards::default();
        for entry in chain {
            let Some(fact) = fact(entry) else {
                wrong.push(format!("an entry of kind {} does not read", entry.kind));
                continue;
            };
            wrong.extend(cards_of.follow(&fact));
        }
        cards += cards_of.taken.len();
    }
    if cards == 0 {
        return Err("no card was used, so nothing was shown".into());
    }
    none_wrong(wrong, format!("{cards} card payments, each asked and answered in the chain before its order"))
}

/// Card payments of one till, in the order of its chain.
#[derive(Default)]
struct Cards {
    intended: BTreeSet<PaymentId>,
    taken: BTreeSet<PaymentId>,
    placed: BTreeSet<OrderId>,
}

impl Cards {
    /// What is wrong with the next fact.
    fn follow(&mut self, fact: &Fact) -> Option<String> {
        match fact {
            Fact::PaymentIntended(it) => drop(self.intended.insert(it.payment)),
            Fact::PaymentFailed(it) if !self.intended.contains(&it.payment) => {
                return Some(format!("payment {} was answered before it was asked", it.payment));
            }
            Fact::PaymentTaken(it) if it.payment.method == PaymentMethod::Card => {
                self.taken.insert(it.payment.id);
                if !self.intended.contains(&it.payment.id) {
                    return Some(format!("payment {} was taken before it was asked", it.payment.id));
                }
                let settled = it.payment.settles.iter().map(|settled| OrderId(settled.document));
                if let Some(order) = settled.into_iter().find(|order| self.placed.contains(order)) {
                    return Some(format!("order {order} was placed before its card was answered"));
                }
            }
            Fact::OrderPlaced(order) => drop(self.placed.insert(order.id)),
            _ => {}
        }
        None
    }
}

pub fn unbroken(facts: &Facts) -> Result<String, String> {
    let chains = facts.chains.as_ref().map_err(Clone::clone)?;
    let entries: usize = chains.values().map(Vec::len).sum();
    Ok(format!("{entries} entries of {} tills hashed again, each names the one before", chains.len()))
}

pub fn numbers_gapless(facts: &Facts) -> Result<String, String> {
    let mut by_till: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for order in orders(facts) {
        let series = format!("{}/{}", order.number.code, order.number.incarnation);
        by_till.entry(series).or_default().push(order.number.sequence);
    }
    for payment in payments(facts) {
        let series = format!("{}/{} payments", payment.number.code, payment.number.incarnation);
        by_till.entry(series).or_default().push(payment.number.sequence);
    }
    let mut wrong = Vec::new();
    for (series, numbers) in &by_till {
        // In the order of the chain, so they must not only be complete but rise.
        if !numbers.iter().copied().eq(1..=numbers.len() as u64) {
            wrong.push(format!("{series} counts {numbers:?}"));
        }
    }
    let counts: Vec<String> =
        by_till.iter().map(|(series, numbers)| format!("{series}: 1–{}", numbers.len())).collect();
    none_wrong(wrong, counts.join(", "))
}

pub fn no_personal_data(facts: &Facts) -> Result<String, String> {
    let holds = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    // Five digits turn up by chance inside binary ids; a text of that length is marked 0x65.
    let texts = |number: &String| {
        let alone = format!("{}{number}", char::from(0x60 + number.len() as u8));
        [alone, format!("Customer {number}")]
    };
    let traces: Vec<[String; 2]> = facts.customers.iter().map(texts).collect();
    let wrong = facts.entry_bytes.iter().enumerate().filter_map(|(index, bytes)| {
        let trace = traces.iter().flatten().find(|trace| holds(bytes, trace))?;
        Some(format!("entry {index} holds a customer's number or name: {trace:?}"))
    });
    none_wrong(wrong.collect(), format!("{} customers, {} entries searched", traces.len(), facts.entry_bytes.len()))
}
