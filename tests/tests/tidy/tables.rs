//! Each table of the server is written in one folder: whoever wants a row of it changed goes through that folder's
//! functions.

use super::arrows::SERVER;
use super::none;
use super::source::{Source, below};
use super::sql::{READS, Statement, WRITES, statements, tables, word};
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
    ("payment", &["payment", "payment_settled"]),
    ("setting", &["business", "warehouse", "store"]),
    ("supply", &["intake"]),
    ("terminal", &["terminal", "terminal_head", "enrol_code"]),
];

/// What stands above a folder and is read by it all the same, and why.
const READ_FROM_BELOW: [(&str, &[&str], &str); 2] = [
    ("document", &["product", "customer"], "a document that nobody edited follows from its row"),
    ("log", &["stock_level"], "levels travel beside the pages of a log"),
];

/// What a file writes beside `act`, in a transaction that it begins itself.
pub struct Kept {
    pub file: &'static str,
    pub begin: &'static str,
    /// Of a table with columns only these, and otherwise all of it.
    pub tables: &'static [(&'static str, &'static [&'static str])],
    pub why: &'static str,
}

pub const HOUSEKEEPING: [Kept; 3] = [
    Kept {
        file: "sync-server/src/auth/key.rs",
        begin: "begin_write",
        tables: &[("generation", &[]), ("server_key", &[])],
        why: "the server's own, before there is a business",
    },
    Kept {
        file: "sync-server/src/backup/mod.rs",
        begin: "begin_write",
        tables: &[],
        why: "where the next life of the server begins, by what `auth` and `log` write of it",
    },
    Kept {
        file: "sync-server/src/terminal/presence.rs",
        begin: "begin_note",
        tables: &[("terminal", &["heard_ms", "outbox", "oldest_unsent_ms", "applied"])],
        why: "what a till says of itself while it is there; no sale and no rule rests on it",
    },
];

/// (folder, table) of every statement with one of `verbs`.
fn touched(verbs: &[&str]) -> BTreeSet<(String, String)> {
    let (known, statements) = (tables(), statements());
    let of = |it: &'_ Statement| -> Vec<(String, String)> {
        let named = it.after(verbs).filter(|table| known.contains(*table));
        named.map(|table| (it.folder().to_owned(), table.to_owned())).collect()
    };
    statements.iter().flat_map(of).collect()
}

fn owner(table: &str) -> Option<&'static str> {
    WRITTEN_IN.iter().find(|(_, tables)| tables.contains(&table)).map(|(folder, _)| *folder)
}

/// Whether a folder reads a table: it is its own, or of a folder that it may touch.
fn may_read(folder: &str, table: &str) -> bool {
    let may = SERVER.iter().find(|(listed, _)| *listed == folder).map_or(&[] as &[&str], |(_, may)| may);
    let below = READ_FROM_BELOW.iter().any(|(listed, tables, _)| *listed == folder && tables.contains(&table));
    owner(table).is_some_and(|owner| owner == folder || may.contains(&owner)) || below
}

#[test]
fn a_table_is_read_where_its_folder_may_be_touched() {
    let strangers = touched(&READS).into_iter().filter(|(folder, table)| !may_read(folder, table));
    let findings = strangers.map(|(folder, table)| format!("sync-server/src/{folder} reads {table}")).collect();
    none("to read a table is to know its folder: the table of arrows says who may", findings);
    assert!(may_read("report", "product") && !may_read("ledger", "product") && !may_read("catalogue", "orders"));
}

#[test]
fn each_table_of_the_server_is_written_in_one_folder() {
    let listed: BTreeSet<(String, String)> = WRITTEN_IN
        .iter()
        .flat_map(|(folder, tables)| tables.iter().map(|table| ((*folder).to_owned(), (*table).to_owned())))
        .collect();
    let written = touched(&WRITES);
    none("a table is written by its own folder alone", strangers(&written, &listed));
    let idle = listed.difference(&written).map(|(folder, table)| format!("{folder}: {table}"));
    none("this list names what nobody writes", idle.collect());
    let missing = tables().into_iter().filter(|table| !listed.iter().any(|(_, listed)| listed == table));
    none("these tables are in no folder's hands", missing.collect());
}

/// What is written in a folder that does not own it.
fn strangers(written: &BTreeSet<(String, String)>, listed: &BTreeSet<(String, String)>) -> Vec<String> {
    written.difference(listed).map(|(folder, table)| format!("sync-server/src/{folder} writes {table}")).collect()
}

#[test]
fn a_table_that_another_folder_writes_is_found() {
    let file = "sync-server/src/report/takings.rs".to_owned();
    let stray = Statement { file, line: 1, text: "update orders set late = 0 where business = $1".into() };
    let written = stray.after(&WRITES).map(|table| (stray.folder().to_owned(), table.to_owned())).collect();
    let listed = [("order".to_owned(), "orders".to_owned())].into();
    assert_eq!(strangers(&written, &listed), ["sync-server/src/report writes orders"]);
}

/// Keys that are one among all businesses', and why.
const OF_ALL: [(&str, &str, &str); 6] = [
    ("generation", "number", "the server's own"),
    ("server_key", "number", "the server's own"),
    ("business", "id", "the business itself"),
    ("log_head", "business", "the business itself"),
    ("enrol_code", "code_hash", "whoever types a code does not say whose it is"),
    ("terminal", "id", "a till names itself before it is known whose it is"),
];

/// (table, first column) of every key: of a table, of a column, of an index.
fn keys(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut table = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with("--")) {
        if let Some(rest) = line.strip_prefix("create table ") {
            table = word(rest).to_owned();
        }
        if let Some((_, index)) = line.strip_prefix("create unique index ").and_then(|rest| rest.split_once(" on ")) {
            let columns = index.split_once('(').map_or("", |(_, columns)| columns);
            found.push((word(index).to_owned(), unique_by(columns).to_owned()));
        }
        let of_table = line.strip_prefix("primary key (").map(word);
        let of_table = of_table.or_else(|| line.strip_prefix("unique (").map(unique_by));
        let of_column = line.contains(" primary key") || line.contains(" unique") && !line.starts_with("create ");
        match of_table {
            Some(column) => found.push((table.clone(), column.to_owned())),
            None if of_column => found.push((table.clone(), word(line).to_owned())),
            None => {}
        }
    }
    found
}

/// The business, where it is one of the columns that are unique together; else the first of them.
fn unique_by(columns: &str) -> &str {
    let has_business = columns.split([',', ')']).any(|column| column.trim() == "business");
    if has_business { "business" } else { word(columns) }
}

#[test]
fn every_key_of_what_belongs_to_a_business_begins_with_it() {
    let files = below("migrations/server", "sql");
    let all: Vec<(String, String)> = files.iter().flat_map(|file| keys(&file.text)).collect();
    let excused = |(table, column): &(String, String)| OF_ALL.iter().any(|(of, key, _)| of == table && key == column);
    let strangers =
        all.iter().filter(|(table, column)| column != "business" && !excused(&(table.clone(), column.clone())));
    let findings = strangers.map(|(table, column)| format!("{table}: {column}")).collect();
    none(
        "tables can be split by business only if its id comes first in their keys and is part of whatever else is unique",
        findings,
    );
    let idle = OF_ALL.iter().filter(|(table, key, _)| !all.contains(&((*table).to_owned(), (*key).to_owned())));
    none("this list excuses what is not there", idle.map(|(table, key, _)| format!("{table}: {key}")).collect());
}

#[test]
fn keys_of_every_form_are_seen() {
    let text = "create table a (\n    business bytea not null,\n    code bytea primary key,\n    name text not null unique,\n    \
                primary key (id, business),\n    unique (id, business)\n);\ncreate unique index a_at on a (position);\ncreate index a_by on a (name);\n";
    let found: Vec<String> = keys(text).into_iter().map(|(table, column)| format!("{table}.{column}")).collect();
    assert_eq!(found, ["a.code", "a.name", "a.id", "a.business", "a.position"]);
}

/// What nothing new can be added to: the one row of a table, a flag, a count above nothing.
const COMPLETE: [&str; 3] = [" = 1)", " in (0, 1))", " > 0)"];

/// The checks of a schema that stand for a list; `complete` are none.
fn closed(file: &Source, complete: &[&str]) -> Vec<String> {
    let checks = file.text.lines().enumerate().flat_map(|(at, line)| {
        let line = line.split_once("--").map_or(line, |(code, _)| code);
        line.match_indices("check").map(move |(begins, found)| (at + 1, line[begins + found.len()..].trim_start()))
    });
    let asked = checks.filter_map(|(line, text)| Some((line, text.strip_prefix('(')?)));
    let closed = asked.filter(|(_, asked)| !complete.iter().any(|end| asked[word(asked).len()..].starts_with(end)));
    closed.map(|(line, asked)| format!("{}:{line}: {asked}", file.path)).collect()
}

#[test]
fn no_table_has_a_closed_list() {
    let server = below("migrations/server", "sql").into_iter().flat_map(|file| closed(&file, &[]));
    let replica = below("migrations/replica", "sql").into_iter().flat_map(|file| closed(&file, &COMPLETE));
    let findings = server.chain(replica).collect();
    none("names of kinds and states are open texts: a check cannot be widened on SQLite", findings);
}

#[test]
fn a_closed_list_is_found() {
    let text = "    id integer primary key check (id = 1),\n    kind text not null check(kind in ('a', 'b')), -- check (x)\n    \
                open integer not null check (open in (0, 1)),\n    check (at in (0, 1, 2))\n";
    let file = Source { path: "x.sql".into(), text: text.into(), is_test: false };
    assert_eq!(closed(&file, &COMPLETE), ["x.sql:2: kind in ('a', 'b')), ", "x.sql:4: at in (0, 1, 2))"]);
    assert_eq!(closed(&file, &[]).len(), 4);
}

/// Indexes beside the key that begin as every key does, and hold all rows: before PostgreSQL has figures of the
/// table it takes one of them for a look by the key, and reads all that there is of the business.
fn in_the_way(text: &str) -> Vec<&str> {
    let indexes = text.lines().map(str::trim).filter(|line| {
        line.starts_with("create index ") || line.starts_with("create unique index ") || line.starts_with("unique (")
    });
    indexes.filter(|line| line.contains("(business,") && !line.contains(" where ")).collect()
}

#[test]
fn an_index_beside_the_key_is_no_way_to_what_the_key_finds() {
    let files = below("migrations/server", "sql");
    let found = files.iter().flat_map(|file| {
        in_the_way(&file.text).into_iter().map(|line| format!("{}: {line}", file.path)).collect::<Vec<_>>()
    });
    none("let it begin with what it finds by, or say which rows are in it", found.collect());
}

#[test]
fn an_index_that_is_in_the_way_is_found() {
    let text = "create table a (\n    business bytea,\n    primary key (business, id),\n    unique (business, code)\n);\n\
                create index b on a (business, position);\ncreate index c on a (position, business);\n\
                create unique index d on a (business, position) where position > 0;";
    assert_eq!(in_the_way(text), ["unique (business, code)", "create index b on a (business, position);"]);
}
