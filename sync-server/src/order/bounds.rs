//! How much one sale may say. Beyond it no counter is at work, and what follows from a sale
//! (its lines, its reasons for review, what every till is told) would grow without end.

use shared_model::bounds::*;
use shared_model::money::DocumentKind;
use shared_model::order::{Fulfilment, Order, OrderLine};
use shared_model::refusal::AsideReason;
use shared_model::stock::Promise;
use shared_model::unit::*;

/// Whether it can be booked as it stands.
pub fn sensible(order: &Order, payments: usize) -> Result<(), AsideReason> {
    // What a newer till sells otherwise (quotes, returns, orders to be paid later) moves goods and
    // money in ways that this version does not know.
    if order.kind != DocumentKind::Sale {
        return Err(AsideReason::UnknownKind { kind: format!("order_placed {}", order.kind) });
    }
    // So does where its goods go, or what it promises of them.
    if let Some(name) = order.lines.iter().find_map(newer) {
        return Err(AsideReason::UnknownKind { kind: format!("order_placed {name}") });
    }
    let too_much = |what: &str, max: usize| Err(AsideReason::TooMuch { what: what.to_owned(), max: max as u64 });
    if order.lines.len() > ORDER_LINES_MAX {
        return too_much("lines", ORDER_LINES_MAX);
    }
    if payments > PAYMENTS_MAX {
        return too_much("payments", PAYMENTS_MAX);
    }
    let rates = order.lines.iter().map(|line| &line.taxes).chain(order.taxes.iter().map(|row| &row.components));
    if order.taxes.len() > RATES_MAX || rates.clone().any(|rates| rates.len() > RATES_MAX) {
        return too_much("taxes", RATES_MAX);
    }
    if !rates.flatten().all(|rate| rate.name.len() <= NAME_BYTES_MAX) {
        return too_much("name_bytes", NAME_BYTES_MAX);
    }
    let codes = order.lines.iter().flat_map(|line| [&line.sku, &line.tax_class]);
    let codes = codes.chain(order.taxes.iter().map(|row| &row.class));
    if codes.chain([&order.number.code, &order.number.series]).any(|code| !code_fits(code)) {
        return too_much("code_bytes", CODE_BYTES_MAX);
    }
    let reasons = order.lines.iter().flat_map(|line| &line.causes).filter_map(|cause| cause.reason.as_ref());
    if !reasons.into_iter().all(|reason| line_fits(reason)) {
        return too_much("text_bytes", LINE_BYTES_MAX);
    }
    if !order.lines.iter().all(|line| field_fits(&line.name)) {
        return too_much("text_bytes", FIELD_BYTES_MAX);
    }
    if amounts(order).all(amount_fits) && quantities(order).all(quantity_fits) {
        return Ok(());
    }
    Err(AsideReason::AmountsTooLarge {})
}

fn newer(line: &OrderLine) -> Option<&str> {
    match (&line.fulfilment, &line.promise) {
        (Fulfilment::Newer(newer), _) => Some(newer.name()),
        (_, Promise::Other(name)) => Some(name),
        _ => None,
    }
}

fn amounts(order: &Order) -> impl Iterator<Item = Amount> {
    let totals = &order.totals;
    let lines = order.lines.iter().flat_map(|line| {
        [line.unit_price, line.list_price, line.discount, line.net, line.tax, line.gross]
            .into_iter()
            .chain(line.taxes.iter().map(|tax| tax.amount))
    });
    let taxes = order.taxes.iter().flat_map(|row| [row.net, row.tax, row.gross]);
    [totals.net, totals.tax, totals.gross, totals.discount, order.cash_rounding].into_iter().chain(lines).chain(taxes)
}

fn quantities(order: &Order) -> impl Iterator<Item = Quantity> {
    order.lines.iter().flat_map(|line| [Some(line.quantity), line.believed_free, line.measured]).flatten()
}
