//! What lies on the sample business's shelves at the start: what it sold in the last weeks of its own
//! export, so that popular things are there, rare ones are few, and some have run out.

use super::business::{ask, sample};
use super::folder::Folder;
use crate::Attempt;
use flate2::read::GzDecoder;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::PathBuf;

/// Sales from this day on count (the export ends on 2011-06-26).
const SINCE: &str = "2011-05-30";

/// No shelf holds more of one thing.
const PIECES_MAX: i64 = 500;

/// Writes the goods as the file that `stock open` takes.
pub fn write(folder: &Folder) -> Attempt<PathBuf> {
    let stocked = stocked(folder)?;
    let path = folder.file("opening-stock.csv");
    let mut file = csv::Writer::from_path(&path)?;
    file.write_record(["sku", "quantity"])?;
    for (sku, pieces) in sold()?.into_iter().filter(|(sku, pieces)| *pieces > 0 && stocked.contains(sku)) {
        file.write_record([sku, pieces.min(PIECES_MAX).to_string()])?;
    }
    file.flush()?;
    Ok(path)
}

/// The SKUs the catalogue took in that lie on a shelf.
fn stocked(folder: &Folder) -> Attempt<BTreeSet<String>> {
    let products = ask(folder, &["show", "products"])?;
    let products = products.as_array().ok_or("the server's products are not a list")?;
    let goods = products.iter().filter(|product| product["stocked"].as_bool() != Some(false));
    Ok(goods.filter_map(|product| product["sku"].as_str().map(str::to_owned)).collect())
}

/// Pieces sold per SKU, cancellations taken off.
fn sold() -> Attempt<BTreeMap<String, i64>> {
    let mut rows = csv::Reader::from_reader(GzDecoder::new(File::open(sample("online-retail.csv.gz"))?));
    let headers = rows.headers()?.clone();
    let column = |name: &str| {
        headers.iter().position(|header| header == name).ok_or(format!("the sample data has no column {name}"))
    };
    let (code, quantity, date) = (column("StockCode")?, column("Quantity")?, column("InvoiceDate")?);
    let mut sold = BTreeMap::new();
    for row in rows.records() {
        let row = row?;
        if row.get(date).is_some_and(|day| day >= SINCE) {
            let pieces: i64 = row.get(quantity).unwrap_or_default().parse()?;
            *sold.entry(row.get(code).unwrap_or_default().trim().to_uppercase()).or_default() += pieces;
        }
    }
    Ok(sold)
}
