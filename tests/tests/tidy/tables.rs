//! Each table of the server is written in one folder: whoever wants a row of it changed goes through that folder's
//! functions.

use super::none;
use super::source::{below, rust};
use std::collections::BTreeSet;

/// A folder of the server and the tables it writes.
const WRITTEN_IN: [(&str, &[&str]); 14] = [
    ("auth", &["generation", "server_key"]),
    ("catalogue", &["product", "price"]),
    ("document", &["document"]),
    ("drawer", &["shift"]),
    ("ledger", &["posting", "stock_level", "count_task"]),
    ("log", &["log_generation", "log_head", "log_row", "scope_head"]),
    ("entry", &["push_batch", "entry", "attachment", "set_aside"]),
    ("money", &["money_document", "money_posting"]),
    ("order", &["orders", "order_line", "line_state", "shortage", "review"]),
    ("party", &["staff", "customer"]),
    ("payment", &["payment"]),
    ("setting", &["business", "warehouse", "store"]),
    ("supply", &["intake"]),
    ("terminal", &["terminal", "terminal_head", "enrol_code"]),
];

/// (folder, table) of every statement that writes.
fn written() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for source in rust() {
        let Some(path) = source.path.strip_prefix("sync-server/src/") else { continue };
        let folder = path.split('/').next().expect("a path has a first part").to_owned();
        for (_, line) in source.product_lines() {
            for verb in ["insert into ", "update ", "delete from "] {
                let tables = line.match_indices(verb).map(|(at, _)| word(&line[at + verb.len()..]));
                let tables = tables.filter(|table| known().contains(*table));
                found.extend(tables.map(|table| (folder.clone(), table.to_owned())));
            }
        }
    }
    found
}

fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// The tables that the migrations make.
fn known() -> BTreeSet<String> {
    let migrations = below("migrations/server", "sql");
    let made =
        migrations.iter().flat_map(|file| file.text.lines().filter_map(|line| line.strip_prefix("create table ")));
    made.map(|rest| word(rest).to_owned()).collect()
}

#[test]
fn each_table_of_the_server_is_written_in_one_folder() {
    let listed: BTreeSet<(String, String)> = WRITTEN_IN
        .iter()
        .flat_map(|(folder, tables)| tables.iter().map(|table| ((*folder).to_owned(), (*table).to_owned())))
        .collect();
    let written = written();
    let strangers =
        written.difference(&listed).map(|(folder, table)| format!("sync-server/src/{folder} writes {table}"));
    none("a table is written by its own folder alone", strangers.collect());
    let idle = listed.difference(&written).map(|(folder, table)| format!("{folder}: {table}"));
    none("this list names what nobody writes", idle.collect());
    let missing = known().into_iter().filter(|table| !listed.iter().any(|(_, listed)| listed == table));
    none("these tables are in no folder's hands", missing.collect());
}

#[test]
fn every_key_of_what_belongs_to_a_business_begins_with_it() {
    let mut findings = Vec::new();
    for file in below("migrations/server", "sql") {
        for line in file.text.lines().map(str::trim) {
            let keys = line.strip_prefix("primary key (").or_else(|| line.strip_prefix("unique ("));
            if keys.is_some_and(|keys| word(keys) != "business") {
                findings.push(format!("{}: {line}", file.path));
            }
        }
    }
    none("tables can be split by business only if its id comes first in every key", findings);
}

#[test]
fn no_table_has_a_closed_list() {
    let files = below("migrations/server", "sql");
    let checks = files.iter().flat_map(|file| {
        file.text.lines().filter(|line| line.contains("check (")).map(|line| format!("{}: {}", file.path, line.trim()))
    });
    none("names of kinds and states are open texts: a check cannot be widened on SQLite", checks.collect());
}
