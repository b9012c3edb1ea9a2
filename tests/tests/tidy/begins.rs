//! Who may begin a transaction that writes: of a business's rows `act` alone, and beside it a few files that keep house,
//! each for the tables or columns that `tables.rs` lists for it.

use super::none;
use super::source::{Source, rust};
use super::sql::{Statement, WRITES, statements};
use super::tables::{HOUSEKEEPING, Kept};
use std::collections::BTreeSet;

const BEGINS: [&str; 3] = ["begin_write", "begin_change", "begin_note"];

/// What `act` begins changes with.
const OF_ACT: [&str; 1] = ["begin_change"];

/// Whether a file may begin such a transaction.
fn may_begin(path: &str, begin: &str) -> bool {
    let is_act = path.starts_with("sync-server/src/act/") && OF_ACT.contains(&begin);
    is_act || HOUSEKEEPING.iter().any(|kept| kept.file == path && kept.begin == begin)
}

/// (file, line, function) of each that begins one.
fn begun(sources: &[Source]) -> Vec<(String, usize, &'static str)> {
    let product = sources.iter().filter(|source| {
        source.path.starts_with("sync-server/src/")
            && !source.path.starts_with("sync-server/src/db/")
            && !source.is_test
    });
    let of = |source: &Source| {
        let lines = source.product_lines().flat_map(|(line, text)| {
            BEGINS.into_iter().filter(move |begin| text.contains(&format!("{begin}("))).map(move |begin| (line, begin))
        });
        lines.map(|(line, begin)| (source.path.clone(), line, begin)).collect::<Vec<_>>()
    };
    product.flat_map(of).collect()
}

fn strangers(sources: &[Source]) -> Vec<String> {
    let astray = begun(sources).into_iter().filter(|(file, _, begin)| !may_begin(file, begin));
    astray.map(|(file, line, begin)| format!("{file}:{line}: {begin}")).collect()
}

/// What a statement writes beyond what its file keeps.
fn beyond(statement: &Statement, kept: &Kept) -> Vec<String> {
    let tables = statement.after(&WRITES).filter(|table| *table != "set");
    let of = |table: &str| match kept.tables.iter().find(|(listed, _)| *listed == table) {
        None => vec![table.to_owned()],
        Some((_, [])) => Vec::new(),
        Some((_, columns)) => {
            let others = written_columns(&statement.text).into_iter().filter(|column| !columns.contains(column));
            others.map(|column| format!("{table}.{column}")).collect()
        }
    };
    tables.flat_map(of).collect()
}

/// The columns that an update sets.
fn written_columns(text: &str) -> Vec<&str> {
    let set = text.split_once(" set ").map_or("", |(_, set)| set);
    let set = set.split_once(" where ").map_or(set, |(set, _)| set);
    set.split(',').filter_map(|part| part.split_once('=')).map(|(column, _)| column.trim()).collect()
}

#[test]
fn act_alone_begins_a_write_of_a_business() {
    let sources = rust();
    none("a business's rows are changed by act alone: what keeps house is listed in tables.rs", strangers(&sources));
    let begun: BTreeSet<(String, &str)> = begun(&sources).into_iter().map(|(file, _, begin)| (file, begin)).collect();
    let acts = OF_ACT.iter().filter(|begin| !begun.contains(&("sync-server/src/act/mod.rs".to_owned(), begin)));
    none("act begins nothing of the kind", acts.map(|begin| (*begin).to_owned()).collect());
    let idle = HOUSEKEEPING.iter().filter(|kept| !begun.contains(&(kept.file.to_owned(), kept.begin)));
    none("this list names who begins nothing", idle.map(|kept| format!("{}: {}", kept.file, kept.begin)).collect());
}

#[test]
fn who_keeps_house_writes_what_is_listed_for_it() {
    let statements = statements();
    let findings = HOUSEKEEPING.iter().flat_map(|kept| {
        let own = statements.iter().filter(|statement| statement.file == kept.file);
        own.flat_map(|statement| beyond(statement, kept))
            .map(|what| format!("{}: {what} ({})", kept.file, kept.why))
            .collect::<Vec<_>>()
    });
    none("who begins a write beside act writes what belongs to no sale and to no rule", findings.collect());
    let unused = HOUSEKEEPING.iter().flat_map(|kept| {
        let written = |table: &&str| {
            let own = statements.iter().filter(|statement| statement.file == kept.file);
            own.into_iter().any(|statement| statement.after(&WRITES).any(|found| found == *table))
        };
        let unused = kept.tables.iter().map(|(table, _)| *table).filter(|table| !written(table));
        unused.map(|table| format!("{}: {table}", kept.file)).collect::<Vec<_>>()
    });
    none("this list names what its file does not write", unused.collect());
}

#[test]
fn what_begins_or_writes_beside_the_list_is_found() {
    let file = |path: &str, text: &str| Source { path: path.into(), text: text.into(), is_test: false };
    let sources = [
        file("sync-server/src/act/mod.rs", "let conn = db.begin_change(locks, false).await?;\n"),
        file("sync-server/src/act/note.rs", "let conn = db.begin_note().await?;\n"),
        file("sync-server/src/order/rows.rs", "// db.begin_write()\nlet conn = db.begin_change(locks, true).await?;\n"),
        file("sync-server/src/terminal/presence.rs", "db.begin_note().await?; db.begin_write().await?;\n"),
    ];
    let found = [
        "sync-server/src/act/note.rs:1: begin_note",
        "sync-server/src/order/rows.rs:2: begin_change",
        "sync-server/src/terminal/presence.rs:1: begin_write",
    ];
    assert_eq!(strangers(&sources), found);
    let kept =
        Kept { file: "x.rs", begin: "begin_note", tables: &[("terminal", &["heard_ms"]), ("lease", &[])], why: "" };
    let beyond = |text: &str| beyond(&Statement { file: "x.rs".into(), line: 1, text: text.into() }, &kept);
    assert_eq!(beyond("update terminal set heard_ms = $2, revoked = $3 where id = $1"), ["terminal.revoked"]);
    assert_eq!(beyond("insert into lease (job) values ($1) on conflict (job) do update set until = $2"), [""; 0]);
    assert_eq!(beyond("delete from orders where id = $1"), ["orders"]);
    assert_eq!(beyond("select revoked from terminal"), [""; 0]);
}
