//! What stands on a receipt, in order, before anybody asks how wide the paper is.

use super::PrintError;
use super::code;
use super::font::Weight;
use shared_model::command::{ReceiptDocument, ReceiptLine, ReceiptTender, ReceiptView};
use shared_model::order::{Fulfilment, TaxRow, TenderKind};
use shared_model::unit::{Amount, Money, format_money};

/// Sizes in points on the roll; A4 uses the same.
pub const BODY: f32 = 8.5;
pub const SMALL: f32 = 7.0;
pub const TITLE: f32 = 13.0;
pub const TOTAL: f32 = 15.0;

pub enum Row {
    Centre {
        text: String,
        size: f32,
        weight: Weight,
    },
    /// Left text that may wrap, right text that may not.
    Pair {
        left: String,
        right: String,
        size: f32,
        weight: Weight,
    },
    Item(Item),
    /// The tax table: a head and rows of cells, the first left-aligned, the others right.
    Table {
        head: [String; 5],
        rows: Vec<[String; 5]>,
    },
    Rule,
    Gap(f32),
    Qr(Vec<Vec<bool>>),
    Barcode(Vec<bool>),
}

/// A sold line; the roll sets it on two lines, A4 as a row of columns.
pub struct Item {
    pub quantity: String,
    pub name: String,
    pub sku: String,
    pub unit_price: String,
    pub amount: String,
    pub letter: char,
    pub notes: Vec<String>,
}

pub fn document_word(receipt: &ReceiptView) -> &'static str {
    match receipt.document {
        ReceiptDocument::Receipt => "Receipt",
    }
}

pub fn rows(receipt: &ReceiptView, copy: u32) -> Result<Vec<Row>, PrintError> {
    let mut rows = Vec::new();
    head(&mut rows, receipt, copy);
    rows.push(Row::Rule);
    rows.extend(receipt.lines.iter().map(|line| Row::Item(item(receipt, line))));
    rows.push(Row::Rule);
    totals(&mut rows, receipt);
    rows.push(Row::Gap(6.0));
    rows.push(tax_table(receipt));
    rows.push(Row::Rule);
    foot(&mut rows, receipt)?;
    Ok(rows)
}

fn centre(text: impl Into<String>, size: f32, weight: Weight) -> Row {
    Row::Centre { text: text.into(), size, weight }
}

fn pair(left: impl Into<String>, right: impl Into<String>, size: f32, weight: Weight) -> Row {
    Row::Pair { left: left.into(), right: right.into(), size, weight }
}

fn head(rows: &mut Vec<Row>, receipt: &ReceiptView, copy: u32) {
    rows.push(centre(&receipt.business, TITLE, Weight::Bold));
    rows.push(centre(&receipt.store, BODY, Weight::Regular));
    rows.extend(receipt.address.iter().map(|line| centre(line, BODY, Weight::Regular)));
    if !receipt.tax_id.is_empty() {
        rows.push(centre(format!("VAT no. {}", receipt.tax_id), BODY, Weight::Regular));
    }
    rows.push(Row::Gap(6.0));
    rows.push(centre(document_word(receipt).to_uppercase(), TITLE, Weight::Bold));
    if copy > 0 {
        rows.push(centre(format!("COPY {copy}"), TITLE, Weight::Bold));
    }
    rows.push(Row::Gap(4.0));
    rows.push(pair("Number", &receipt.number, BODY, Weight::Bold));
    rows.push(pair("Date", date(receipt), BODY, Weight::Regular));
    rows.push(pair("Till", &receipt.terminal, BODY, Weight::Regular));
    rows.push(pair("Served by", &receipt.cashier, BODY, Weight::Regular));
    if let Some(customer) = &receipt.customer {
        rows.push(pair("Customer", customer, BODY, Weight::Regular));
    }
}

/// `2026-03-01 10:42:07 +01:00`; the business date too where it is another day.
fn date(receipt: &ReceiptView) -> String {
    let iso = receipt.placed_at.to_iso();
    let (day, rest) = iso.split_at(10);
    let (time, offset) = rest[1..].split_at(8);
    let business = receipt.business_date.to_string();
    let note = if business == day { String::new() } else { format!(" (business date {business})") };
    format!("{day} {time} {offset}{note}")
}

fn money(receipt: &ReceiptView, amount: Amount) -> String {
    Money::new(amount, receipt.currency).to_decimal()
}

fn item(receipt: &ReceiptView, line: &ReceiptLine) -> Item {
    let mut notes = Vec::new();
    if !line.discount.is_zero() {
        notes.push(format!("Discount \u{2212}{}", money(receipt, line.discount)));
    }
    match line.fulfilment {
        Fulfilment::CarryOut => {}
        Fulfilment::Pickup => notes.push("To be picked up at the store".into()),
        Fulfilment::Delivery { .. } => notes.push("To be delivered".into()),
    }
    if line.to_be_confirmed.is_positive() {
        notes.push(format!("{} subject to stock: we confirm as soon as we know", line.to_be_confirmed));
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

fn totals(rows: &mut Vec<Row>, receipt: &ReceiptView) {
    if !receipt.discount.is_zero() {
        rows.push(pair("You save", money(receipt, receipt.discount), BODY, Weight::Regular));
    }
    if !receipt.prices_include_tax {
        rows.push(pair("Net", money(receipt, receipt.net), BODY, Weight::Regular));
        rows.push(pair("Tax", money(receipt, receipt.tax), BODY, Weight::Regular));
    }
    rows.push(pair("Total", format_money(receipt.gross, receipt.currency), TOTAL, Weight::Bold));
    if !receipt.cash_rounding.is_zero() {
        rows.push(pair("Cash rounding", money(receipt, receipt.cash_rounding), BODY, Weight::Regular));
    }
    rows.extend(receipt.tenders.iter().map(|tender| tender_row(receipt, tender)));
    if !receipt.change.is_zero() {
        rows.push(pair("Change", money(receipt, receipt.change), BODY, Weight::Bold));
    }
}

fn tender_row(receipt: &ReceiptView, tender: &ReceiptTender) -> Row {
    let word = match tender.kind {
        TenderKind::Cash => "Cash",
        TenderKind::Card => "Card",
    };
    let left = match &tender.reference {
        Some(reference) if !reference.is_empty() => format!("{word} (ref. {reference})"),
        _ => word.to_owned(),
    };
    pair(left, money(receipt, tender.tendered), BODY, Weight::Regular)
}

/// One row per class; a class of several components names each in its label.
fn tax_table(receipt: &ReceiptView) -> Row {
    let label = |row: &TaxRow| {
        let parts: Vec<String> = row.components.iter().map(|part| format!("{} {} %", part.name, part.rate)).collect();
        if parts.is_empty() { "no tax".to_owned() } else { parts.join(" + ") }
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
        rows.push(cells(String::new(), "Sum".into(), receipt.net, receipt.tax, receipt.gross));
    }
    Row::Table { head: ["", "Tax", "Net", "Tax", "Gross"].map(str::to_owned), rows }
}

fn foot(rows: &mut Vec<Row>, receipt: &ReceiptView) -> Result<(), PrintError> {
    rows.extend(receipt.footer.iter().map(|line| centre(line, BODY, Weight::Regular)));
    rows.push(Row::Gap(6.0));
    rows.push(Row::Barcode(code::code128(&receipt.number)?));
    rows.push(centre(&receipt.number, SMALL, Weight::Regular));
    rows.push(Row::Gap(6.0));
    rows.push(Row::Qr(code::qr(&receipt.order.to_string())?));
    rows.push(centre(receipt.order.to_string(), SMALL, Weight::Regular));
    Ok(())
}
