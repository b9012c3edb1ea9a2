//! Rows that could not be used, and why: for a person first, and as CSV or JSON.

use serde::Serialize;
use shared_model::refusal::ImportReason;
use shared_model::words;
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
    pub reason: ImportReason,
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
        Line { row: *row, column, code: reason.code(), reason: words::reason(&reason.clone().into()) }
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
