//! The server's own reckoning of an order that arrived. It rejects nothing: the total
//! stands as printed, and what differs is put into words for a person.

use super::placed::{Order, OrderLine};
use super::pricing::{Priced, PricingError, PricingLine, cash_rounding, price};
use super::tender::TenderKind;
use crate::settings::BusinessSettings;
use crate::unit::*;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// What the server would have asked, at its own prices.
    pub reckoned: Amount,
    /// Empty when everything agrees.
    pub reasons: Vec<String>,
}

/// Compares an order with `settings` and the prices the server knows.
pub fn review(
    order: &Order,
    settings: &BusinessSettings,
    catalogue_price: impl Fn(ProductId) -> Option<Amount>,
) -> Review {
    let mut reasons = Vec::new();
    check_settings(order, settings, &mut reasons);
    check_amounts(order, settings, &mut reasons);
    check_sums(order, &mut reasons);
    check_settlement(order, settings, &mut reasons);
    for line in &order.lines {
        check_price(order, line, catalogue_price(line.product), &mut reasons);
    }
    let reckoned = reprice(order, settings, |line| match line.price_override {
        Some(_) => line.unit_price,
        None => catalogue_price(line.product).unwrap_or(line.list_price),
    });
    // Where the server can't price it at all, the reasons above say so.
    let reckoned = reckoned.map_or(order.totals.gross, |priced| priced.totals.gross);
    if reasons.is_empty() && reckoned != order.totals.gross {
        reasons.push(differs(order, "the total", order.totals.gross, reckoned));
    }
    Review { reckoned, reasons }
}

fn reprice(
    order: &Order,
    settings: &BusinessSettings,
    unit_price: impl Fn(&OrderLine) -> Amount,
) -> Result<Priced, PricingError> {
    let line = |line: &OrderLine| PricingLine {
        quantity: line.quantity,
        unit_price: unit_price(line),
        discount: line.discount,
        tax_class: line.tax_class.clone(),
    };
    let lines: Vec<PricingLine> = order.lines.iter().map(line).collect();
    price(&lines, Amount::ZERO, &settings.tax_classes, order.tax_method)
}

fn check_settings(order: &Order, settings: &BusinessSettings, reasons: &mut Vec<String>) {
    if order.currency != settings.currency {
        reasons.push(format!("sold in {}, the business sells in {}", order.currency.code(), settings.currency.code()));
    }
    if order.tax_method != settings.tax_method {
        reasons.push("taxed by another method than the business's".into());
    }
    if order.lines.is_empty() {
        reasons.push("the order has no lines".into());
    }
}

/// Runs the till's own arithmetic again on the till's own prices.
fn check_amounts(order: &Order, settings: &BusinessSettings, reasons: &mut Vec<String>) {
    let priced = match reprice(order, settings, |line| line.unit_price) {
        Ok(priced) => priced,
        Err(error) => return reasons.push(format!("it can't be priced here: {error}")),
    };
    for (line, priced) in order.lines.iter().zip(&priced.lines) {
        let taxed = &priced.taxed;
        let stated = (line.net, line.tax, line.gross, &line.taxes, line.tax_letter);
        if stated != (taxed.net, taxed.tax, taxed.gross, &taxed.components, priced.tax_letter) {
            let what = format!("line {} ({})", line.line, line.sku);
            if line.gross == taxed.gross {
                reasons.push(format!("{what}: the tax is not what its class and price make"));
            } else {
                reasons.push(differs(order, &what, line.gross, taxed.gross));
            }
        }
    }
    if order.totals != priced.totals {
        let reason = if order.totals.gross == priced.totals.gross {
            "the totals of net, tax and discount differ from the lines reckoned here".into()
        } else {
            differs(order, "the total", order.totals.gross, priced.totals.gross)
        };
        reasons.push(reason);
    }
    if order.taxes != priced.taxes {
        reasons.push("the tax table differs from the one reckoned here".into());
    }
}

/// The order against itself, whatever the settings are.
fn check_sums(order: &Order, reasons: &mut Vec<String>) {
    let sum = |amounts: &mut dyn Iterator<Item = Amount>| amounts.map(|amount| i128::from(amount.0)).sum::<i128>();
    let totals = &order.totals;
    let lines = [
        (sum(&mut order.lines.iter().map(|line| line.net)), totals.net),
        (sum(&mut order.lines.iter().map(|line| line.tax)), totals.tax),
        (sum(&mut order.lines.iter().map(|line| line.gross)), totals.gross),
        (sum(&mut order.lines.iter().map(|line| line.discount)), totals.discount),
    ];
    if lines.iter().any(|(sum, total)| *sum != i128::from(total.0)) {
        reasons.push("the lines do not add up to the totals".into());
    }
    let table = [
        (sum(&mut order.taxes.iter().map(|row| row.net)), totals.net),
        (sum(&mut order.taxes.iter().map(|row| row.tax)), totals.tax),
        (sum(&mut order.taxes.iter().map(|row| row.gross)), totals.gross),
    ];
    if table.iter().any(|(sum, total)| *sum != i128::from(total.0)) {
        reasons.push("the tax table does not add up to the totals".into());
    }
    if i128::from(totals.net.0) + i128::from(totals.tax.0) != i128::from(totals.gross.0) {
        reasons.push("net and tax do not add up to the total".into());
    }
}

fn check_settlement(order: &Order, settings: &BusinessSettings, reasons: &mut Vec<String>) {
    let sum = |kind: Option<TenderKind>, amount: fn(&super::Tender) -> Amount| -> i128 {
        let counted = order.tenders.iter().filter(|tender| kind.is_none_or(|kind| tender.kind == kind));
        counted.map(|tender| i128::from(amount(tender).0)).sum()
    };
    let payable = i128::from(order.totals.gross.0) + i128::from(order.cash_rounding.0);
    let change = i128::from(order.change.0);
    let tendered = sum(None, |tender| tender.tendered);
    if tendered - change != payable || sum(None, |tender| tender.amount) != payable {
        reasons.push("the payments less the change are not what was owed".into());
    }
    if change < 0 || change > sum(Some(TenderKind::Cash), |tender| tender.tendered) {
        reasons.push("the change is not from cash".into());
    }
    let card = sum(Some(TenderKind::Card), |tender| tender.amount);
    let by_cash = order.tenders.iter().any(|tender| tender.kind == TenderKind::Cash);
    let remainder = i64::try_from(i128::from(order.totals.gross.0) - card).map(Amount);
    let expected = match remainder {
        Ok(remainder) if by_cash => cash_rounding(remainder, settings.cash_step).ok(),
        _ => Some(Amount::ZERO),
    };
    if expected != Some(order.cash_rounding) {
        reasons.push("the cash rounding is not what the business's smallest coin makes".into());
    }
}

fn check_price(order: &Order, line: &OrderLine, known: Option<Amount>, reasons: &mut Vec<String>) {
    let what = format!("line {} ({})", line.line, line.sku);
    if line.price_override.is_none() && line.unit_price != line.list_price {
        reasons.push(format!("{what}: sold at another price than the till's list without an approval"));
    }
    match known {
        None => reasons.push(format!("{what}: no price is known here")),
        Some(price) if price != line.list_price => {
            reasons.push(differs(order, &format!("{what}: list price"), line.list_price, price));
        }
        Some(_) => {}
    }
}

fn differs(order: &Order, what: &str, stated: Amount, reckoned: Amount) -> String {
    let show = |amount| Money::new(amount, order.currency).to_decimal();
    format!("{what}: {} stated, {} reckoned", show(stated), show(reckoned))
}
