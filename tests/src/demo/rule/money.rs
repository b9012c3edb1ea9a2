//! What the books must show.

use super::Facts;
use super::chain::orders;
use super::none_wrong;
use serde_json::Value;
use shared_model::order::PriceCause;
use std::collections::{BTreeMap, BTreeSet};

pub fn no_order_lost_or_double(facts: &Facts) -> Result<String, String> {
    let ids: Vec<&str> = facts.orders.iter().filter_map(|row| row["order"].as_str()).collect();
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    let mut wrong = Vec::new();
    if distinct.len() != ids.len() {
        wrong.push(format!("the server lists {} orders, {} of them different", ids.len(), distinct.len()));
    }
    for sale in &facts.sold {
        if !distinct.contains(sale.done.order.to_string().as_str()) {
            wrong.push(format!("{} is not on the server", sale.done.number));
        }
    }
    let invoices: BTreeSet<usize> = facts.sold.iter().map(|sale| sale.invoice).collect();
    if ids.len() != facts.sold.len() || invoices.len() != facts.plan_invoices {
        wrong.push(format!(
            "{} invoices, {} sold, {} sales, {} orders on the server",
            facts.plan_invoices,
            invoices.len(),
            facts.sold.len(),
            ids.len()
        ));
    }
    none_wrong(
        wrong,
        format!("{} invoices, {} receipts, {} orders on the server", facts.plan_invoices, facts.sold.len(), ids.len()),
    )
}

pub fn totals_agree(facts: &Facts) -> Result<String, String> {
    let server = |field: &'static str| {
        let of = move |row: &serde_json::Value| Some((row["order"].as_str()?.to_owned(), row[field].as_i64()?));
        facts.orders.iter().filter_map(of).collect::<BTreeMap<String, i64>>()
    };
    let (gross, tax) = (server("gross"), server("tax"));
    let mut wrong = Vec::new();
    for sale in &facts.sold {
        let (order, receipt) = (sale.done.order.to_string(), &sale.done.receipt);
        let lines: i64 = receipt.lines.iter().map(|line| line.amount.0).sum();
        let table: i64 = receipt.taxes.iter().map(|row| row.gross.0).sum();
        let sums = [sale.expected, sale.done.gross.0, receipt.gross.0, lines - receipt.discount.0, table];
        if sums.iter().any(|sum| *sum != sale.expected) {
            wrong.push(format!("{}: invoice, sale, receipt, lines, tax table say {sums:?}", sale.done.number));
        }
        let (held, held_tax) = (gross.get(&order).copied(), tax.get(&order).copied());
        if held != Some(sale.expected) || held_tax != Some(receipt.tax.0) {
            wrong.push(format!("{}: the server holds {held:?} with tax {held_tax:?}", sale.done.number));
        }
    }
    let total: i64 = facts.sold.iter().map(|sale| sale.expected).sum();
    none_wrong(wrong, format!("{} receipts, £{}.{:02}, to the penny", facts.sold.len(), total / 100, total % 100))
}

/// Accounts as the server lists them. What each document did sums to nothing, and between a
/// sale and what paid it nothing is left.
pub fn books_balance(facts: &Facts) -> Result<String, String> {
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    let amount = |row: &Value| row["amount"].as_i64().map_or(i128::from(i64::MIN), i128::from);
    let mut documents: BTreeMap<String, i128> = BTreeMap::new();
    let mut settling: BTreeMap<String, i128> = BTreeMap::new();
    let mut accounts: BTreeMap<String, i128> = BTreeMap::new();
    for row in &facts.postings {
        *documents.entry(text(row, "entry")).or_default() += amount(row);
        *accounts.entry(text(row, "account")).or_default() += amount(row);
        if row["account"] == "settling" {
            *settling.entry(text(row, "key")).or_default() += amount(row);
        }
    }
    let unbalanced = documents.iter().filter(|(_, sum)| **sum != 0);
    let mut wrong: Vec<String> = unbalanced.map(|(entry, sum)| format!("entry {entry} sums to {sum}")).collect();
    for sale in &facts.sold {
        match settling.get(&sale.done.order.0.simple().to_string()) {
            Some(0) => {}
            found => wrong.push(format!("{}: between sale and payments {found:?} is left", sale.done.number)),
        }
    }
    let of = |names: &[&str]| names.iter().filter_map(|name| accounts.get(*name)).sum::<i128>();
    let sold: i128 = facts.sold.iter().map(|sale| i128::from(sale.expected)).sum();
    let (owed, taken) = (-of(&["revenue", "undelivered", "tax", "rounding"]), of(&["drawer", "safe", "card"]));
    if (owed, taken) != (sold, sold) {
        wrong.push(format!(
            "{sold} was sold, {owed} is revenue, owed goods and tax, {taken} is in drawers and on cards"
        ));
    }
    none_wrong(wrong, format!("{} documents sum to nothing, {} sales are settled", documents.len(), facts.sold.len()))
}

pub fn overrides_audited(facts: &Facts) -> Result<String, String> {
    let mut wrong = Vec::new();
    let mut count = 0;
    for order in orders(facts) {
        for line in order.lines.iter().filter(|line| line.unit_price != line.list_price) {
            count += 1;
            match line.manual() {
                Some(PriceCause { approved_by: Some(by), reason: Some(reason), .. })
                    if Some(*by) != order.placed_by.staff_id() && !reason.is_empty() => {}
                other => wrong.push(format!("{} line {}: {other:?}", order.number, line.line)),
            }
        }
    }
    if !facts.reviews.is_empty() {
        wrong.push(format!("the server doubts {} honest sales: {}", facts.reviews.len(), facts.reviews[0]));
    }
    if count == 0 {
        wrong.push("no price was overridden, so nothing was shown".into());
    }
    none_wrong(wrong, format!("{count} prices allowed by a manager, with the reason; no sale under review"))
}
