//! What a rebuild is compared by: every column of what belongs to a business stands in the list of
//! its digest, or here with the reason why it does not.

use super::none;
use super::source::{below, rust};
use super::sql::word;
use std::collections::{BTreeMap, BTreeSet};

/// Tables of no business, or that are no consequence of entries.
const NOT_COMPARED: [(&str, &str); 6] = [
    ("generation", "which life of the server this is"),
    ("server_key", "the server's own keys"),
    ("log_generation", "where the lives of this server's log began"),
    ("log_head", "where the log ends: a rebuild compares it for itself"),
    ("push_batch", "signatures of pushes are a source, as entries are"),
    ("enrol_code", "no fact: it counts for nothing until it is used"),
];

/// Columns that say when and not what, or that are a source.
const LEFT_OUT: [(&str, &str); 5] = [
    ("business", "every row compared is of one"),
    ("entry.bytes", "the source itself"),
    ("entry.judged", "what is said again"),
    ("terminal.applied", "what a till says of itself"),
    ("terminal.outbox", "what a till says of itself"),
];

/// Table → its columns.
fn columns() -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for file in below("migrations/server", "sql") {
        found.extend(columns_of(&file.text));
    }
    found
}

fn columns_of(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut table = None;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("create table ") {
            table = Some(word(rest).to_owned());
        } else if line.starts_with(')') {
            table = None;
        }
        let Some(table) = &table else { continue };
        let is_column = line.starts_with("    ") && line.trim().starts_with(|letter: char| letter.is_ascii_lowercase());
        let name = word(line.trim());
        if is_column && !["primary", "unique", "foreign"].contains(&name) {
            found.entry(table.clone()).or_default().insert(name.to_owned());
        }
    }
    found
}

/// Table → the columns that its digest compares, from the texts of `PARTS`.
fn compared() -> BTreeMap<String, BTreeSet<String>> {
    let sources = rust();
    let digest = sources.iter().find(|source| source.path == "sync-server/src/rebuild/digest.rs");
    let text = &digest.expect("a rebuild has a digest").text;
    let list = text.split("const PARTS").nth(1).and_then(|rest| rest.split("];").next()).expect("it has a list");
    let part = |part: &str| {
        let texts: Vec<&str> = part.split('"').skip(1).step_by(2).collect();
        let [table, _, columns] = texts[..] else { panic!("three texts, not {texts:?}") };
        let columns = columns.split_whitespace().filter(|word| *word != "\\").map(|column| word(column).to_owned());
        (table.to_owned(), columns.collect())
    };
    list.split("Compared(").skip(1).map(part).collect()
}

#[test]
fn a_rebuild_is_compared_by_every_column_that_follows_from_entries() {
    let (columns, compared) = (columns(), compared());
    let excused = |table: &str, column: &str| {
        let named = LEFT_OUT.iter().any(|(of, _)| *of == column || *of == format!("{table}.{column}"));
        named || column.ends_with("_ms") || column.ends_with("_offset_min")
    };
    let mut findings = Vec::new();
    for (table, columns) in &columns {
        if NOT_COMPARED.iter().any(|(of, _)| of == table) {
            continue;
        }
        let Some(compared) = compared.get(table) else {
            findings.push(format!("{table} is in no part of the digest"));
            continue;
        };
        let left = columns.iter().filter(|column| !compared.contains(*column) && !excused(table, column));
        findings.extend(left.map(|column| format!("{table}.{column}")));
    }
    none("what a rebuild is not compared by can go wrong unseen", findings);
    let is_there = |of: &str| match of.split_once('.') {
        Some((table, column)) => columns.get(table).is_some_and(|columns| columns.contains(column)),
        None => true,
    };
    let idle = LEFT_OUT.iter().filter(|(of, _)| !is_there(of)).map(|(of, _)| (*of).to_owned());
    let gone =
        NOT_COMPARED.iter().filter(|(table, _)| !columns.contains_key(*table)).map(|(table, _)| (*table).to_owned());
    none("this list excuses what is not there", idle.chain(gone).collect());
}

#[test]
fn columns_of_a_table_are_seen() {
    let text = "create table a (\n    business bytea not null,\n    -- a word\n    name text/*bytewise*/ not null,\n    \
                primary key (business, name)\n);\ncreate index a_by on a (name);\n";
    let found = columns_of(text);
    assert_eq!(found["a"].iter().map(String::as_str).collect::<Vec<_>>(), ["business", "name"]);
}
