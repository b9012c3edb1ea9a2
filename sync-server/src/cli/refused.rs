//! Rows that were refused, for people: how many of each kind, and the first few in full; all of them as CSV
//! or JSON.

use super::error::CliError;
use crate::import::RowRefused;
use crate::import::refused::count_by_reason;
use serde::Serialize;
use shared_model::words;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

const SHOWN_MAX: usize = 20;

/// `as_read` says how the file was read, which may be why they were.
pub fn list(refused: &[RowRefused], as_read: &str, report: Option<&Path>) -> Result<(), CliError> {
    if let Some(path) = report {
        write_report(path, refused).map_err(|source| CliError::Write { path: path.to_owned(), source })?;
    }
    if refused.is_empty() {
        return Ok(());
    }
    eprintln!("{as_read}");
    let counts = count_by_reason(refused);
    let counts: Vec<String> = counts.iter().map(|(code, count)| format!("{count} {code}")).collect();
    eprintln!("{} rows refused: {}", refused.len(), counts.join(", "));
    for one in refused.iter().take(SHOWN_MAX) {
        let column = if one.column.is_empty() { String::new() } else { format!(", {}", one.column) };
        eprintln!("  row {}{column}: {}", one.row, words::reason(&one.reason.clone().into()));
    }
    match (refused.len().checked_sub(SHOWN_MAX), report) {
        (None | Some(0), _) => {}
        (Some(more), Some(path)) => eprintln!("  and {more} more, see {}", path.display()),
        (Some(more), None) => eprintln!("  and {more} more; --report FILE writes them all"),
    }
    Ok(())
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
