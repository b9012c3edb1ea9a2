//! What a person reads is said at the edges: on the command line, in an HTTP answer, on screens and
//! on paper. Below them there are codes and figures, which `shared-model/src/words` puts into words.

use super::none;
use super::source::{Source, rust};
use super::sql::is_sql;

pub const CRATES: [&str; 3] = ["shared-model/src/", "app/src/", "sync-server/src/"];

/// Where words are made, and what no person reads.
pub const EDGES: [&str; 14] = [
    "shared-model/src/words/",
    "shared-model/src/paper/",
    "shared-model/src/golden/",
    "shared-model/src/sample.rs",
    // Each command with the line that documents it.
    "shared-model/src/command/",
    "app/src/bin/",
    "app/src/shell/",
    "app/src/device/",
    "sync-server/src/bin/",
    "sync-server/src/cli/",
    "sync-server/src/http/",
    // Parts of statements, and names of columns.
    "sync-server/src/db/",
    "sync-server/src/rebuild/digest.rs",
    "app/src/replica/told/product.rs",
];

/// Calls whose words go to the log, to whoever reads a panic or an error's chain, or into a hash.
const NOT_READ: [&str; 18] = [
    "expect",
    "panic!",
    "unreachable!",
    "assert!",
    "assert_eq!",
    "assert_ne!",
    "tracing::error!",
    "tracing::warn!",
    "tracing::info!",
    "tracing::debug!",
    "Hash::of",
    "derived_id",
    "Error::custom",
    "Error::invalid_length",
    "write_str",
    "DecodeError::Malformed",
    "ReplicaError::Value",
    "Error::ToSqlConversionFailure",
];

/// How a part of a statement begins.
const SQL: [&str; 4] = ["on conflict ", "order by ", "pragma ", "insert "];

/// Whose errors nobody meets but the log and whoever looks after the machine: what a person hears of them
/// is a reason or a sentence of the edge.
const FOR_THE_LOG: [&str; 8] = [
    "shared-model/src/",
    "app/src/",
    "sync-server/src/act/",
    "sync-server/src/config.rs",
    "sync-server/src/document/",
    "sync-server/src/ledger/",
    "sync-server/src/merge/push.rs",
    "sync-server/src/rebuild/",
];

/// Of a file's own, which logs.
const LOGS: [(&str, &str); 1] = [("app/src/sync/work.rs", "report")];

#[test]
fn no_sentence_is_made_below_the_edges() {
    let sources = rust();
    let below = sources.iter().filter(|source| !source.is_test && source.is_in(&CRATES) && !source.is_in(&EDGES));
    let findings = below.flat_map(|source| {
        let said = said(&source.product_text()).into_iter().filter(|(_, calls, text)| {
            !is_of_attribute(calls)
                && calls.iter().all(|call| is_read(call) && !is_log(source, call))
                && is_sentence(text)
        });
        said.map(|(line, _, text)| format!("{}:{line}: {text:?}", source.path)).collect::<Vec<_>>()
    });
    none("give a reason with its figures, and words for it in shared-model/src/words", findings.collect());
}

/// What an error says of itself goes to the log, to whoever looks after the machine. One that a person
/// meets at a command or a screen is put into words there.
#[test]
fn what_an_error_says_of_itself_is_for_the_log() {
    let sources = rust();
    let below = sources.iter().filter(|source| !source.is_test && source.is_in(&CRATES) && !source.is_in(&EDGES));
    let findings = below.filter(|source| !source.is_in(&FOR_THE_LOG)).flat_map(|source| {
        let errors =
            said(&source.product_text()).into_iter().filter(|(_, calls, text)| is_error(calls) && is_sentence(text));
        errors.map(|(line, _, text)| format!("{}:{line}: {text:?}", source.path)).collect::<Vec<_>>()
    });
    none(
        "let it say its data and give it words at the edge, or say that nobody but the log reads it",
        findings.collect(),
    );
}

fn is_of_attribute(calls: &[String]) -> bool {
    calls.iter().any(|call| call == "#")
}

fn is_error(calls: &[String]) -> bool {
    is_of_attribute(calls) && calls.iter().any(|call| call == "error")
}

fn is_read(call: &str) -> bool {
    !NOT_READ.iter().any(|name| call == *name || call.ends_with(&format!("::{name}")))
}

fn is_log(source: &Source, call: &str) -> bool {
    LOGS.contains(&(source.path.as_str(), call))
}

/// Three words after each other that are nothing but words.
fn is_sentence(text: &str) -> bool {
    let is_word = |word: &&str| {
        let word = word.trim_end_matches([',', '.', ';', ':', '?']);
        !word.is_empty() && word.chars().all(|letter| letter.is_alphabetic() || letter == '\'')
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_part = SQL.iter().any(|begins| text.trim_start().starts_with(begins));
    !is_part && !is_sql(text) && words.windows(3).any(|three| three.iter().all(is_word))
}

/// Every string of the code, with its line and the calls that it stands in. What an attribute
/// says of an item is none.
fn said(text: &str) -> Vec<(usize, Vec<String>, String)> {
    let mut found: Vec<(usize, Vec<String>, String)> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let (mut line, mut before) = (1, String::new());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        line += usize::from(letter == '\n');
        match letter {
            '/' if letters.peek() == Some(&'/') => line += usize::from(letters.by_ref().any(|next| next == '\n')),
            '"' => {
                let (begins, mut literal) = (line, String::new());
                while let Some(next) = letters.next().filter(|next| *next != '"') {
                    let escaped = if next == '\\' { letters.next() } else { None };
                    line += usize::from(next == '\n' || escaped == Some('\n'));
                    literal.push(if escaped.is_some() { ' ' } else { next });
                }
                found.push((begins, open.clone(), literal));
            }
            '\'' => {
                // A character; a quote before a lifetime is none.
                let mut ahead = letters.clone();
                let is_escape = ahead.next() == Some('\\');
                if is_escape || ahead.next() == Some('\'') {
                    letters.nth(if is_escape { 2 } else { 1 });
                }
            }
            '(' | '[' | '{' => open.push(std::mem::take(&mut before)),
            ')' | ']' | '}' => drop(open.pop()),
            _ => {}
        }
        match letter {
            '#' => before = "#".into(),
            _ if letter.is_alphanumeric() || matches!(letter, '_' | '!' | ':') => before.push(letter),
            _ => before.clear(),
        }
    }
    found
}

#[test]
fn a_sentence_is_found_and_what_only_looks_like_one_is_not() {
    let of = |text: &str| -> Vec<String> {
        let found = said(text).into_iter().filter(|(_, calls, text)| {
            !is_of_attribute(calls) && calls.iter().all(|call| is_read(call)) && is_sentence(text)
        });
        found.map(|(_, _, text)| text).collect()
    };
    assert_eq!(of(r#"fn a() { format!("the disk is full: {x}") }"#), ["the disk is full: {x}"]);
    assert_eq!(of("let why = Err(\n    \"two words\\\n more\".to_owned());"), ["two words  more"]);
    let none = r#"tracing::warn!(%x, "the disk is full"); #[error("the disk is full")] // "the disk is full"
        sql("select one from many where so"); x.expect("the disk is full"); Hash::of("the disk is full");"#;
    assert_eq!(of(none), Vec::<String>::new());
    let errors = said(none).into_iter().filter(|(_, calls, _)| is_error(calls)).map(|(_, _, text)| text);
    assert_eq!(errors.collect::<Vec<_>>(), ["the disk is full"]);
}
