//! What the books must show.

use super::Facts;
use super::chain::orders;
use super::none_wrong;
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

pub fn overrides_audited(facts: &Facts) -> Result<String, String> {
    let mut wrong = Vec::new();
    let mut count = 0;
    for order in orders(facts) {
        for line in order.lines.iter().filter(|line| line.unit_price != line.list_price) {
            count += 1;
            match &line.price_override {
                Some(by) if by.approved_by != order.staff && !by.reason.is_empty() => {}
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
