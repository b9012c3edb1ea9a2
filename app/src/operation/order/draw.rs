//! The cart as a screen draws it: priced, settled, and with what can be promised.

use crate::operation::stock::Stock;
use crate::till::{Look, Reckoned, Shop};
use shared_model::command::{CartLineView, CartView, CustomerView, PromiseView, TenderView};
use shared_model::order::cart::CartTender;
use shared_model::order::pricing::PricedLine;
use shared_model::order::{Cart, CartLine};
use shared_model::party::Customer;
use shared_model::refusal::Refusal;
use shared_model::unit::*;
use shared_model::words::Worded;

/// Notes and coins people hand over, in hundredths of the currency's usual note step.
const NOTES: [i64; 5] = [5, 10, 20, 50, 100];
const QUICK_CASH_MAX: usize = 5;

pub(in crate::operation) fn draw(
    look: Look<'_>,
    shop: &Shop,
    cart: &Cart,
    touched: Option<u32>,
) -> Result<CartView, Refusal> {
    let Reckoned { priced, settlement } = shop.reckon(cart)?;
    let promises = Stock::of(look, shop).promises(cart)?;
    let lines = cart.lines.iter().zip(&priced.lines).zip(promises);
    let customer = cart.customer.map(|customer| look.reader.customer(customer)).transpose()?.flatten();
    let frozen = cart.is_frozen();
    Ok(CartView {
        order: cart.order,
        currency: shop.business.currency,
        customer: customer.map(customer_view),
        lines: lines.map(|((line, priced), promise)| line_view(line, priced, promise)).collect(),
        discount: priced.totals.discount,
        net: priced.totals.net,
        tax: priced.totals.tax,
        gross: priced.totals.gross,
        taxes: priced.taxes,
        prices_include_tax: shop.business.tax_method.prices_include_tax,
        tenders: cart.tenders.iter().map(tender_view).collect(),
        paid: settlement.paid,
        due: settlement.due,
        due_cash: settlement.due_cash,
        change: settlement.change,
        frozen,
        can_undo: !frozen && look.reader.cart_can_undo(cart.order)?,
        quick_cash: quick_cash(settlement.due_cash, shop.business.currency),
        touched,
    })
}

fn line_view(line: &CartLine, priced: &PricedLine, promise: PromiseView) -> CartLineView {
    CartLineView {
        line: line.line,
        product: line.product.id,
        sku: line.product.sku.clone(),
        name: line.product.name.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price(),
        list_price: line.list_price,
        overridden: line.price_override.is_some(),
        gross: priced.taxed.gross,
        tax_letter: priced.tax_letter,
        fulfilment: line.fulfilment.clone(),
        promise,
    }
}

fn tender_view(tender: &CartTender) -> TenderView {
    TenderView { id: tender.id, kind: tender.kind, tendered: tender.tendered, state: tender.state.clone() }
}

pub(in crate::operation) fn customer_view(customer: Customer) -> CustomerView {
    CustomerView {
        id: customer.id,
        label: Worded::from(&customer),
        number: customer.number,
        email: customer.email,
        phone: customer.phone,
        addresses: customer.addresses,
    }
}

/// The exact amount, then the next round ones a customer is likely to hand over.
fn quick_cash(due: Amount, currency: Currency) -> Vec<Amount> {
    if due <= Amount::ZERO {
        return Vec::new();
    }
    // Where the minor unit is the coin itself (yen), notes start a hundred times higher.
    let unit = if currency.exponent() == 0 { 100 } else { 10i64.saturating_pow(currency.exponent()) };
    let mut amounts = vec![due];
    for note in NOTES {
        let step = note.saturating_mul(unit);
        let rounded =
            due.0.div_euclid(step).saturating_add(i64::from(due.0.rem_euclid(step) != 0)).saturating_mul(step);
        if !amounts.contains(&Amount(rounded)) {
            amounts.push(Amount(rounded));
        }
    }
    amounts.sort_unstable();
    amounts.truncate(QUICK_CASH_MAX);
    amounts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_amounts_are_what_people_hand_over() {
        let cases: [(i64, &str, &[i64]); 4] = [
            (1235, "GBP", &[1235, 1500, 2000, 5000, 10_000]),
            (500, "GBP", &[500, 1000, 2000, 5000, 10_000]),
            (0, "GBP", &[]),
            (1234, "JPY", &[1234, 1500, 2000, 5000, 10_000]),
        ];
        for (due, currency, expected) in cases {
            let amounts = quick_cash(Amount(due), currency.parse().unwrap());
            assert_eq!(amounts, expected.iter().map(|amount| Amount(*amount)).collect::<Vec<_>>(), "{due} {currency}");
        }
    }
}
