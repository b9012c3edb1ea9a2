//! What the ledger must show.

use super::Facts;
use super::chain::orders;
use super::none_wrong;
use serde_json::Value;
use shared_model::order::Order;
use std::collections::{BTreeMap, BTreeSet};

fn quantity(row: &Value, field: &str) -> i64 {
    row[field].as_i64().unwrap_or(i64::MIN / 8)
}

pub fn ledger_verifies(facts: &Facts) -> Result<String, String> {
    let answer = facts.verified.as_ref().map_err(|error| format!("ledger verify: {error}"))?;
    let digest = answer["digest"].as_str().ok_or_else(|| format!("no digest in {answer}"))?;
    Ok(format!("digest {}", &digest[..digest.len().min(16)]))
}

pub fn built_again(facts: &Facts) -> Result<String, String> {
    let rebuilt = facts.rebuilt.as_ref().map_err(|error| format!("rebuild: {error}"))?;
    let (mut wrong, mut evidence) = (Vec::new(), Vec::new());
    for (into, answer) in rebuilt {
        let differ = answer["differ"].as_array().ok_or_else(|| format!("no answer in {answer}"))?;
        wrong.extend(differ.iter().map(|part| format!("{part} differs on {into}")));
        if answer["digest"] != answer["digest_rebuilt"] {
            wrong.push(format!("another digest on {into}: {answer}"));
        }
        let digest = answer["digest_rebuilt"].as_str().unwrap_or_default();
        evidence.push(format!("{} entries on {into}, digest {digest}", answer["entries"]));
    }
    none_wrong(wrong, evidence.join("; "))
}

pub fn repeat_changes_nothing(facts: &Facts) -> Result<String, String> {
    if !facts.goods.repeat_recognised {
        return Err("the same delivery counted twice".into());
    }
    let (one, two) =
        (facts.verified.as_ref().map_err(Clone::clone)?, facts.verified_again.as_ref().map_err(Clone::clone)?);
    if one["digest"] != two["digest"] {
        return Err(format!("asking and printing changed the books: {one} became {two}"));
    }
    let lost: u64 = facts.tills.iter().map(|till| till.bytes_lost).sum();
    if lost == 0 {
        return Err("no reply was lost, so nothing was shown".into());
    }
    Ok(format!("{lost} bytes of replies were lost and their entries sent again; a delivery was sent twice"))
}

/// Opening stock and goods received are what is there now and what customers took, all
/// worked out from the invoices and the delivery notes.
pub fn conserved(facts: &Facts) -> Result<String, String> {
    let orders: Vec<Order> = orders(facts).collect();
    let mut carried: BTreeMap<&str, i64> = BTreeMap::new();
    let mut later: BTreeMap<&str, i64> = BTreeMap::new();
    for line in orders.iter().flat_map(|order| &order.lines).filter(|line| line.stocked) {
        let out = if line.fulfilment.is_carry_out() { &mut carried } else { &mut later };
        *out.entry(line.sku.as_str()).or_insert(0) += line.quantity.0;
    }
    let mut wrong = Vec::new();
    let rows: BTreeMap<&str, &Value> = facts.stock.iter().filter_map(|row| Some((row["sku"].as_str()?, row))).collect();
    let mut checked = 0;
    let opening = facts.plan.opening.keys().map(String::as_str);
    let skus: BTreeSet<&str> = opening.chain(later.keys().copied()).chain(carried.keys().copied()).collect();
    for sku in skus {
        let of = |map: &BTreeMap<&str, i64>| map.get(sku).copied().unwrap_or(0);
        let opening = facts.plan.opening.get(sku).copied().unwrap_or(0) * 1000;
        let came = opening + facts.goods.received.get(sku).copied().unwrap_or(0);
        let Some(row) = rows.get(sku) else {
            wrong.push(format!("{sku} is not in the ledger"));
            continue;
        };
        checked += 1;
        let (on_hand, allocated) = (quantity(row, "on_hand"), quantity(row, "allocated"));
        if on_hand != came - of(&carried) {
            wrong.push(format!("{sku}: {came} came, {} went, {on_hand} on hand", of(&carried)));
        }
        if allocated != of(&later) {
            wrong.push(format!("{sku}: {} ordered for later, {allocated} allocated", of(&later)));
        }
    }
    none_wrong(
        wrong,
        format!("{checked} products: opening + received = on hand + handed over, and allocations match the orders"),
    )
}

pub fn pool_and_backorders(facts: &Facts) -> Result<String, String> {
    let both = facts.stock.iter().filter(|row| quantity(row, "free") > 0 && quantity(row, "backordered") > 0);
    let mut wrong: Vec<String> = both.map(|row| format!("{row}")).collect();
    let short: Vec<&str> = facts.goods.waiting_before.iter().map(|line| line.sku.as_str()).collect();
    if short.is_empty() {
        wrong.push("nothing was ever backordered, so nothing was shown".into());
    }
    none_wrong(wrong, format!("{} products in the ledger, {} lines had waited", facts.stock.len(), short.len()))
}

pub fn oldest_first(facts: &Facts) -> Result<String, String> {
    let (expected, found) = (&facts.goods.waiting_expected, &facts.goods.waiting_found);
    if expected != found {
        let wrong = found.iter().filter(|line| !expected.contains(line)).map(|line| format!("{line:?}")).collect();
        none_wrong(wrong, String::new())?;
        return Err(format!("{} lines should wait after the first delivery, {} do", expected.len(), found.len()));
    }
    let before = facts.goods.waiting_before.len();
    Ok(format!("of {before} waiting lines exactly the {} youngest still waited after half the goods", found.len()))
}

pub fn all_filled(facts: &Facts) -> Result<String, String> {
    if let Some(line) = facts.goods.waiting_after.first() {
        return Err(format!("{} lines still wait, {line:?} first", facts.goods.waiting_after.len()));
    }
    Ok(format!("{} lines waited and none does", facts.goods.waiting_before.len()))
}
