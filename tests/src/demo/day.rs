//! One day of the shop's own invoices.

use flate2::read::GzDecoder;
use serde::Deserialize;
use shared_model::unit::{Amount, Money};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CsvRow {
    invoice_no: String,
    stock_code: String,
    description: String,
    quantity: i64,
    invoice_date: String,
    unit_price: String,
    #[serde(rename = "CustomerID")]
    customer: String,
}

#[derive(Debug, Clone)]
pub struct Invoice {
    pub number: String,
    /// `08:26`, as exported.
    pub time: String,
    pub customer: Option<String>,
    pub lines: Vec<InvoiceLine>,
}

/// What an invoice sold of one product at one price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceLine {
    pub sku: String,
    pub pieces: i64,
    pub price: Amount,
}

#[derive(Debug, Default)]
pub struct Day {
    pub date: String,
    pub invoices: Vec<Invoice>,
    /// Invoices that take another one back.
    pub cancellations: usize,
    /// Rows that are no sale: write-offs without price or name, corrections below nothing.
    pub left_out: usize,
}

impl Invoice {
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.price.0 * line.pieces).sum()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: usize = self.invoices.iter().map(|invoice| invoice.lines.len()).sum();
        let (invoices, cancellations, rows) = (self.invoices.len(), self.cancellations, self.left_out);
        write!(
            f,
            "{}: {invoices} invoices with {lines} lines ({cancellations} cancellations and {rows} rows that are no \
             sale are left out)",
            self.date
        )
    }
}

pub fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)
}

impl Day {
    pub fn read(date: &str) -> Result<Day, String> {
        let path = data("online-retail.csv.gz");
        let file = std::fs::File::open(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut reader = csv::Reader::from_reader(GzDecoder::new(file));
        let mut day = Day { date: date.into(), ..Day::default() };
        let mut invoices: BTreeMap<String, Invoice> = BTreeMap::new();
        let mut cancelled = std::collections::BTreeSet::new();
        for row in reader.deserialize() {
            let row: CsvRow = row.map_err(|error| error.to_string())?;
            if !row.invoice_date.starts_with(date) {
                continue;
            }
            if row.invoice_no.starts_with('C') {
                cancelled.insert(row.invoice_no);
                continue;
            }
            match row.line() {
                Some(line) => invoices.entry(row.invoice_no.clone()).or_insert_with(|| row.invoice()).add(line),
                None => day.left_out += 1,
            }
        }
        day.cancellations = cancelled.len();
        day.invoices = invoices.into_values().collect();
        day.invoices.sort_by(|a, b| (&a.time, &a.number).cmp(&(&b.time, &b.number)));
        Ok(day)
    }

    /// Pieces asked for, by SKU, and by whom.
    pub fn demand(&self) -> BTreeMap<&str, BTreeMap<usize, i64>> {
        let mut demand: BTreeMap<&str, BTreeMap<usize, i64>> = BTreeMap::new();
        for (index, invoice) in self.invoices.iter().enumerate() {
            for line in &invoice.lines {
                *demand.entry(&line.sku).or_default().entry(index).or_default() += line.pieces;
            }
        }
        demand
    }

    /// Leaves out the lines of codes that are not products.
    pub fn keep_products(&mut self, is_product: impl Fn(&str) -> bool) {
        for invoice in &mut self.invoices {
            let before = invoice.lines.len();
            invoice.lines.retain(|line| is_product(&line.sku));
            self.left_out += before - invoice.lines.len();
        }
        self.invoices.retain(|invoice| !invoice.lines.is_empty());
    }
}

impl CsvRow {
    /// What was sold, unless this row is no sale.
    fn line(&self) -> Option<InvoiceLine> {
        let pound = "GBP".parse().ok()?;
        let price = Money::from_decimal(&self.unit_price, pound)?.amount;
        let sale = self.quantity > 0 && price.0 > 0 && !self.description.trim().is_empty();
        sale.then(|| InvoiceLine { sku: self.stock_code.to_uppercase(), pieces: self.quantity, price })
    }

    fn invoice(&self) -> Invoice {
        let customer = Some(self.customer.clone()).filter(|number| !number.is_empty());
        let time = self.invoice_date.rsplit('T').next().unwrap_or_default().to_owned();
        Invoice { number: self.invoice_no.clone(), time, customer, lines: Vec::new() }
    }
}

impl Invoice {
    fn add(&mut self, line: InvoiceLine) {
        match self.lines.iter_mut().find(|have| have.sku == line.sku && have.price == line.price) {
            Some(have) => have.pieces += line.pieces,
            None => self.lines.push(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_reads_as_the_shop_exported_it() {
        let day = Day::read(crate::demo::DAY).unwrap();
        assert_eq!(day.cancellations, 12);
        assert!((70..=100).contains(&day.invoices.len()), "{day}");
        assert!(day.invoices.iter().all(|invoice| invoice.total() > 0));
        assert!(day.invoices.is_sorted_by_key(|invoice| &invoice.time));
    }
}
