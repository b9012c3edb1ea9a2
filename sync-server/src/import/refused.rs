//! Rows that could not be used, and why: for a person first, and as CSV or JSON.

use serde::Serialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRefused {
    /// Line in the file, the header being 1.
    pub row: u64,
    /// Name of the column at fault; empty when it is the whole row.
    pub column: String,
    pub reason: Reason,
}

/// Why a row was refused. `Display` is the sentence a person reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("the row has {cells} cells where the header has {columns}")]
    Width { cells: usize, columns: usize },
    #[error("there is no code")]
    NoCode,
    #[error("there is no customer number")]
    NoNumber,
    #[error("the code is longer than {0} characters or holds control characters")]
    BadCode(usize),
    #[error("the text is longer than {0} characters")]
    TooLong(usize),
    #[error("there is no description")]
    NoName,
    #[error("there is no price")]
    NoPrice,
    #[error("{text:?} is not a price in {currency}")]
    NotAPrice { text: String, currency: String },
    #[error("the price is zero")]
    ZeroPrice,
    #[error("the price is negative")]
    NegativePrice,
    #[error("the business has no tax class {0:?}")]
    UnknownTaxClass(String),
    #[error("{0:?} is neither yes nor no")]
    NotYesOrNo(String),
    #[error("{0:?} is not a quantity above nothing with at most three decimals")]
    NotAQuantity(String),
    #[error("the code is on row {first} already; choose with --repeats")]
    Repeated { first: u64 },
    #[error("the barcode {barcode} belongs to {owner} already")]
    BarcodeTaken { barcode: String, owner: String },
}

impl Reason {
    /// Stable short name, for counting and for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::Width { .. } => "width",
            Reason::NoCode => "no_code",
            Reason::NoNumber => "no_number",
            Reason::BadCode(_) => "bad_code",
            Reason::TooLong(_) => "too_long",
            Reason::NoName => "no_name",
            Reason::NoPrice => "no_price",
            Reason::NotAPrice { .. } => "not_a_price",
            Reason::ZeroPrice => "zero_price",
            Reason::NegativePrice => "negative_price",
            Reason::UnknownTaxClass(_) => "unknown_tax_class",
            Reason::NotYesOrNo(_) => "not_yes_or_no",
            Reason::NotAQuantity(_) => "not_a_quantity",
            Reason::Repeated { .. } => "repeated",
            Reason::BarcodeTaken { .. } => "barcode_taken",
        }
    }
}

/// A code that was left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    pub code: String,
    pub reason: String,
    pub rows: u64,
}

#[derive(Serialize)]
struct Line<'a> {
    row: u64,
    column: &'a str,
    code: &'static str,
    reason: String,
}

impl<'a> From<&'a RowRefused> for Line<'a> {
    fn from(refused: &'a RowRefused) -> Line<'a> {
        let RowRefused { row, column, reason } = refused;
        Line { row: *row, column, code: reason.code(), reason: reason.to_string() }
    }
}

/// How many rows were refused for which reason.
pub fn count_by_reason(refused: &[RowRefused]) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for one in refused {
        *counts.entry(one.reason.code()).or_default() += 1;
    }
    counts
}

/// Writes every refused row to `path`: JSON where it ends in `.json`, CSV otherwise.
pub fn write_report(path: &Path, refused: &[RowRefused]) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        let lines: Vec<Line> = refused.iter().map(Line::from).collect();
        serde_json::to_writer_pretty(&mut file, &lines)?;
        writeln!(file)?;
    } else {
        let mut writer = csv::Writer::from_writer(&mut file);
        writer.write_record(["row", "column", "code", "reason"])?;
        for line in refused.iter().map(Line::from) {
            writer.write_record([&line.row.to_string(), line.column, line.code, &line.reason])?;
        }
        writer.flush()?;
    }
    file.flush()
}
