//! What is odd about a sale, as far as that rests on what is known and not on what is locked:
//! reckoned before any lock. The sale stands whatever comes out.

use crate::act::{Knowledge, Wants};
use crate::catalogue::Products;
use crate::db::row::clean;
use crate::entry::SaleJudged;
use crate::terminal::Terminal;
use shared_model::entry::{Entry, Given, approval_oddities};
use shared_model::fact;
use shared_model::order::{Order, OrderLine, PriceSource, ReviewReason, review};
use shared_model::payment::Payment;
use shared_model::reason::Reason;
use shared_model::stock::Promise;
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

/// The server's own reckoning of a sale.
#[derive(Debug)]
pub struct Reckoned {
    pub judged: SaleJudged,
    /// It was decided before, when the sale first came: nothing is to be added.
    pub is_said: bool,
    /// What was taken for it.
    pub payments: Vec<Payment>,
}

/// Prices that are set in the same push, before a sale at them.
pub type Own = BTreeMap<ProductId, BTreeMap<u64, Amount>>;

pub fn number_text(order: &Order) -> String {
    clean(&order.number.to_string())
}

/// What booking the order locks and loads.
pub fn wants(order: &Order, hash: Hash, reckoned: &Reckoned, wants: &mut Wants) {
    wants.orders.insert((order.id, order.beside(hash).id));
    wants.numbers.insert(number_text(order));
    let SaleJudged { moving, warehouse, .. } = &reckoned.judged;
    for line in followed(order).filter(|line| moving.contains(&line.line)) {
        wants.shelf.entry((*warehouse, line.product)).or_default().out(line.quantity);
    }
}

/// Lines with a number of their own. A second line of the same number is an oddity: the
/// order stands as printed, but only the first can be followed.
pub fn followed(order: &Order) -> impl Iterator<Item = &OrderLine> {
    let mut seen = BTreeSet::new();
    order.lines.iter().filter(move |line| seen.insert(line.line))
}

/// There is nothing odd about it.
pub fn plain(order: &Order) -> SaleJudged {
    let moves = followed(order).filter(|line| line.stocked && line.quantity.is_positive());
    SaleJudged {
        reckoned: order.totals.gross,
        reasons: Vec::new(),
        moving: moves.map(|line| line.line).collect(),
        not_posted: BTreeSet::new(),
        warehouse: order.warehouse,
        late: false,
        ahead: false,
        id_taken: false,
    }
}

pub fn reckon(
    entry: &Entry,
    order: &Order,
    terminal: &Terminal,
    known: (&Knowledge, &Products),
    (own, payments, given): (&Own, Vec<Payment>, &BTreeMap<Hash, Given>),
) -> Reckoned {
    let (knowledge, products) = known;
    let moving: BTreeSet<u32> =
        followed(order).filter(|line| moves_stock(line, products)).map(|line| line.line).collect();
    let mut reasons = oddities(entry, order, terminal, knowledge);
    for line in &order.lines {
        line_oddities(line, products, &mut reasons);
    }
    let may = |person, permission| knowledge.may(person, permission);
    reasons.extend(approval_oddities(order, &entry.approvals, given, may));
    let mut seen = BTreeSet::new();
    let twice = order.lines.iter().filter(|line| !seen.insert(line.line));
    reasons.extend(twice.map(|line| ReviewReason::LineTwice { line: line.line }));
    reasons.extend(money_oddities(entry, order));
    let price = |product| price_for(order, product, known, own);
    let reckoning = review(order, &payments, &knowledge.settings, price);
    reasons.extend(reckoning.reasons);
    let judged = SaleJudged {
        reckoned: reckoning.reckoned,
        reasons: reasons.into_iter().map(Reason::from).collect(),
        moving,
        warehouse: knowledge.warehouse_of(order, terminal.warehouse),
        ..plain(order)
    };
    Reckoned { judged, is_said: false, payments }
}

/// A line whose product is not known here, or that has no quantity, moves nothing and is
/// reported instead.
fn moves_stock(line: &OrderLine, products: &Products) -> bool {
    products.get(&line.product).is_some_and(|known| known.stocked) && line.quantity.is_positive()
}

fn oddities(entry: &Entry, order: &Order, terminal: &Terminal, knowledge: &Knowledge) -> Vec<ReviewReason> {
    let mut oddities = Vec::new();
    if order.store != Some(terminal.store) {
        oddities.push(ReviewReason::OtherStore {});
    }
    if order.number.code != terminal.settings.code {
        oddities.push(ReviewReason::OtherNumber { number: order.number.to_string() });
    }
    if order.warehouse != terminal.warehouse {
        oddities.push(ReviewReason::OtherWarehouse {});
    }
    let seller = order.placed_by.staff_id();
    if seller.is_none_or(|staff| !knowledge.staff.contains_key(&staff)) || entry.actor != order.placed_by {
        oddities.push(ReviewReason::SellerUnknown {});
    }
    oddities
}

/// What counts is the header, so whoever looks has to know what it says otherwise.
fn money_oddities(entry: &Entry, order: &Order) -> Vec<ReviewReason> {
    let (Some(header), Ok(own)) = (&entry.money, fact::money::order(order)) else {
        return vec![ReviewReason::Postings {}];
    };
    let differs = fact::money::differences(header, &own).into_iter();
    let reason = |what: &str| match what {
        "postings" => ReviewReason::Postings {},
        other => ReviewReason::Header { what: other.to_owned() },
    };
    differs.map(reason).collect()
}

fn line_oddities(line: &OrderLine, products: &Products, oddities: &mut Vec<ReviewReason>) {
    let (number, sku) = (line.line, || line.sku.clone());
    match products.get(&line.product) {
        None => oddities.push(ReviewReason::ProductUnknown { line: number, sku: sku() }),
        Some(known) if known.stocked != line.stocked => oddities.push(if line.stocked {
            ReviewReason::TakenForStocked { line: number, sku: sku() }
        } else {
            ReviewReason::TakenForService { line: number, sku: sku() }
        }),
        Some(_) => {}
    }
    if !line.quantity.is_positive() {
        oddities.push(ReviewReason::OddQuantity { line: number, sku: sku(), quantity: line.quantity });
    }
    // A service runs out of nothing, so a till may promise it without a lease.
    if line.promise == Promise::Guaranteed && moves_stock(line, products) {
        oddities.push(ReviewReason::GuaranteeUnbacked { line: number, sku: sku() });
    }
}

/// The price to judge an order by: the one a line names, where it was in force; else the one
/// it states, if that was in force at any time since what its till knew, else the newest.
fn price_for(
    order: &Order,
    product: ProductId,
    (knowledge, products): (&Knowledge, &Products),
    own: &Own,
) -> Option<Amount> {
    let known = products.get(&product)?;
    let nothing = BTreeMap::new();
    let own = own.get(&product).unwrap_or(&nothing);
    let from = order.lines.iter().filter(|line| line.product == product).filter_map(|line| line.price_from.as_ref());
    let from = from.filter_map(|source| match source {
        PriceSource::Told(position) => Some(*position),
        PriceSource::Own(_) | PriceSource::Newer(_) => None,
    });
    let since = from.chain([order.knowledge.business]).map(|position| knowledge.generations.number(position));
    let since = since.min().unwrap_or_default();
    let before = known.prices.range(..=since).next_back();
    let after = known.prices.range(since.saturating_add(1)..).chain(own);
    let stated = |amount: &Amount| order.lines.iter().any(|line| line.product == product && line.list_price == *amount);
    let in_force = before.into_iter().chain(after).map(|(_, amount)| *amount);
    let newest = || own.values().next_back().or_else(|| known.prices.values().next_back()).copied();
    in_force.into_iter().find(stated).or_else(newest)
}
