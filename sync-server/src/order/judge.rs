//! What is odd about a sale, as far as that rests on what is known and not on what is locked:
//! reckoned before any lock. The sale stands whatever comes out.

use crate::act::{Knowledge, Products, Wants};
use crate::db::row::clean;
use crate::terminal::Terminal;
use shared_model::entry::Entry;
use shared_model::order::{Order, OrderLine, Promise, review};
use shared_model::party::OVERRIDE_NEEDS;
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

/// The server's own reckoning of a sale.
#[derive(Debug, Default)]
pub struct Reckoned {
    pub amount: Amount,
    pub reasons: Vec<String>,
    /// Lines that move stock, by number.
    pub moving: BTreeSet<u32>,
    /// Where the goods come from.
    pub warehouse: Option<WarehouseId>,
}

/// Prices that are set in the same push, before a sale at them.
pub type Own = BTreeMap<ProductId, BTreeMap<u64, Amount>>;

pub fn number_text(order: &Order) -> String {
    clean(&order.number.to_string())
}

/// What booking the order locks and loads.
pub fn wants(order: &Order, hash: Hash, reckoned: &Reckoned, wants: &mut Wants) {
    wants.orders.extend([order.id, order.beside(hash).id]);
    wants.numbers.insert(number_text(order));
    let Some(warehouse) = reckoned.warehouse else { return };
    for line in followed(order).filter(|line| reckoned.moving.contains(&line.line)) {
        wants.shelf.entry((warehouse, line.product)).or_default().out(line.quantity);
    }
}

/// Lines with a number of their own. A second line of the same number is an oddity: the
/// order stands as printed, but only the first can be followed.
pub fn followed(order: &Order) -> impl Iterator<Item = &OrderLine> {
    let mut seen = BTreeSet::new();
    order.lines.iter().filter(move |line| seen.insert(line.line))
}

pub fn reckon(
    entry: &Entry,
    order: &Order,
    terminal: &Terminal,
    known: (&Knowledge, &Products),
    own: &Own,
) -> Reckoned {
    let (knowledge, products) = known;
    let moving: BTreeSet<u32> =
        followed(order).filter(|line| moves_stock(line, products)).map(|line| line.line).collect();
    let mut reasons = oddities(entry, order, terminal, knowledge);
    for line in &order.lines {
        line_oddities(line, knowledge, products, &mut reasons);
    }
    if followed(order).count() < order.lines.len() {
        reasons.push("two lines have the same number; only the first can be followed".to_owned());
    }
    let price = |product| price_for(order, product, products, own);
    let reckoning = review(order, &knowledge.settings, price);
    reasons.extend(reckoning.reasons);
    let warehouse = Some(knowledge.warehouse_of(order, terminal.warehouse));
    Reckoned { amount: reckoning.reckoned, reasons, moving, warehouse }
}

/// A line whose product is not known here, or that has no quantity, moves nothing and is
/// reported instead.
fn moves_stock(line: &OrderLine, products: &Products) -> bool {
    products.get(&line.product).is_some_and(|known| known.stocked) && line.quantity.is_positive()
}

fn oddities(entry: &Entry, order: &Order, terminal: &Terminal, knowledge: &Knowledge) -> Vec<String> {
    let mut oddities = Vec::new();
    if order.store != terminal.store {
        oddities.push("it names another store than its till's".into());
    }
    if order.warehouse != terminal.warehouse {
        oddities.push("it takes goods from another warehouse than its store's".into());
    }
    if !knowledge.staff.contains_key(&order.staff) || entry.staff.is_some_and(|staff| staff != order.staff) {
        oddities.push("it was not sold by a staff member known here".into());
    }
    oddities
}

fn line_oddities(line: &OrderLine, knowledge: &Knowledge, products: &Products, oddities: &mut Vec<String>) {
    let (number, sku) = (line.line, &line.sku);
    match products.get(&line.product) {
        None => oddities.push(format!("line {number} ({sku}): this product is not known here")),
        Some(known) if known.stocked != line.stocked => {
            oddities.push(format!("line {number} ({sku}): the till took it for {}", stock_word(line)));
        }
        Some(_) => {}
    }
    if !line.quantity.is_positive() {
        oddities.push(format!("line {number} ({sku}): a quantity of {}", line.quantity));
    }
    // A service runs out of nothing, so a till may promise it without a lease.
    if line.promise == Promise::Guaranteed && moves_stock(line, products) {
        oddities.push(format!("line {number} ({sku}): guaranteed without units lent to the till"));
    }
    let approver = line.price_override.as_ref().map(|by| knowledge.staff.get(&by.approved_by));
    if approver.is_some_and(|role| role.is_none_or(|role| *role < OVERRIDE_NEEDS)) {
        oddities.push(format!("line {number} ({sku}): the price was overridden without a manager"));
    }
}

fn stock_word(line: &OrderLine) -> &'static str {
    if line.stocked { "a product with stock" } else { "a product without stock" }
}

/// The price to judge an order by: the one it states, if that was in force at any time
/// since what its till knew, else the newest.
fn price_for(order: &Order, product: ProductId, products: &Products, own: &Own) -> Option<Amount> {
    let known = products.get(&product)?;
    let nothing = BTreeMap::new();
    let own = own.get(&product).unwrap_or(&nothing);
    let before = known.prices.range(..=order.knowledge.position).next_back();
    let after = known.prices.range(order.knowledge.position.saturating_add(1)..).chain(own);
    let stated = |amount: &Amount| order.lines.iter().any(|line| line.product == product && line.list_price == *amount);
    let in_force = before.into_iter().chain(after).map(|(_, amount)| *amount);
    let newest = || own.values().next_back().or_else(|| known.prices.values().next_back()).copied();
    in_force.into_iter().find(stated).or_else(newest)
}
