//! What every file and function looks like: a page says what it owns, a function fits a screen, a type's name is its own.

use super::none;
use super::source::{Source, rust};
use std::collections::{BTreeMap, BTreeSet};

const FUNCTION_LINES_MAX: usize = 70;

/// Named by the module before them: each noun's rows, each engine's connections.
const EACH_HAS_ITS_OWN: [&str; 3] = ["Rows", "Lease", "Pool"];

#[test]
fn every_file_says_what_it_owns() {
    none("a file begins with what it owns and what always holds", silent(&rust()));
}

fn silent(sources: &[Source]) -> Vec<String> {
    sources.iter().filter(|source| !source.text.starts_with("//!")).map(|source| source.path.clone()).collect()
}

pub fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// What stands behind `pub`, whoever may see it.
fn shown(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("pub")?;
    let behind = rest.strip_prefix('(').and_then(|to_whom| to_whom.split_once(')')).map_or(rest, |(_, behind)| behind);
    behind.strip_prefix(' ')
}

fn begins_function(line: &str) -> bool {
    let words = shown(line).unwrap_or(line.trim_start());
    words.trim_start_matches("const ").trim_start_matches("async ").starts_with("fn ")
}

/// (first line, length) of each function with a body of its own.
fn functions(source: &Source) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = source.text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate().filter(|(_, line)| begins_function(line)) {
        let closing = format!("{}}}", &line[..indent(line)]);
        let end = lines
            .iter()
            .skip(start)
            .position(|line| **line == closing || line.trim_end().ends_with(';') && indent(line) == closing.len() - 1);
        found.extend(end.map(|length| (start + 1, length + 1)));
    }
    found
}

#[test]
fn a_function_fits_a_screen() {
    let sources = rust();
    let product = sources.iter().filter(|source| !source.is_test);
    let long = product.flat_map(|source| {
        let long = functions(source).into_iter().filter(|(_, length)| *length > FUNCTION_LINES_MAX);
        long.map(|(line, length)| format!("{}:{line}: {length} lines", source.path)).collect::<Vec<_>>()
    });
    none(&format!("a function over {FUNCTION_LINES_MAX} lines does more than one thing"), long.collect());
}

/// A type that the line declares, for other files to name or for its own.
fn named_type(line: &str) -> Option<&str> {
    let line = match shown(line) {
        Some(line) => line,
        None if indent(line) == 0 => line,
        None => return None,
    };
    let after = ["struct ", "enum ", "trait ", "union ", "type "].iter().find_map(|word| line.strip_prefix(word))?;
    let end = after.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(after.len());
    (end > 0).then(|| &after[..end])
}

/// Types of one crate that share a name, of which others may name one at least.
fn twins(sources: &[Source]) -> Vec<String> {
    let mut named: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    let mut known: BTreeSet<(&str, &str)> = BTreeSet::new();
    for source in sources.iter().filter(|source| source.path.contains("/src/") && !source.is_test) {
        let place = source.path.split('/').next().expect("a path has a first part");
        for (line, name) in source.product_lines().filter_map(|(_, line)| Some((line, named_type(line)?))) {
            if shown(line).is_some() {
                known.insert((place, name));
            }
            let files = named.entry((place, name)).or_default();
            // Another form of the same type, for another platform, stands in the same file.
            if files.last() != Some(&source.path.as_str()) {
                files.push(&source.path);
            }
        }
    }
    let twins = named
        .into_iter()
        .filter(|(key, files)| files.len() > 1 && known.contains(key) && !EACH_HAS_ITS_OWN.contains(&key.1));
    twins.map(|((_, name), files)| format!("{name}: {}", files.join(", "))).collect()
}

#[test]
fn a_type_has_a_name_of_its_own() {
    none("who reads a type's name should not have to ask which one is meant", twins(&rust()));
}

#[test]
fn the_rules_find_what_breaks_them() {
    let many = "    let x = 1;\n".repeat(FUNCTION_LINES_MAX);
    let text = format!("fn long() {{\n{many}}}\n");
    for sight in ["", "pub ", "pub(crate) ", "pub(in crate::a) ", "pub(super) async "] {
        let source = Source { path: "x.rs".into(), text: format!("{sight}{text}"), is_test: false };
        assert_eq!(functions(&source), [(1, FUNCTION_LINES_MAX + 2)], "{sight}fn");
    }
    let file = |path: &str, text: &str| Source { path: path.into(), text: text.into(), is_test: false };
    let crates = [
        file(
            "app/src/a.rs",
            "pub struct Row;\npub(super) struct Rows;\npub enum Kind<T> {}\nstruct Own;\nstruct Step;\n",
        ),
        file("app/src/b.rs", "    pub(in crate::b) type Row = u8;\npub struct Rows;\nstruct Own;\npub enum Step {}\n"),
        file("ui/src/a.rs", "pub enum Kind {}\n"),
    ];
    let shared = ["Row: app/src/a.rs, app/src/b.rs", "Step: app/src/a.rs, app/src/b.rs"];
    assert_eq!(twins(&crates), shared, "what no other file may name is its own");
    assert_eq!(silent(&[file("a.rs", "//! It owns.\n"), file("b.rs", "use a;\n")]), ["b.rs"]);
}
