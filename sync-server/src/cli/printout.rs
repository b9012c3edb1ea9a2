//! What a command prints: words for people, or one JSON document for scripts.

use serde::Serialize;
use serde_json::Value;
use std::io::Write;

pub struct Printout {
    text: String,
    json: Value,
}

impl Printout {
    pub fn new(text: impl Into<String>, json: Value) -> Printout {
        Printout { text: text.into(), json }
    }

    /// Rows of plain objects: whole as JSON, the named columns as a table for people.
    pub fn rows<T: Serialize>(rows: &[T], columns: &[&str]) -> Printout {
        let json = serde_json::to_value(rows).unwrap_or_default();
        Printout { text: table(json.as_array().map_or(&[], Vec::as_slice), columns), json }
    }

    pub fn print(&self, as_json: bool) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        if as_json {
            serde_json::to_writer(&mut out, &self.json)?;
            return writeln!(out);
        }
        if self.text.is_empty() { Ok(()) } else { writeln!(out, "{}", self.text.trim_end()) }
    }
}

pub fn table(rows: &[Value], columns: &[&str]) -> String {
    if rows.is_empty() {
        return "nothing to show".to_owned();
    }
    let mut lines = vec![columns.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>()];
    lines.extend(rows.iter().map(|row| columns.iter().map(|column| cell(&row[*column])).collect()));
    let width = |index: usize| lines.iter().map(|line| line[index].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let pad = |line: &Vec<String>| {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    lines.iter().map(pad).collect::<Vec<_>>().join("\n")
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_line_up_under_their_columns() {
        let rows = [json!({ "sku": "A", "free": 3 }), json!({ "sku": "LONGER", "free": null })];
        assert_eq!(table(&rows, &["sku", "free"]), "sku     free\nA       3\nLONGER");
        assert_eq!(table(&[], &["sku"]), "nothing to show");
    }
}
