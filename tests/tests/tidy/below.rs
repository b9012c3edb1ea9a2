//! What the other rules cannot see from names alone: words that another crate would make, draws where a change is
//! carried out, statements whose table is put in, and a till's rows written beside its replica.

use super::none;
use super::sentences::{CRATES, EDGES};
use super::source::{Source, rust};

/// Words that go to the log.
const TO_THE_LOG: [&str; 2] = ["app/src/till/mod.rs", "app/src/sync/start.rs"];
/// An index of words is made for several tables, which its file names.
const OF_SEVERAL: [&str; 2] = ["app/src/replica/told/index.rs", "app/src/replica/told/forget.rs"];
/// Names by which a rule that looks for `Fact::` would not find it.
const OTHER_NAMES: [&str; 6] = ["Fact as ", "Fact::*", "Fact::{", "Told as ", "Told::*", "Told::{"];
const DRAWS: [&str; 6] = ["now_v7(", "new_v4(", "SystemTime", "Instant::now", "random_bytes(", "clock::now"];
const WRITES: [&str; 3] = ["update ", "insert into ", "delete from "];

/// Lines of product files that `is_wrong`, as file, number and text.
fn lines(of: impl Fn(&Source) -> bool, is_wrong: impl Fn(&str) -> bool) -> Vec<String> {
    let sources = rust();
    let below = sources.iter().filter(|source| !source.is_test && of(source));
    let wrong = |source: &Source| -> Vec<String> {
        let lines = source.product_lines().filter(|(_, line)| !line.trim_start().starts_with("//") && is_wrong(line));
        lines.map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim())).collect()
    };
    below.flat_map(wrong).collect()
}

/// `words::sentence(…)`; the type of what is said in words is none.
fn makes_words(line: &str) -> bool {
    let called = line.match_indices("words::").filter_map(|(at, name)| line[at + name.len()..].chars().next());
    called.into_iter().any(|letter| letter.is_lowercase() || letter == '{')
}

fn has_any(line: &str, of: &[&str]) -> bool {
    of.iter().any(|one| line.contains(one))
}

/// `format!("update {table} set …")`
fn puts_a_table_in(line: &str) -> bool {
    WRITES.iter().any(|verb| line.contains(&format!("\"{verb}{{")))
}

fn writes(line: &str) -> bool {
    WRITES.iter().any(|verb| line.contains(&format!("\"{verb}")))
}

#[test]
fn nobody_below_the_edges_has_words_made() {
    let below = |source: &Source| {
        source.is_in(&CRATES) && !source.is_in(&EDGES) && !source.is_in(&TO_THE_LOG) && !source.path.contains("/words")
    };
    let model = |source: &Source| below(source) && !source.path.starts_with("shared-model/");
    none("hand the reason on; the edge has the words", lines(model, makes_words));
    assert!(makes_words("words::reason(&why)") && makes_words("use shared_model::words::{reason};"));
    assert!(!makes_words("use shared_model::words::Worded;"));
}

#[test]
fn a_fact_and_a_row_are_called_by_their_names() {
    let product = |source: &Source| source.is_in(&CRATES);
    none("a rule finds arms for whatever is left by these names", lines(product, |line| has_any(line, &OTHER_NAMES)));
    assert!(has_any("use shared_model::fact::Fact as F;", &OTHER_NAMES));
}

/// Built again, everything comes out as it was: what is carried out draws nothing and asks no clock.
#[test]
fn what_carries_out_draws_nothing() {
    let carries = |source: &Source| source.path.starts_with("sync-server/src/") && source.path.ends_with("/apply.rs");
    none("it comes with the entry, or follows from it", lines(carries, |line| has_any(line, &DRAWS)));
    assert!(has_any("let id = Uuid::now_v7();", &DRAWS));
}

#[test]
fn a_statement_that_writes_names_its_table() {
    let product = |source: &Source| source.is_in(&CRATES) && !source.is_in(&OF_SEVERAL);
    none("a rule reads which folder writes which table", lines(product, puts_a_table_in));
    assert!(puts_a_table_in("let text = format!(\"update {table} set a = 1\");"));
}

#[test]
fn a_tills_rows_are_written_in_its_replica() {
    let beside = |source: &Source| source.path.starts_with("app/src/") && !source.path.starts_with("app/src/replica/");
    none("the replica alone knows its tables", lines(beside, writes));
    assert!(writes("tx.execute(\"delete from cart\", [])"));
}
