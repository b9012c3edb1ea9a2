//! English for what is wrong with the books of stock.

use crate::reason::Reason;
use crate::unit::{ProductId, WarehouseId};

/// A problem of one product in one warehouse, or of neither.
pub fn problem(shelf: Option<(WarehouseId, ProductId)>, what: &Reason) -> String {
    let what = super::reason(what);
    shelf.map_or(what.clone(), |(warehouse, product)| format!("product {product} in {warehouse}: {what}"))
}

pub(super) const WORDS: &[(&str, &str)] = &[
    ("empty_kept", "{account} is kept although it is empty"),
    ("below_zero", "{account} is below zero: {quantity}"),
    ("deficit_above_zero", "the deficit is above zero: {quantity}"),
    ("sum_not_zero", "the accounts sum to {sum} thousandths instead of nothing"),
    ("on_hand_differs", "the accounts hold {sum} thousandths, the level says {level}"),
    ("free_and_owed", "{free} are free while the books owe {deficit}"),
    ("free_and_waiting", "{free} are free while an order line waits"),
    ("line_below_zero", "line {line} of order {order} holds or waits for less than nothing"),
    ("same_age", "two lines are of the age {position}, {line}"),
    ("waits_differ", "the lines wait for {sum} thousandths, the level says {level}"),
    ("balances_differ", "the balances are not the sum of the postings"),
    ("posting_missing", "posting {version} is missing"),
    ("level_differs", "the published level is not what the postings give"),
    ("parts_differ", "order {order} line {line}: its parts do not add up to what was ordered"),
];
