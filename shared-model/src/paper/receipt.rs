//! A receipt: who sold what to whom, at which price, with which tax, and how it was paid.

use super::{Gap, Issued, IssuedLine, IssuedTender, Item, PaperKind, PaperRow, Size, Weight};
use crate::order::Fulfilment;
use crate::tax::TaxRow;
use crate::unit::{Amount, Money, format_money};
use crate::words::paper as words;

/// `copy` is 0 for the original and n for the nth copy.
pub fn receipt(receipt: &Issued, copy: u32) -> Vec<PaperRow> {
    let mut rows = Vec::new();
    head(&mut rows, receipt, copy);
    rows.push(PaperRow::Rule);
    rows.extend(receipt.lines.iter().map(|line| PaperRow::Item(item(receipt, line))));
    rows.push(PaperRow::Rule);
    totals(&mut rows, receipt);
    rows.push(PaperRow::Gap(Gap::Wide));
    rows.push(tax_table(receipt));
    rows.push(PaperRow::Rule);
    foot(&mut rows, receipt);
    rows
}

/// What the document is called, for example by the program that shows it.
pub fn receipt_title(receipt: &Issued) -> String {
    format!("{} {}", title(&receipt.kind), receipt.number)
}

fn centre(text: impl Into<String>, size: Size, weight: Weight) -> PaperRow {
    PaperRow::Centre { text: text.into(), size, weight }
}

fn pair(left: impl Into<String>, right: impl Into<String>, size: Size, weight: Weight) -> PaperRow {
    PaperRow::Pair { left: left.into(), right: right.into(), size, weight }
}

fn head(rows: &mut Vec<PaperRow>, receipt: &Issued, copy: u32) {
    rows.push(centre(&receipt.business, Size::Title, Weight::Bold));
    rows.push(centre(&receipt.store, Size::Body, Weight::Regular));
    rows.extend(receipt.address.iter().map(|line| centre(line, Size::Body, Weight::Regular)));
    if !receipt.tax_id.is_empty() {
        rows.push(centre(words::tax_id(&receipt.tax_id), Size::Body, Weight::Regular));
    }
    rows.push(PaperRow::Gap(Gap::Wide));
    rows.push(centre(title(&receipt.kind).to_uppercase(), Size::Title, Weight::Bold));
    if copy > 0 {
        rows.push(centre(words::copy(copy), Size::Title, Weight::Bold));
    }
    rows.push(PaperRow::Gap(Gap::Narrow));
    rows.push(pair(words::NUMBER, &receipt.number, Size::Body, Weight::Bold));
    rows.push(pair(words::DATE, date(receipt), Size::Body, Weight::Regular));
    rows.push(pair(words::TILL, &receipt.terminal, Size::Body, Weight::Regular));
    rows.push(pair(words::SERVED_BY, &receipt.cashier, Size::Body, Weight::Regular));
    if let Some(customer) = &receipt.customer {
        rows.push(pair(words::CUSTOMER, customer.to_string(), Size::Body, Weight::Regular));
    }
}

/// `2026-03-01 10:42:07 +01:00`; the business date too where it is another day.
fn date(receipt: &Issued) -> String {
    let iso = receipt.placed_at.to_iso();
    let (day, rest) = iso.split_at(10);
    let (time, offset) = rest[1..].split_at(8);
    let business = receipt.business_date.to_string();
    let note = if business == day { String::new() } else { words::business_date(&business) };
    format!("{day} {time} {offset}{note}")
}

fn money(receipt: &Issued, amount: Amount) -> String {
    Money::new(amount, receipt.currency).to_decimal()
}

fn item(receipt: &Issued, line: &IssuedLine) -> Item {
    let mut notes = Vec::new();
    if !line.discount.is_zero() {
        notes.push(words::discount(&money(receipt, line.discount)));
    }
    match &line.fulfilment {
        Fulfilment::CarryOut => {}
        Fulfilment::Pickup => notes.push(words::PICKUP.into()),
        Fulfilment::Delivery { .. } => notes.push(words::DELIVERY.into()),
        Fulfilment::Newer(newer) => notes.push(newer.name().to_owned()),
    }
    if line.to_be_confirmed.is_positive() {
        notes.push(words::to_be_confirmed(line.to_be_confirmed));
    }
    Item {
        quantity: line.quantity.to_string(),
        name: line.name.clone(),
        sku: line.sku.clone(),
        unit_price: money(receipt, line.unit_price),
        amount: money(receipt, line.amount),
        letter: line.tax_letter,
        notes,
    }
}

fn totals(rows: &mut Vec<PaperRow>, receipt: &Issued) {
    let mut body = |word: &str, amount, weight| rows.push(pair(word, money(receipt, amount), Size::Body, weight));
    if !receipt.discount.is_zero() {
        body(words::SAVED, receipt.discount, Weight::Regular);
    }
    if !receipt.prices_include_tax {
        body(words::NET, receipt.net, Weight::Regular);
        body(words::TAX, receipt.tax, Weight::Regular);
    }
    rows.push(pair(words::TOTAL, format_money(receipt.gross, receipt.currency), Size::Total, Weight::Bold));
    if !receipt.cash_rounding.is_zero() {
        rows.push(pair(words::CASH_ROUNDING, money(receipt, receipt.cash_rounding), Size::Body, Weight::Regular));
    }
    rows.extend(receipt.tenders.iter().map(|tender| tender_row(receipt, tender)));
    if !receipt.change.is_zero() {
        rows.push(pair(words::CHANGE, money(receipt, receipt.change), Size::Body, Weight::Bold));
    }
}

fn tender_row(receipt: &Issued, tender: &IssuedTender) -> PaperRow {
    let left = words::tender(&tender.method, tender.reference.as_deref().filter(|reference| !reference.is_empty()));
    pair(left, money(receipt, tender.tendered), Size::Body, Weight::Regular)
}

/// One row per class; a class of several components names each in its label.
fn tax_table(receipt: &Issued) -> PaperRow {
    let label = |row: &TaxRow| {
        let parts: Vec<String> = row.components.iter().map(|part| format!("{} {} %", part.name, part.rate)).collect();
        if parts.is_empty() { words::NO_TAX.to_owned() } else { parts.join(" + ") }
    };
    let cells = |letter: String, label: String, net, tax, gross| {
        [letter, label, money(receipt, net), money(receipt, tax), money(receipt, gross)]
    };
    let mut rows: Vec<[String; 5]> = receipt
        .taxes
        .iter()
        .map(|row| cells(row.letter.to_string(), label(row), row.net, row.tax, row.gross))
        .collect();
    if rows.len() > 1 {
        rows.push(cells(String::new(), words::SUM.into(), receipt.net, receipt.tax, receipt.gross));
    }
    PaperRow::Table { head: ["", words::TAX, words::NET, words::TAX, words::GROSS].map(str::to_owned), rows }
}

fn foot(rows: &mut Vec<PaperRow>, receipt: &Issued) {
    rows.extend(receipt.footer.iter().map(|line| centre(line, Size::Body, Weight::Regular)));
    rows.push(PaperRow::Gap(Gap::Wide));
    rows.push(PaperRow::Barcode(receipt.number.clone()));
    rows.push(centre(&receipt.number, Size::Small, Weight::Regular));
    rows.push(PaperRow::Gap(Gap::Wide));
    rows.push(PaperRow::Qr(receipt.order.to_string()));
    rows.push(centre(receipt.order.to_string(), Size::Small, Weight::Regular));
}

fn title(kind: &PaperKind) -> &str {
    match kind {
        PaperKind::Receipt => words::RECEIPT,
        PaperKind::Other(name) => name,
    }
}
