//! How much one sale may say. Beyond it no counter is at work, and what follows from a sale
//! (its lines, its reasons for review, what every till is told) would grow without end.

use shared_model::order::Order;

const LINES_MAX: usize = 1_000;
const TENDERS_MAX: usize = 100;
const TAXES_MAX: usize = 100;
/// Codes: of a product, a tax class, a till.
const CODE_BYTES_MAX: usize = 500;
/// What a person writes or reads: names, reasons, references.
const TEXT_BYTES_MAX: usize = 40_000;

/// Says what there is too much of.
pub fn sensible(order: &Order) -> Result<(), &'static str> {
    if order.lines.len() > LINES_MAX {
        return Err("it has more lines than any sale");
    }
    if order.tenders.len() > TENDERS_MAX {
        return Err("it has more payments than any sale");
    }
    if order.taxes.len() > TAXES_MAX || order.lines.iter().any(|line| line.taxes.len() > TAXES_MAX) {
        return Err("it has more taxes than any sale");
    }
    let codes = order.lines.iter().flat_map(|line| [&line.sku, &line.tax_class]);
    if codes.chain([&order.number.terminal_code]).any(|code| code.len() > CODE_BYTES_MAX) {
        return Err("it holds a code that is longer than any");
    }
    let reasons = order.lines.iter().filter_map(|line| line.price_override.as_ref()).map(|by| &by.reason);
    let references = order.tenders.iter().filter_map(|tender| tender.reference.as_ref());
    let texts = order.lines.iter().map(|line| &line.name).chain(reasons).chain(references);
    if texts.into_iter().any(|text| text.len() > TEXT_BYTES_MAX) {
        return Err("it holds a text that is longer than any");
    }
    Ok(())
}
