//! The server's own reckoning of an order that arrived. It rejects nothing: the total
//! stands as printed, and what differs is said to a person.

use super::line::OrderLine;
use super::odd::ReviewReason;
use super::placed::Order;
use super::placing::classes_on;
use super::pricing::{Priced, PricingError, PricingLine, cash_rounding, price};
use crate::payment::{Payment, PaymentMethod};
use crate::setting::BusinessSettings;
use crate::unit::*;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// What the server would have asked, at its own prices.
    pub reckoned: Amount,
    /// Empty when everything agrees.
    pub reasons: Vec<ReviewReason>,
}

/// Compares an order and what paid it with `settings` and the prices the server knows.
pub fn review(
    order: &Order,
    payments: &[Payment],
    settings: &BusinessSettings,
    catalogue_price: impl Fn(ProductId) -> Option<Amount>,
) -> Review {
    let mut reasons = Vec::new();
    check_settings(order, settings, &mut reasons);
    check_amounts(order, settings, &mut reasons);
    check_sums(order, &mut reasons);
    check_settlement(order, payments, settings, &mut reasons);
    for line in &order.lines {
        check_price(order, line, catalogue_price(line.product), &mut reasons);
    }
    let reckoned = reprice(order, settings, |line| match line.manual() {
        Some(_) => line.unit_price,
        None => catalogue_price(line.product).unwrap_or(line.list_price),
    });
    // Where the server can't price it at all, the reasons above say so.
    let reckoned = reckoned.map_or(order.totals.gross, |priced| priced.totals.gross);
    if reasons.is_empty() && reckoned != order.totals.gross {
        let (stated, reckoned) = (money(order, order.totals.gross), money(order, reckoned));
        reasons.push(ReviewReason::Total { stated, reckoned });
    }
    Review { reckoned, reasons }
}

fn money(order: &Order, amount: Amount) -> Money {
    Money::new(amount, order.currency)
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
    price(&lines, Amount::ZERO, &classes_on(settings, order.business_date), order.tax_method)
}

fn check_settings(order: &Order, settings: &BusinessSettings, reasons: &mut Vec<ReviewReason>) {
    if order.currency != settings.currency {
        let (sold, business) = (order.currency.code().to_owned(), settings.currency.code().to_owned());
        reasons.push(ReviewReason::OtherCurrency { sold, business });
    }
    if order.tax_method != settings.tax_method {
        reasons.push(ReviewReason::OtherTaxMethod {});
    }
    if order.lines.is_empty() {
        reasons.push(ReviewReason::NoLines {});
    }
}

/// Runs the till's own arithmetic again on the till's own prices.
fn check_amounts(order: &Order, settings: &BusinessSettings, reasons: &mut Vec<ReviewReason>) {
    let priced = match reprice(order, settings, |line| line.unit_price) {
        Ok(priced) => priced,
        Err(error) => return reasons.push(ReviewReason::NotPriceable { finding: error.code().to_owned() }),
    };
    for (line, priced) in order.lines.iter().zip(&priced.lines) {
        let taxed = &priced.taxed;
        let stated = (line.net, line.tax, line.gross, &line.taxes, line.tax_letter);
        if stated != (taxed.net, taxed.tax, taxed.gross, &taxed.components, priced.tax_letter) {
            let (number, sku) = (line.line, line.sku.clone());
            reasons.push(if line.gross == taxed.gross {
                ReviewReason::LineTax { line: number, sku }
            } else {
                let (stated, reckoned) = (money(order, line.gross), money(order, taxed.gross));
                ReviewReason::LineTotal { line: number, sku, stated, reckoned }
            });
        }
    }
    if order.totals != priced.totals {
        reasons.push(if order.totals.gross == priced.totals.gross {
            ReviewReason::TotalsDiffer {}
        } else {
            let (stated, reckoned) = (money(order, order.totals.gross), money(order, priced.totals.gross));
            ReviewReason::Total { stated, reckoned }
        });
    }
    if order.taxes != priced.taxes {
        reasons.push(ReviewReason::TaxTable {});
    }
}

fn sum(amounts: impl Iterator<Item = Amount>) -> i128 {
    amounts.map(|amount| i128::from(amount.0)).sum()
}

/// The order against itself, whatever the settings are.
fn check_sums(order: &Order, reasons: &mut Vec<ReviewReason>) {
    let totals = &order.totals;
    let lines = [
        (sum(order.lines.iter().map(|line| line.net)), totals.net),
        (sum(order.lines.iter().map(|line| line.tax)), totals.tax),
        (sum(order.lines.iter().map(|line| line.gross)), totals.gross),
        (sum(order.lines.iter().map(|line| line.discount)), totals.discount),
    ];
    if lines.iter().any(|(sum, total)| *sum != i128::from(total.0)) {
        reasons.push(ReviewReason::LinesDontAddUp {});
    }
    let table = [
        (sum(order.taxes.iter().map(|row| row.net)), totals.net),
        (sum(order.taxes.iter().map(|row| row.tax)), totals.tax),
        (sum(order.taxes.iter().map(|row| row.gross)), totals.gross),
    ];
    if table.iter().any(|(sum, total)| *sum != i128::from(total.0)) {
        reasons.push(ReviewReason::TableDoesntAddUp {});
    }
    if i128::from(totals.net.0) + i128::from(totals.tax.0) != i128::from(totals.gross.0) {
        reasons.push(ReviewReason::NetAndTax {});
    }
}

/// What payments came to for an order; nothing where that is more than any number.
fn sum_towards<'p>(order: &Order, payments: impl Iterator<Item = &'p Payment>) -> Option<i128> {
    let amounts = payments.map(|payment| payment.signed(payment.towards(order.id.0)?));
    let amounts: Vec<Amount> = amounts.collect::<Result<_, _>>().ok()?;
    Some(sum(amounts.into_iter()))
}

fn check_settlement(order: &Order, payments: &[Payment], settings: &BusinessSettings, reasons: &mut Vec<ReviewReason>) {
    let by_cash = |payment: &&Payment| payment.method == PaymentMethod::Cash;
    let payable = i128::from(order.totals.gross.0) + i128::from(order.cash_rounding.0);
    if sum_towards(order, payments.iter()) != Some(payable) {
        reasons.push(ReviewReason::Payments {});
    }
    let fair = |payment: &Payment| match payment.change() {
        Ok(Amount::ZERO) => true,
        Ok(change) => change > Amount::ZERO && payment.method == PaymentMethod::Cash,
        Err(_) => false,
    };
    if !payments.iter().all(fair) {
        reasons.push(ReviewReason::ChangeNotCash {});
    }
    let elsewhere = sum_towards(order, payments.iter().filter(|payment| !by_cash(payment)));
    let remainder = elsewhere.and_then(|elsewhere| i64::try_from(i128::from(order.totals.gross.0) - elsewhere).ok());
    let expected = match remainder.map(Amount) {
        Some(remainder) if payments.iter().any(|payment| by_cash(&payment)) => {
            cash_rounding(remainder, settings.cash_step).ok()
        }
        _ => Some(Amount::ZERO),
    };
    if expected != Some(order.cash_rounding) {
        reasons.push(ReviewReason::CashRounding {});
    }
}

fn check_price(order: &Order, line: &OrderLine, known: Option<Amount>, reasons: &mut Vec<ReviewReason>) {
    let (number, sku) = (line.line, line.sku.clone());
    if line.manual().is_none() && line.unit_price != line.list_price {
        reasons.push(ReviewReason::NotListPrice { line: number, sku: sku.clone() });
    }
    match known {
        None => reasons.push(ReviewReason::PriceUnknown { line: number, sku }),
        Some(price) if price != line.list_price => {
            let (stated, reckoned) = (money(order, line.list_price), money(order, price));
            reasons.push(ReviewReason::ListPrice { line: number, sku, stated, reckoned });
        }
        Some(_) => {}
    }
}
