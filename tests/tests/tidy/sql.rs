//! The SQL that stands in the server's source: every text that holds a statement or a part of one.

use super::source::{below, rust};
use std::collections::BTreeSet;

pub struct Statement {
    pub file: String,
    pub line: usize,
    /// On one line.
    pub text: String,
}

impl Statement {
    /// The folder of the server that it stands in.
    pub fn folder(&self) -> &str {
        self.file.trim_start_matches("sync-server/src/").split(['/', '.']).next().unwrap_or_default()
    }

    /// Words that stand right behind one of `before`.
    pub fn after<'s>(&'s self, before: &'s [&'s str]) -> impl Iterator<Item = &'s str> {
        let words = before.iter().flat_map(|word| self.text.match_indices(word).map(|(at, found)| (at, found.len())));
        let whole = words
            .filter(|(at, _)| !self.text[..*at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_'));
        whole.map(|(at, length)| word(&self.text[at + length..]))
    }
}

pub const WRITES: [&str; 3] = ["insert into ", "update ", "delete from "];
pub const READS: [&str; 2] = ["from ", "join "];

pub fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// The tables that the migrations make.
pub fn tables() -> BTreeSet<String> {
    let files = below("migrations/server", "sql");
    let made = files.iter().flat_map(|file| file.text.lines().filter_map(|line| line.strip_prefix("create table ")));
    made.map(|rest| word(rest).to_owned()).collect()
}

/// Every statement of the server, and every part of one that names a table.
pub fn statements() -> Vec<Statement> {
    let mut found = Vec::new();
    for source in rust().iter().filter(|source| source.path.starts_with("sync-server/src/") && !source.is_test) {
        for (line, literal) in literals(&source.product_text()) {
            let text = literal.split_whitespace().collect::<Vec<_>>().join(" ");
            if is_sql(&text) {
                found.push(Statement { file: source.path.clone(), line, text });
            }
        }
    }
    found
}

/// A statement, or what begins inside of one.
pub fn is_sql(text: &str) -> bool {
    let begins = ["select ", "insert into ", "update ", "delete from "].iter().any(|verb| text.starts_with(verb));
    begins
        || text.contains("(select ")
        || text.contains(" select ")
        || text.starts_with("join ")
        || text.contains(" join ")
}

/// The text's string literals, with the line each begins on.
pub fn literals(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut begun: Option<(usize, String)> = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        line += usize::from(letter == '\n');
        match (&mut begun, letter) {
            (None, '"') => begun = Some((line, String::new())),
            (None, '\'') => {
                // A character; a quote before a lifetime is none.
                let mut ahead = letters.clone();
                let is_escape = ahead.next() == Some('\\');
                if is_escape || ahead.next() == Some('\'') {
                    letters.nth(if is_escape { 2 } else { 1 });
                }
            }
            (None, _) => {}
            (Some(_), '"') => found.extend(begun.take()),
            (Some((_, literal)), '\\') => {
                let next = letters.next().unwrap_or_default();
                line += usize::from(next == '\n');
                literal.push(' ');
            }
            (Some((_, literal)), _) => literal.push(letter),
        }
    }
    found
}
