//! The receipt of a sale of another till, from what the server told of it, where it cannot be asked. Names
//! are today's: as it was printed then it is printed where it was sold, and where the server answers.

use crate::replica::Reader;
use crate::till::Shop;
use shared_model::money::DocumentNumber;
use shared_model::order::placing::classes_on;
use shared_model::paper::{Issued, IssuedLine, IssuedTender, PaperKind};
use shared_model::refusal::Refusal;
use shared_model::tax::{LineTax, TaxRow};
use shared_model::unit::*;
use shared_model::wire::told::order::{LineTold, OrderTold, PaymentTold, RateTold};
use shared_model::words::Worded;

pub(super) fn receipt(reader: Reader<'_>, shop: &Shop, told: &OrderTold) -> Result<Issued, Refusal> {
    let cashier = told.staff.map(|staff| reader.staff(staff)).transpose()?.flatten();
    let customer = told.customer.map(|customer| reader.customer(customer)).transpose()?.flatten();
    let gross = told.gross()?;
    let tax = Amount::sum(told.lines.iter().map(|line| line.tax))?;
    let lines = told.lines.iter().map(|line| line_of(reader, told, line)).collect::<Result<_, Refusal>>()?;
    Ok(Issued {
        kind: PaperKind::Receipt,
        number: DocumentNumber::from(told.number.clone()).to_string(),
        order: told.order,
        business: shop.business.name.clone(),
        store: shop.store.name.clone(),
        address: shop.store.address.clone(),
        tax_id: shop.store.tax_id.clone(),
        terminal: told.number.code.clone(),
        cashier: cashier.map(|staff| staff.name).unwrap_or_default(),
        placed_at: told.placed_at.0,
        business_date: told.business_date,
        customer: customer.as_ref().map(Worded::from),
        currency: told.currency,
        prices_include_tax: told.prices_include_tax,
        lines,
        discount: Amount::sum(told.lines.iter().map(|line| line.discount))?,
        net: gross.minus(tax)?,
        tax,
        gross,
        taxes: told.rates.iter().map(|rate| tax_row(shop, told, rate)).collect(),
        cash_rounding: told.cash_rounding,
        tenders: told.payments.iter().map(tender).collect(),
        change: change(told)?,
        footer: shop.store.receipt_footer.clone(),
    })
}

fn line_of(reader: Reader<'_>, told: &OrderTold, line: &LineTold) -> Result<IssuedLine, Refusal> {
    let product = reader.product(line.product)?;
    let class = product.as_ref().map(|product| product.tax_class.clone()).unwrap_or_default();
    let (sku, name) = product.map(|product| (product.sku, product.name)).unwrap_or_default();
    Ok(IssuedLine {
        line: line.line,
        sku,
        name,
        quantity: line.quantity,
        unit_price: line.unit_price,
        discount: line.discount,
        amount: if told.prices_include_tax { line.gross } else { line.gross.minus(line.tax)? },
        tax_letter: letter(told, &class),
        fulfilment: line.fulfilment.0.clone(),
        to_be_confirmed: if line.to_be_confirmed { line.quantity } else { Quantity::ZERO },
    })
}

fn letter(told: &OrderTold, class: &str) -> char {
    let rate = told.rates.iter().find(|rate| rate.class == class).or(told.rates.first());
    rate.map_or(' ', |rate| rate.letter)
}

/// The components as the class had them that day; one that is gone has none.
fn tax_row(shop: &Shop, told: &OrderTold, rate: &RateTold) -> TaxRow {
    let classes = classes_on(&shop.business, told.business_date);
    let class = classes.into_iter().find(|class| class.code == rate.class);
    let components = class.map(|class| class.components).unwrap_or_default();
    let component = |component: shared_model::tax::TaxComponent| LineTax {
        name: component.name,
        rate: component.rate,
        amount: Amount::ZERO,
    };
    TaxRow {
        class: rate.class.clone(),
        letter: rate.letter,
        components: components.into_iter().map(component).collect(),
        net: rate.net,
        tax: rate.tax,
        gross: rate.gross,
    }
}

pub(super) fn change(told: &OrderTold) -> Result<Amount, Refusal> {
    let paid = |amount: fn(&PaymentTold) -> Amount| Amount::sum(told.payments.iter().map(amount));
    Ok(paid(|payment| payment.tendered)?.minus(paid(|payment| payment.amount)?)?)
}

pub(super) fn tender(payment: &PaymentTold) -> IssuedTender {
    IssuedTender { method: payment.method.clone(), tendered: payment.tendered, reference: payment.reference.clone() }
}
