//! What must not be in the source. The words are written in halves here, so that this file is no finding.

use super::none;
use super::source::{Source, rust};

const UNFINISHED: [&str; 8] = [
    concat!("to", "do!("),
    concat!("unimpl", "emented!("),
    concat!("db", "g!("),
    concat!("#[ign", "ore"),
    concat!("#[should_", "panic]"),
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

/// Where waiting is the job: the loop that looks again until a condition holds, and the slow network.
const MAY_SLEEP: [&str; 4] =
    ["tests/src/world/wait.rs", "tests/src/network/", "tests/src/driver/wait.rs", "tests/src/postgres"];

#[test]
fn nothing_unfinished_is_left() {
    let findings =
        rust().iter().flat_map(|source| lines_with(source, source.text.lines().enumerate(), &UNFINISHED)).collect();
    none("what is not finished is not in the tree; a test is never switched off", findings);
}

#[test]
fn the_product_does_not_unwrap() {
    let sources = rust();
    let product = sources.iter().filter(|source| !source.is_test && !source.path.contains("/benches/"));
    let findings = product.flat_map(|source| lines_with(source, source.product_lines(), &[concat!(".unw", "rap()")]));
    none("bad input never panics: return an error, or say with `expect` why it cannot happen", findings.collect());
}

#[test]
fn tests_wait_for_a_condition_and_never_for_time() {
    let sleeps = [concat!("thread::sl", "eep("), concat!("time::sl", "eep("), concat!("sl", "eep(Duration")];
    let sources = rust();
    let tests = sources.iter().filter(|source| source.is_in(&["tests/"]) && !source.is_in(&MAY_SLEEP));
    let mut findings: Vec<String> = tests.flat_map(|source| lines_with(source, source.code_lines(), &sleeps)).collect();
    let product = sources.iter().filter(|source| !source.is_in(&["tests/"]));
    findings.extend(product.flat_map(|source| lines_with(source, source.test_lines(), &sleeps)));
    none(
        "a test that sleeps is slow on a fast machine and fails on a slow one: wait for a condition with a deadline",
        findings,
    );
}

fn lines_with<'a>(source: &Source, lines: impl Iterator<Item = (usize, &'a str)>, words: &[&str]) -> Vec<String> {
    let found = lines.filter(|(_, line)| words.iter().any(|word| line.contains(word)));
    found.map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim())).collect()
}
