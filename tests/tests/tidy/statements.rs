//! Each statement that reads or writes rows of a business says of which one: no id alone opens what belongs to
//! another.

use super::none;
use super::source::{below, rust};
use std::collections::BTreeSet;

/// A code is looked up by whoever types it, before it is known whose it is; the others belong to no business.
const OF_NOBODY: [&str; 4] = ["business", "generation", "server_key", "enrol_code"];

const SQL: [&str; 4] = ["select ", "insert into ", "update ", "delete from "];

fn tables() -> BTreeSet<String> {
    let migrations = below("migrations/server", "sql");
    let made =
        migrations.iter().flat_map(|file| file.text.lines().filter_map(|line| line.strip_prefix("create table ")));
    let names = made.map(|rest| rest.split([' ', '(']).next().unwrap_or_default().to_owned());
    names.filter(|name| !OF_NOBODY.contains(&name.as_str())).collect()
}

/// The text's string literals, with the line each begins on.
fn literals(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut begun: Option<(usize, String)> = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        line += usize::from(letter == '\n');
        match (&mut begun, letter) {
            (None, '"') => begun = Some((line, String::new())),
            (None, '\'') => drop(letters.next().filter(|next| *next == '\\').and_then(|_| letters.next())),
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

fn names(statement: &str, table: &str) -> bool {
    ["from", "into", "update", "join"].iter().any(|word| {
        statement.match_indices(&format!("{word} {table}")).any(|(at, found)| {
            let next = statement[at + found.len()..].chars().next();
            next.is_none_or(|next| !next.is_ascii_alphanumeric() && next != '_')
        })
    })
}

#[test]
fn each_statement_about_a_business_names_it() {
    let tables = tables();
    let mut findings = Vec::new();
    for source in rust().iter().filter(|source| source.path.starts_with("sync-server/src/")) {
        for (line, literal) in literals(&source.text) {
            let statement = literal.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_sql = SQL.iter().any(|verb| statement.starts_with(verb));
            if is_sql && tables.iter().any(|table| names(&statement, table)) && !statement.contains("business") {
                findings.push(format!("{}:{line}: {statement}", source.path));
            }
        }
    }
    none("one business never reads or changes what is another's: name it in the statement", findings);
}

#[test]
fn a_statement_that_names_none_is_found() {
    let text =
        "sql(\"select id from orders \\\n where id = $1\") + 'x' + \"update price set a = 1 where business = $1\"";
    let statements: Vec<String> = literals(text).into_iter().map(|(_, literal)| literal).collect();
    assert_eq!(statements.len(), 2);
    assert!(names(&statements[0], "orders") && !names(&statements[0], "order"));
}
