//! RowRefused rows for people: how many of each kind, and the first few in full.

use super::error::CliError;
use crate::import::RowRefused;
use crate::import::refused::{count_by_reason, write_report};
use shared_model::words;
use std::path::Path;

const SHOWN_MAX: usize = 20;

pub fn list(refused: &[RowRefused], report: Option<&Path>) -> Result<(), CliError> {
    if let Some(path) = report {
        write_report(path, refused).map_err(|source| CliError::Write { path: path.to_owned(), source })?;
    }
    if refused.is_empty() {
        return Ok(());
    }
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
