//! Which folder may touch which, read from every path that names another folder of its crate.
//! Arrows point one way: whoever reads a folder has read what it stands on before. A folder
//! that is not in the table is new, and whoever makes it says here what it stands on.

use super::none;
use super::nouns::is_act_of_noun;
use super::paths::{module, named};
use super::source::{Source, rust};
use std::collections::BTreeSet;

/// A folder (or file) of a crate's `src`, and the folders that it may touch. `page/*` is each
/// folder of `page`, which none of the others may touch.
type Table = &'static [(&'static str, &'static [&'static str])];

/// The model: what everything is measured in, the nouns, what is said of them for ever, and
/// what travels, is asked for and is said in words.
const MODEL: Table = &[
    ("unit", &[]),
    ("encoding", &[]),
    ("bounds", &["encoding", "unit"]),
    ("reason", &["bounds", "unit"]),
    ("policy", &["unit"]),
    ("tax", &["unit"]),
    ("stock", &["reason", "unit"]),
    ("catalogue", &["unit"]),
    ("party", &["policy", "unit"]),
    ("setting", &["bounds", "encoding", "policy", "tax", "unit"]),
    ("money", &["bounds", "tax", "unit"]),
    ("payment", &["money", "unit"]),
    ("document", &["bounds", "catalogue", "encoding", "party", "unit"]),
    ("order", &["bounds", "catalogue", "money", "party", "payment", "reason", "setting", "stock", "tax", "unit"]),
    ("event", &["unit"]),
    (
        "fact",
        &[
            "bounds", "document", "encoding", "event", "money", "order", "party", "payment", "policy", "setting",
            "stock", "unit",
        ],
    ),
    ("entry", &["bounds", "encoding", "fact", "money", "order", "party", "policy", "unit"]),
    ("input", &["catalogue", "fact", "payment", "unit"]),
    ("refusal", &["order", "policy", "reason", "unit"]),
    ("drawer", &["refusal", "unit"]),
    (
        "wire",
        &[
            "bounds",
            "catalogue",
            "encoding",
            "entry",
            "fact",
            "money",
            "order",
            "party",
            "payment",
            "reason",
            "refusal",
            "setting",
            "stock",
            "unit",
        ],
    ),
    ("words", &["bounds", "catalogue", "order", "party", "payment", "reason", "refusal", "stock", "unit", "wire"]),
    ("paper", &["order", "payment", "setting", "stock", "tax", "unit", "words"]),
    (
        "command",
        &[
            "catalogue",
            "document",
            "fact",
            "order",
            "paper",
            "party",
            "payment",
            "policy",
            "refusal",
            "stock",
            "tax",
            "unit",
            "wire",
            "words",
        ],
    ),
    (
        "sample",
        &[
            "catalogue",
            "entry",
            "fact",
            "money",
            "order",
            "party",
            "payment",
            "policy",
            "setting",
            "stock",
            "tax",
            "unit",
        ],
    ),
];

/// The till: an operation decides on the till's own rows; it knows no network, no door and no
/// printer, and what it works with knows no operation.
const TILL: Table = &[
    ("replica", &[]),
    ("remote", &[]),
    ("device", &[]),
    ("till", &["replica"]),
    ("operation", &["replica", "till"]),
    ("sync/engine", &[]),
    ("sync", &["remote", "replica", "sync/engine", "till"]),
    ("shell", &["operation", "till"]),
    ("bin", &["device", "replica", "shell", "sync", "till"]),
];

/// The server: what is kept and how, the nouns, the one way to change them, and the doors. A
/// door knows no other door.
pub const SERVER: Table = &[
    ("clock", &[]),
    ("config", &[]),
    ("sentence", &[]),
    ("called", &["db", "sentence"]),
    ("db", &[]),
    ("auth", &["db"]),
    ("log", &["auth", "db"]),
    ("ledger", &["db", "log"]),
    ("money", &["db", "drawer", "log"]),
    ("document", &["auth", "db", "log"]),
    ("entry", &["auth", "db", "log"]),
    ("terminal", &["auth", "db", "entry", "ledger", "log", "setting"]),
    ("setting", &["auth", "db", "ledger", "log"]),
    ("catalogue", &["db", "document", "entry", "ledger", "log"]),
    ("party", &["auth", "db", "document", "ledger", "log"]),
    ("drawer", &["db", "ledger", "log"]),
    ("supply", &["called", "catalogue", "clock", "db", "ledger", "log"]),
    ("payment", &["db", "entry", "ledger", "log"]),
    ("order", &["catalogue", "db", "drawer", "entry", "ledger", "log", "money", "terminal"]),
    (
        "act",
        &[
            "auth",
            "catalogue",
            "db",
            "document",
            "drawer",
            "entry",
            "ledger",
            "log",
            "money",
            "order",
            "party",
            "payment",
            "setting",
            "supply",
            "terminal",
        ],
    ),
    ("merge", &["act", "catalogue", "db", "document", "entry", "money", "payment", "setting", "terminal"]),
    ("import", &[]),
    ("import/run", &["act", "auth", "catalogue", "db", "document", "import", "party"]),
    ("report", &["catalogue", "db", "entry", "ledger", "log", "money", "order", "party", "terminal"]),
    (
        "rebuild",
        &[
            "act",
            "auth",
            "catalogue",
            "db",
            "document",
            "entry",
            "ledger",
            "log",
            "merge",
            "party",
            "report",
            "setting",
            "terminal",
        ],
    ),
    ("backup", &["auth", "db", "entry", "log", "setting"]),
    ("http/state", &["auth", "clock", "db", "log"]),
    ("http/health", &["db", "http/state", "sentence"]),
    ("http/enrol", &["auth", "clock", "db", "http/state", "sentence", "terminal"]),
    (
        "http/sync",
        &[
            "act",
            "auth",
            "backup",
            "called",
            "clock",
            "db",
            "http/state",
            "log",
            "merge",
            "order",
            "sentence",
            "supply",
            "terminal",
        ],
    ),
    (
        "http",
        &["auth", "backup", "clock", "db", "http/enrol", "http/health", "http/state", "http/sync", "log", "merge"],
    ),
    (
        "cli",
        &[
            "auth",
            "backup",
            "catalogue",
            "clock",
            "config",
            "db",
            "import",
            "import/run",
            "merge",
            "party",
            "rebuild",
            "report",
            "sentence",
            "setting",
            "supply",
            "terminal",
        ],
    ),
    ("bin", &["cli", "http"]),
];

/// The screens: what all stand on knows no page, and a page knows no other.
const SCREENS: Table = &[
    ("format", &[]),
    ("text", &["format"]),
    ("backend", &["text"]),
    ("app", &["backend"]),
    ("input", &[]),
    ("kit", &["format", "text"]),
    ("page", &["app", "input"]),
    ("page/*", &["app", "format", "input", "kit", "page", "text"]),
    ("frame", &["app", "format", "input", "kit", "page", "text"]),
];

const CRATES: [(&str, Table); 4] = [("shared-model", MODEL), ("app", TILL), ("sync-server", SERVER), ("ui", SCREENS)];

/// One folder's use of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    pub from: String,
    pub to: String,
    pub file: String,
    /// What of it, by its path below the crate.
    pub path: Vec<String>,
}

/// The folder of the table that a path lies in, by the longest name that fits.
fn folder(table: Table, path: &[String], modules: &BTreeSet<String>) -> Option<String> {
    (1..=path.len()).rev().find_map(|length| {
        let name = path[..length].join("/");
        let is_one_of_many = length > 1 && row(table, &name).is_some() && modules.contains(&name);
        (table.iter().any(|(listed, _)| *listed == name) || is_one_of_many).then_some(name)
    })
}

/// What a folder may touch.
fn row(table: Table, name: &str) -> Option<&'static [&'static str]> {
    let each = name.rsplit_once('/').map(|(folder, _)| format!("{folder}/*"));
    let of = |wanted: &str| table.iter().find(|(listed, _)| *listed == wanted).map(|(_, may)| *may);
    of(name).or_else(|| of(&each?))
}

/// Every use of one folder of the crate by another, and what lies or leads outside of the table.
pub fn arrows(name: &str, table: Table, sources: &[Source]) -> (Vec<Arrow>, Vec<String>) {
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    let start = format!("{name}/src/");
    let inside: Vec<(&Source, &str)> =
        sources.iter().filter_map(|source| Some((source, source.path.strip_prefix(&start)?))).collect();
    let modules: BTreeSet<String> = inside
        .iter()
        .flat_map(|(_, below)| (1..=module(below).len()).map(|length| module(below)[..length].join("/")))
        .collect();
    let product = inside.iter().filter(|(source, below)| !source.is_test && !["lib.rs", "main.rs"].contains(below));
    for (source, below) in product {
        let Some(from) = folder(table, &module(below), &modules) else {
            unknown.push(format!("{}: no folder of the table holds it", source.path));
            continue;
        };
        for path in named(source, below, &name.replace('-', "_")) {
            match folder(table, &path, &modules) {
                Some(to) if to == from => {}
                Some(to) => found.push(Arrow { from: from.clone(), to, file: source.path.clone(), path }),
                None if path.is_empty() => {}
                None => unknown.push(format!("{}: {} is in no folder of the table", source.path, path.join("::"))),
            }
        }
    }
    (found, unknown)
}

/// What the table does not allow.
fn astray(name: &str, table: Table, sources: &[Source]) -> Vec<String> {
    let (arrows, mut findings) = arrows(name, table, sources);
    for arrow in arrows.iter().filter(|arrow| !is_act_of_noun(name, arrow)) {
        let may = row(table, &arrow.from).unwrap_or_default();
        if !may.contains(&arrow.to.as_str()) {
            findings.push(format!("{}: {} touches {}", arrow.file, arrow.from, arrow.path.join("::")));
        }
    }
    findings.dedup();
    findings
}

/// Folders that reach themselves, each with the last step.
fn circles(table: Table) -> Vec<String> {
    let mut findings = Vec::new();
    for (name, _) in table {
        let (mut reached, mut looking) = (BTreeSet::new(), vec![*name]);
        while let Some(at) = looking.pop() {
            for next in row(table, at).unwrap_or_default() {
                if next == name {
                    findings.push(format!("{at} -> {name}"));
                } else if reached.insert(*next) {
                    looking.push(next);
                }
            }
        }
    }
    findings
}

#[test]
fn every_arrow_between_folders_is_in_the_table() {
    let sources = rust();
    let findings = CRATES.iter().flat_map(|(name, table)| astray(name, table, &sources)).collect();
    none("an arrow that is not in the table points the wrong way, or is a decision: say it in the table", findings);
}

#[test]
fn no_folder_stands_on_itself() {
    let findings = CRATES.iter().flat_map(|(name, table)| {
        circles(table).into_iter().map(|found| format!("{name}: {found}")).collect::<Vec<_>>()
    });
    none("folders that stand on each other are one: move what both need below both", findings.collect());
}

#[test]
fn the_table_names_what_is_there() {
    let gone = |(name, table): &(&str, Table)| {
        let names: BTreeSet<&str> = table.iter().flat_map(|(from, may)| may.iter().chain([from])).copied().collect();
        let src = super::source::root().join(name).join("src");
        let gone = names.into_iter().filter(move |folder| {
            let folder = folder.trim_end_matches("/*");
            !src.join(folder).is_dir() && !src.join(folder).with_extension("rs").is_file()
        });
        gone.map(|folder| format!("{name}/src/{folder}")).collect::<Vec<_>>()
    };
    none("the table of arrows names folders that are gone", CRATES.iter().flat_map(gone).collect());
}

#[test]
fn arrows_that_point_the_wrong_way_are_found() {
    const SAMPLE: Table = &[("base", &[]), ("noun", &["base"]), ("page", &["base"]), ("page/*", &["page"])];
    let file = |path: &str, text: &str| Source { path: format!("x/src/{path}"), text: text.into(), is_test: false };
    let sources = [
        file("base/mod.rs", "use crate::noun::Thing;\nfn f() { super::page::name() }\n"),
        file("noun/rows.rs", "use super::super::base;\nuse crate::{base::A, page::B};\n"),
        file("page/mod.rs", "use crate::base::A;\n"),
        file("page/one/view.rs", "use crate::page::two::Two;\nuse crate::page::Name;\n"),
        file("page/two.rs", "use crate::base::A;\nuse crate::Root;\n"),
        file("new/mod.rs", "use crate::base::A;\n"),
    ];
    let findings = astray("x", SAMPLE, &sources);
    let expected = [
        "x/src/page/two.rs: Root is in no folder of the table",
        "x/src/new/mod.rs: no folder of the table holds it",
        "x/src/base/mod.rs: base touches noun::Thing",
        "x/src/base/mod.rs: base touches page::name",
        "x/src/noun/rows.rs: noun touches page::B",
        "x/src/page/one/view.rs: page/one touches page::two::Two",
        "x/src/page/two.rs: page/two touches base::A",
    ];
    assert_eq!(findings, expected);
    assert_eq!(circles(&[("a", &["b"]), ("b", &["a"])]), ["b -> a", "a -> b"]);
    assert!(circles(SAMPLE).is_empty());
}
