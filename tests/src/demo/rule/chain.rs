//! What the tills' chains must show.

use super::Facts;
use super::none_wrong;
use crate::network::Weather;
use shared_model::entry::Entry;
use shared_model::fact::Fact;
use shared_model::order::{Order, TenderKind};
use std::collections::{BTreeMap, BTreeSet};

fn entries(facts: &Facts) -> impl Iterator<Item = &Entry> {
    facts.chains.iter().flat_map(|chains| chains.values()).flatten()
}

pub fn orders(facts: &Facts) -> impl Iterator<Item = &Order> {
    entries(facts).filter_map(|entry| match &entry.fact {
        Fact::OrderPlaced(order) => Some(order.as_ref()),
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
        let (mut intended, mut resolved) = (BTreeSet::new(), BTreeSet::new());
        for entry in chain {
            match &entry.fact {
                Fact::TenderIntended { tender, .. } => drop(intended.insert(*tender)),
                Fact::TenderResolved { tender, .. } => {
                    if !intended.contains(tender) {
                        wrong.push(format!("tender {tender} was answered before it was asked"));
                    }
                    resolved.insert(*tender);
                }
                Fact::OrderPlaced(order) => {
                    for tender in order.tenders.iter().filter(|tender| tender.kind == TenderKind::Card) {
                        cards += 1;
                        if !resolved.contains(&tender.id) {
                            wrong.push(format!("order {} holds a card nobody answered for", order.number));
                        }
                    }
                }
                _ => {}
            }
        }
    }
    if cards == 0 {
        return Err("no card was used, so nothing was shown".into());
    }
    none_wrong(wrong, format!("{cards} card payments, each asked and answered in the chain before its order"))
}

pub fn unbroken(facts: &Facts) -> Result<String, String> {
    let chains = facts.chains.as_ref().map_err(Clone::clone)?;
    let entries: usize = chains.values().map(Vec::len).sum();
    Ok(format!("{entries} entries of {} tills hashed again, each names the one before", chains.len()))
}

pub fn numbers_gapless(facts: &Facts) -> Result<String, String> {
    let mut by_till: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for order in orders(facts) {
        let series = format!("{}/{}", order.number.terminal_code, order.number.incarnation);
        by_till.entry(series).or_default().push(order.number.sequence);
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
