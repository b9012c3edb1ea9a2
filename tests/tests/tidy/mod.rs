//! The tree's own rules, run: which folder may touch which, how long a file may be, what must not be in it, and that
//! the architecture page tells the truth. Each message says why the rule is there.

mod arrows;
mod begins;
mod below;
mod bounds;
mod digest;
mod imports;
mod map;
mod migrations;
mod named;
mod nouns;
mod open;
mod paths;
mod sentences;
mod shape;
mod size;
mod source;
mod sql;
mod statements;
mod tables;
mod words;

/// Fails with all findings at once, each on a line of its own, below the reason for the rule.
#[track_caller]
fn none(why: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{why}\n  {}\n", findings.join("\n  "));
}
