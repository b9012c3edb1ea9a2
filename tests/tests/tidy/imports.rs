//! Who may use what from outside. One folder has one job; a library that a folder is there to hide stays in it.

use super::none;
use super::source::{Source, root, rust};

/// A library, the folders that may use it, and why nobody else.
const ONLY_IN: [(&str, &[&str], &str); 7] = [
    (
        "rusqlite",
        &["app/src/replica/", "sync-server/src/db/", "tests/"],
        "each side's database alone knows that it is SQLite",
    ),
    (
        "reqwest",
        &["app/src/remote/", "tests/", "sync-server/tests/"],
        "the remote alone talks to the network: no sale waits for one",
    ),
    (
        "reqwest_websocket",
        &["app/src/remote/", "tests/", "sync-server/tests/"],
        "the remote alone talks to the network",
    ),
    ("printpdf", &["app/src/device/pdf/"], "the PDF library can be replaced in one place"),
    ("automerge", &["shared-model/src/document/"], "documents alone know how they merge"),
    // The screens' own module of that name calls the window through the browser's interface; it imports nothing.
    (
        "tauri",
        &["app/src/bin/counterfoil/window", "app/build.rs", "ui/src/backend/"],
        "the headless till builds without a window",
    ),
    ("sqlx", &["sync-server/src/db/"], "the server's database alone knows how it is asked"),
];

/// Folders, words that must not be in their code, and why.
const NEVER_IN: [(&[&str], &[&str], &str); 5] = [
    (
        &["shared-model/src/"],
        &[
            "SystemTime",
            "Instant::now",
            "Timestamp::now(",
            "thread_rng",
            "getrandom",
            "now_v7",
            "new_v4",
            "std::fs",
            "std::net",
            "tokio::",
        ],
        "the model is pure: time and randomness are passed in, so that every till and the server reckon alike",
    ),
    (&["shared-model/src/"], &["f32", "f64"], "money, rates and quantities are integers: floats lose minor units"),
    (
        &[
            "shared-model/src/",
            "app/src/sync/engine",
            "sync-server/src/act/",
            "sync-server/src/catalogue/",
            "sync-server/src/document/",
            "sync-server/src/entry/",
            "sync-server/src/ledger/",
            "sync-server/src/merge/",
            "sync-server/src/order/",
            "sync-server/src/payment/",
            "sync-server/src/supply/",
        ],
        &["HashMap", "HashSet"],
        "their order changes from run to run, and what is reckoned from it would differ: use BTreeMap, BTreeSet",
    ),
    (
        &["app/src/sync/engine"],
        &["tokio", "SystemTime", "Instant::now", "thread_rng", "getrandom", "async fn"],
        "the engine is sans-IO: events in, effects out, so that a test can play any schedule",
    ),
    (
        &["app/src/operation/"],
        &["Failure"],
        "an operation decides on the till's own rows and says no by a reason: no sentence",
    ),
];

/// A crate and the workspace crates it must not depend on.
const NO_DEPENDENCY: [(&str, &[&str]); 4] = [
    ("shared-model", &["app", "ui", "sync-server"]),
    ("app", &["ui", "sync-server"]),
    ("ui", &["app", "sync-server"]),
    ("sync-server", &["app", "ui"]),
];

/// Whether `line` names the crate `name` in a path or an import.
fn uses(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + name.len()..];
        let starts = !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"');
        let own_module = line[..at].ends_with("crate::") || line[..at].ends_with("super::");
        let ends = after.starts_with("::") || (line.trim_start().starts_with("use ") && after.starts_with(';'));
        starts && ends && !own_module
    })
}

/// Whether `line` holds `word` as a word (a `word` that ends in a bracket or colon ends itself).
fn holds(line: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(is_name) && (word.ends_with([':', '(']) || !after.is_some_and(is_name))
    })
}

#[test]
fn a_library_is_used_only_where_it_is_hidden() {
    let sources = rust();
    for (library, folders, why) in ONLY_IN {
        let strangers = sources.iter().filter(|source| !source.is_in(folders) && !source.is_test);
        let findings = strangers.flat_map(|source| found(source, |line| uses(line, library))).collect();
        none(&format!("`{library}` belongs in {}: {why}", folders.join(", ")), findings);
    }
}

#[test]
fn what_would_make_two_machines_reckon_differently_is_not_in_the_core() {
    let sources = rust();
    for (folders, words, why) in NEVER_IN {
        let inside = sources.iter().filter(|source| source.is_in(folders) && !source.is_test);
        let findings =
            inside.flat_map(|source| found(source, |line| words.iter().any(|word| holds(line, word)))).collect();
        none(&format!("{} must not hold {}: {why}", folders.join(", "), words.join(", ")), findings);
    }
}

#[test]
fn crates_depend_on_each_other_one_way() {
    for (name, forbidden) in NO_DEPENDENCY {
        let path = root().join(name).join("Cargo.toml");
        let manifest = std::fs::read_to_string(&path).expect("every crate has a manifest");
        let is_forbidden = |line: &&str| {
            let key = line.split(['.', ' ', '=']).next().unwrap_or_default();
            forbidden.contains(&key)
        };
        let findings = manifest.lines().filter(is_forbidden).map(str::to_owned).collect();
        none(&format!("{name} must not depend on {}: both meet in shared-model only", forbidden.join(", ")), findings);
    }
}

fn found(source: &Source, is_it: impl Fn(&str) -> bool) -> Vec<String> {
    let lines = source.product_lines().filter(|(_, line)| is_it(line));
    lines.map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim())).collect()
}

#[test]
fn the_rules_themselves_tell_use_from_mention() {
    assert!(uses("use rusqlite::Connection;", "rusqlite"));
    assert!(uses("    let error: sqlx::Error = other;", "sqlx"));
    assert!(uses("use tauri;", "tauri"));
    assert!(!uses("use crate::tauri::Backend;", "tauri"));
    assert!(!uses("    let my_sqlx::X = 1;", "sqlx"));
    assert!(!uses("use reqwest_websocket::Message;", "reqwest"));
    assert!(holds("let x: f64 = 1.0;", "f64"));
    assert!(!holds("let x = to_f64x();", "f64"));
    assert!(holds("let t = SystemTime::now();", "SystemTime"));
}
