//! The nouns of the server: what they may know of the act that changes them, and of each other.

use super::arrows::{Arrow, SERVER, arrows};
use super::none;
use super::source::{Source, rust};
use std::collections::BTreeMap;

/// A noun of the server says what becomes of a fact, so it knows the act that it happens in, and
/// an act knows the nouns: the one place where two folders know each other. On the nouns' side
/// these files do, and no other.
const IN_ACT: [&str; 11] = [
    "apply.rs",
    "rows.rs",
    "judge.rs",
    "shortage.rs",
    "state.rs",
    // They begin an act, for whoever asks.
    "again.rs",
    "create.rs",
    "enrol.rs",
    "receive.rs",
    "set.rs",
    "staff.rs",
];

const NOUNS: [&str; 8] = ["catalogue", "drawer", "order", "party", "payment", "setting", "supply", "terminal"];

pub fn is_act_of_noun(name: &str, arrow: &Arrow) -> bool {
    name == "sync-server" && NOUNS.contains(&arrow.from.as_str()) && arrow.to == "act"
}

#[test]
fn a_noun_knows_the_act_only_where_it_is_carried_out_or_begun() {
    let (arrows, _) = arrows("sync-server", SERVER, &rust());
    let of_act: Vec<&Arrow> = arrows.iter().filter(|arrow| is_act_of_noun("sync-server", arrow)).collect();
    assert!(of_act.len() > NOUNS.len(), "what nouns use of an act was not found");
    let strangers =
        of_act.into_iter().filter(|arrow| !IN_ACT.iter().any(|file| arrow.file.ends_with(&format!("/{file}"))));
    let findings = strangers.map(|arrow| format!("{}: {}", arrow.file, arrow.path.join("::"))).collect();
    none("rows are read and lists are made without an act", findings);
}

/// What each file of a noun hands out, by the noun's `mod.rs`.
fn handed_out(sources: &[Source]) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for noun in NOUNS {
        let below = format!("{noun}/mod.rs");
        let Some(source) = sources.iter().find(|source| source.path == format!("sync-server/src/{below}")) else {
            continue;
        };
        for (_, line) in source.product_lines().filter(|(_, line)| line.contains("use ") && line.contains("::")) {
            let (_, used) = line.split_once("use ").expect("it was looked for");
            let (file, names) = used.split_once("::").expect("it was looked for");
            for name in names.split(|letter: char| !letter.is_alphanumeric() && letter != '_') {
                found.insert((noun.to_owned(), name.to_owned()), file.to_owned());
            }
        }
    }
    found
}

#[test]
fn a_noun_reads_another_only_through_its_list() {
    let sources = rust();
    let handed_out = handed_out(&sources);
    let (arrows, _) = arrows("sync-server", SERVER, &sources);
    let between =
        arrows.iter().filter(|arrow| NOUNS.contains(&arrow.from.as_str()) && NOUNS.contains(&arrow.to.as_str()));
    let strangers = between.filter(|arrow| {
        let name = arrow.path.get(1).cloned().unwrap_or_default();
        handed_out.get(&(arrow.to.clone(), name)).map(String::as_str) != Some("list")
    });
    let findings = strangers.map(|arrow| format!("{}: {}", arrow.file, arrow.path.join("::"))).collect();
    none("what a noun shows to others is in its list.rs", findings);
}
