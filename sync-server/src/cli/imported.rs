//! What an import did, or would do, as it is answered.

use super::printout::{Printout, table};
use super::sheet_args::AsRead;
use crate::import::refused::count_by_reason;
use crate::import::run::Imported;
use crate::import::{AddressInput, CatalogueRead, CustomerInput, CustomersRead, ProductInput};
use serde_json::{Value, json};
use shared_model::catalogue::barcode;
use shared_model::unit::{Amount, Currency, Money};

/// Rows that a dry run shows.
const FIRST_ROWS: usize = 5;
const FIRST_COLUMNS: [&str; 7] = ["row", "sku", "name", "price", "tax_class", "barcodes", "category"];

/// `shown` is the currency where the first rows are to be shown.
pub fn catalogue(read: &CatalogueRead, done: &Imported, as_read: AsRead, shown: Option<Currency>) -> Printout {
    let dry_run = shown.is_some();
    let mut text = format!(
        "{}\n{} rows, {} codes: {} products\n{}",
        as_read.words,
        read.rows,
        read.codes_as_exported,
        read.products.len(),
        counted(done, dry_run)
    );
    text.push_str(&format!("\n{} prices {}", done.prices_set, if dry_run { "would be set" } else { "set" }));
    if !read.zeros_back.is_empty() {
        text.push_str(&format!("\n{} barcodes got back the zero in front:", read.zeros_back.len()));
    }
    for back in read.zeros_back.iter().take(FIRST_ROWS) {
        text.push_str(&format!("\n  row {}: {} is {}", back.row, back.was, back.barcode));
    }
    for left_out in &read.left_out {
        text.push_str(&format!("\nleft out {} ({} rows): {}", left_out.code, left_out.rows, left_out.reason));
    }
    if !read.codes_lost.is_empty() {
        text.push_str(&format!("\n{} codes have no row that could be used", read.codes_lost.len()));
    }
    for kept in &done.kept {
        text.push_str(&format!("\nleft as it is: {kept}"));
    }
    let first = if dry_run { first_products(&read.products) } else { Vec::new() };
    let shown = shown.map(|currency| first.iter().map(|row| as_words(row, currency)).collect::<Vec<_>>());
    text.push_str(&first_rows(&shown.unwrap_or_default(), &FIRST_COLUMNS));
    let json = json!({
        "file": as_read.json,
        "rows": read.rows,
        "codes_as_exported": read.codes_as_exported,
        "codes_with_several_prices": read.codes_with_several_prices,
        "products": read.products.len(),
        "services": read.products.iter().filter(|product| !product.stocked).count(),
        "refused": read.refused.len(),
        "refused_by_reason": count_by_reason(&read.refused),
        "left_out": read.left_out,
        "codes_lost": read.codes_lost,
        "zeros_back": read.zeros_back,
        "first": first,
        "dry_run": dry_run,
        "created": done.created,
        "edited": done.edited,
        "prices_set": done.prices_set,
        "unchanged": done.unchanged,
        "kept": done.kept,
    });
    Printout::new(text, json)
}

/// Those of the first rows, as they would be stored.
fn first_products(products: &[ProductInput]) -> Vec<Value> {
    let mut first: Vec<&ProductInput> = products.iter().collect();
    first.sort_unstable_by_key(|product| product.row);
    let first = first.into_iter().take(FIRST_ROWS).map(|product| {
        json!({
            "row": product.row,
            "sku": product.sku,
            "name": product.name,
            "price": product.price,
            "tax_class": product.tax_class,
            "barcodes": product.barcodes.iter().map(|code| barcode::fold(code)).collect::<Vec<_>>(),
            "category": product.category,
            "description": product.description,
            "stocked": product.stocked,
        })
    });
    first.collect()
}

fn as_words(row: &Value, currency: Currency) -> Value {
    let mut row = row.clone();
    let price = Amount(row["price"].as_i64().unwrap_or_default());
    row["price"] = json!(Money::new(price, currency).to_decimal());
    let barcodes = row["barcodes"].as_array().into_iter().flatten().filter_map(Value::as_str);
    row["barcodes"] = json!(barcodes.collect::<Vec<_>>().join(" "));
    row
}

fn first_rows(rows: &[Value], columns: &[&str]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    format!("\nthe first rows as they would be stored:\n{}", table(rows, columns))
}

fn counted(done: &Imported, dry_run: bool) -> String {
    let tense = if dry_run { "would be " } else { "" };
    format!("{} {tense}created, {} {tense}changed, {} as they were", done.created, done.edited, done.unchanged)
}

pub fn customers(read: &CustomersRead, done: &Imported, as_read: AsRead, dry_run: bool) -> Printout {
    let (words, count) = (as_read.words, read.customers.len());
    let mut text = format!("{words}\n{} rows: {count} customers\n{}", read.rows, counted(done, dry_run));
    for kept in &done.kept {
        text.push_str(&format!("\nleft as it is: {kept}"));
    }
    let first = if dry_run { first_customers(&read.customers) } else { Vec::new() };
    text.push_str(&first_rows(&first, &["number", "name", "email", "phone", "address"]));
    let json = json!({
        "file": as_read.json,
        "rows": read.rows,
        "customers": count,
        "refused": read.refused.len(),
        "refused_by_reason": count_by_reason(&read.refused),
        "dry_run": dry_run,
        "first": first,
        "created": done.created,
        "edited": done.edited,
        "unchanged": done.unchanged,
        "kept": done.kept,
    });
    Printout::new(text, json)
}

fn first_customers(customers: &[CustomerInput]) -> Vec<Value> {
    let first = customers.iter().take(FIRST_ROWS).map(|customer| {
        let AddressInput { lines, city, postcode, country } = &customer.address;
        let address = lines.iter().chain([postcode, city, country]).filter(|one| !one.is_empty());
        json!({
            "number": customer.number,
            "name": customer.name,
            "email": customer.email,
            "phone": customer.phone,
            "address": address.map(String::as_str).collect::<Vec<_>>().join(", "),
        })
    });
    first.collect()
}
