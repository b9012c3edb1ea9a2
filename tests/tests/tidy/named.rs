//! What there will be more of is named by whoever handles it: the compiler then asks each of them about the next.

use super::none;
use super::shape::indent;
use super::source::{Source, rust};
use shared_model::fact::Fact;

/// Facts, rows of the log, frames, calls, pages.
const GROWS: [&str; 6] = ["Fact", "Told", "ClientFrame", "ServerFrame", "Call", "PageName"];

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// What stands behind each place where something that grows is named.
fn behind(text: &str) -> impl Iterator<Item = &str> {
    GROWS.iter().flat_map(move |grows| {
        let named = text.match_indices(grows).filter(|(at, _)| !text[..*at].chars().next_back().is_some_and(is_name));
        named.map(|(at, _)| &text[at + grows.len()..])
    })
}

fn names_one(text: &str) -> bool {
    behind(text).any(|behind| behind.strip_prefix("::").is_some_and(|name| name.starts_with(char::is_uppercase)))
}

/// By whatever name it goes inside of its own `impl`.
fn names_itself(text: &str) -> bool {
    text.match_indices("Self::").any(|(at, self_)| text[at + self_.len()..].starts_with(char::is_uppercase))
}

/// Whether a pattern takes whatever is left: `_`, a name for it, or one of them inside of what only wraps it.
fn takes_all(pattern: &str) -> bool {
    let pattern = pattern.trim().trim_start_matches('&').trim_start_matches("ref ").trim_start_matches("mut ");
    if let Some((_, inner)) = pattern.split_once(" @ ") {
        return takes_all(inner);
    }
    let wrapped = ["Some(", "Ok(", "("].iter().find_map(|wrap| pattern.strip_prefix(wrap)?.strip_suffix(')'));
    match wrapped {
        Some(inner) => inner.split(',').all(takes_all),
        None => {
            let is_name =
                pattern.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
            is_name && !pattern.is_empty()
        }
    }
}

/// The patterns of an arm's first line.
fn patterns(arm: &str) -> impl Iterator<Item = &str> {
    let pattern = arm.split(" => ").next().unwrap_or(arm).trim_end_matches(" =>");
    let pattern = pattern.split(" if ").next().unwrap_or(pattern);
    pattern.split('|')
}

/// An error that says which kind it was is not unseen.
fn is_refused(arm: &str) -> bool {
    let Some((name, body)) = arm.split_once(" => ") else { return false };
    body.trim_start_matches("return ").starts_with("Err(") && body.contains(&format!("{name}.kind()"))
}

/// Matches over something that grows, with an arm for whatever is not named.
fn wild(source: &Source) -> Vec<String> {
    let lines: Vec<(usize, &str)> = source.product_lines().collect();
    let mut found = Vec::new();
    let mut own = false;
    for (at, (number, line)) in lines.iter().enumerate() {
        if line.starts_with("impl") {
            own = behind(line).any(|behind| !behind.starts_with(is_name));
        }
        if !line.contains("match ") {
            continue;
        }
        let outer = indent(line);
        // What is asked about may take several lines; the last of them stands as far in as the first.
        let rest = lines[at..].iter().map(|(_, line)| *line);
        let body = rest.skip_while(|line| !(line.trim_end().ends_with('{') && indent(line) == outer)).skip(1);
        let body = body.take_while(|line| line.is_empty() || indent(line) > outer);
        let arms: Vec<&str> = body.filter(|line| indent(line) == outer + 4).map(str::trim).collect();
        let by_text = line.contains(".kind()") && arms.iter().any(|arm| arm.starts_with('"'));
        let grows =
            by_text || arms.iter().any(|arm| patterns(arm).any(|one| names_one(one) || own && names_itself(one)));
        if grows && arms.iter().any(|arm| patterns(arm).any(takes_all) && !is_refused(arm)) {
            found.push(format!("{}:{number}: {}", source.path, line.trim()));
        }
    }
    found
}

/// Questions that sort several kinds without naming the rest: one `if let` after the other, a `matches!` of many.
fn sorted_by_hand(source: &Source) -> Vec<String> {
    let asks = |line: &str| {
        let chained = line.contains("else if let ") && names_one(line);
        let many = line
            .split_once("matches!(")
            .is_some_and(|(_, asked)| asked.split(" | ").filter(|one| names_one(one)).count() > 1);
        let inverted = line.split_once("!matches!(").is_some_and(|(_, asked)| names_one(asked));
        chained || many || inverted
    };
    let found = source.product_lines().filter(|(_, line)| asks(line));
    found.map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim())).collect()
}

/// Another name for what grows, or its variants without it.
fn renamed(source: &Source) -> Vec<String> {
    let renames = |line: &str| {
        let imports = line.trim_start().trim_start_matches("pub ").starts_with("use ");
        imports && behind(line).any(|behind| [" as ", "::*", "::{"].iter().any(|other| behind.starts_with(other)))
    };
    let found = source.product_lines().filter(|(_, line)| renames(line));
    found.map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim())).collect()
}

/// Kinds of facts as texts: whoever asks by one is not asked about the next.
fn by_text(source: &Source) -> Vec<String> {
    // A name that another list gives to something of its own is no question.
    let declares = |line: &str| line.trim_start().starts_with(char::is_uppercase) && line.contains(" = \"");
    let names = |line: &str| !declares(line) && Fact::KINDS.iter().any(|kind| line.contains(&format!("\"{kind}\"")));
    let is_home = source.is_in(&["shared-model/src/fact/", "shared-model/src/golden/"]);
    let found = source.product_lines().filter(|(_, line)| !is_home && names(line));
    found.map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim())).collect()
}

#[test]
fn whoever_handles_what_grows_names_each() {
    let sources = rust();
    let product = sources.iter().filter(|source| !source.is_test);
    let findings = product
        .flat_map(|source| [wild(source), sorted_by_hand(source), renamed(source), by_text(source)].concat())
        .collect();
    none("a new kind must not fall through unseen: name every one, the compiler then asks about the next", findings);
}

#[test]
fn what_falls_through_is_found() {
    let source = |text: String| Source { path: "x.rs".into(), text, is_test: false };
    let of = |first: &str, last: &str| {
        wild(&source(format!("fn f() {{\n    match it {{\n        {first} => 1,\n        {last} => 2,\n    }}\n}}\n")))
            .len()
    };
    for last in ["_", "other", "_ if true", "rest if rest.is_odd()", "Fact::B(_) | _", "all @ _", "&_", "ref it"] {
        assert_eq!(of("Fact::A(_)", last), 1, "{last}");
    }
    let body =
        |arm: &str| format!("fn f() {{\n    match it {{\n        Fact::A(_) => Ok(1),\n        {arm},\n    }}\n}}\n");
    assert_eq!(wild(&source(body("other => Err(Unexpected { found: other.kind() })"))).len(), 0, "it is said which");
    assert_eq!(wild(&source(body("other => Err(Unexpected)"))).len(), 1);
    for (first, last) in
        [("Some(Told::A(_))", "Some(other)"), ("Ok(Told::A { .. })", "Ok(_)"), ("(Fact::A, 1)", "(_, _)")]
    {
        assert_eq!(of(first, last), 1, "{last}");
    }
    for (first, last) in [
        ("Some(Fact::A(_))", "None"),
        ("Fact::A(_)", "all @ (Fact::B(_)"),
        ("Ok(Fact::A(_))", "Err(error)"),
        ("Mine::A", "_"),
    ] {
        assert_eq!(of(first, last), 0, "{last}");
    }
    let by_hand = |line: &str| sorted_by_hand(&source(format!("    {line}\n"))).len();
    assert_eq!(by_hand("} else if let Some(Fact::A(a)) = fact {"), 1);
    assert_eq!(by_hand("matches!(fact, Fact::A(_) | Fact::B(_))"), 1);
    assert_eq!(by_hand("if !matches!(fact, Fact::A(_)) {"), 1);
    assert_eq!(by_hand("matches!(fact, Fact::A(_))"), 0);
    assert_eq!(by_hand("if let Fact::A(a) = fact {"), 0);
    let itself = "impl Fact {\n    fn f(&self) {\n        match self {\n            Self::A => 1,\n            _ => 2,\n        }\n    }\n}\n";
    assert_eq!(wild(&source(itself.into())).len(), 1);
    assert_eq!(wild(&source(itself.replace("impl Fact", "impl Factory"))).len(), 0);
    let long = "fn f() {\n    match asked(\n        it,\n    ) {\n        Fact::A => 1,\n        _ => 2,\n    }\n}\n";
    assert_eq!(wild(&source(long.into())).len(), 1);
    let kind = "fn f() {\n    match fact.kind() {\n        \"a\" => 1,\n        _ => 2,\n    }\n}\n";
    assert_eq!(wild(&source(kind.into())).len(), 1);
    assert_eq!(by_text(&source("    let is_sale = kind == \"order_placed\";\n".into())).len(), 1);
    assert_eq!(by_text(&source("    let text = \"order_placed_twice\";\n".into())).len(), 0);
    let other_name = |line: &str| renamed(&source(format!("    {line}\n"))).len();
    for line in ["use a::Fact as Said;", "use a::Fact::*;", "pub use a::Told::{A, B};"] {
        assert_eq!(other_name(line), 1, "{line}");
    }
    for line in ["use a::{Fact, FactError as Error};", "let it = fact as Fact;"] {
        assert_eq!(other_name(line), 0, "{line}");
    }
}
