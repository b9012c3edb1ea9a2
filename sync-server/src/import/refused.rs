//! Rows that could not be used, and why.

use serde::Serialize;
use shared_model::refusal::ImportReason;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRefused {
    /// Line in the file, as an editor counts them.
    pub row: u64,
    /// Name of the column at fault; empty when it is the whole row.
    pub column: String,
    pub reason: ImportReason,
}

/// A barcode that a spreadsheet took the zero in front of, and that got it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ZeroBack {
    pub row: u64,
    /// As it stands in the file.
    pub was: String,
    pub barcode: String,
}

/// A code that was left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    pub code: String,
    pub reason: String,
    pub rows: u64,
}

/// How many rows were refused for which reason.
pub fn count_by_reason(refused: &[RowRefused]) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for one in refused {
        *counts.entry(one.reason.code()).or_default() += 1;
    }
    counts
}
