//! A migration that somebody has run is never changed: the next one changes what it made.

use super::none;
use super::source::{below, root};
use shared_model::unit::Hash;

/// One line per migration: its hash and its path.
const LIST: &str = "tests/tests/tidy/migrations.txt";

#[test]
fn migrations_are_only_added() {
    let list = std::fs::read_to_string(root().join(LIST)).expect("the list of migrations is there");
    let now: Vec<String> =
        below("migrations", "sql").iter().map(|file| format!("{} {}", hash(&file.text), file.path)).collect();
    let kept: Vec<&str> = list.lines().collect();
    let changed = kept.iter().filter(|line| !now.iter().any(|now| now == *line)).map(|line| (*line).to_owned());
    none("these migrations were changed or removed, but shops have run them: add a new one instead", changed.collect());
    let new = now.into_iter().filter(|line| !kept.contains(&line.as_str()));
    none(&format!("new migrations: add these lines to {LIST}"), new.collect());
}

fn hash(text: &str) -> String {
    Hash::of("migration", &[text.as_bytes()]).to_hex()
}
