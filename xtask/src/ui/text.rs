//! The screens' words, before they are compiled in: every language can be read and says just what English
//! says, with the same arguments. (English itself is compared with its accessors by the compiler.)

use super::files::listed;
use crate::{Attempt, path};
use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The language that the accessors are compared with.
const FIRST: &str = "en";

/// Each message's name and its arguments.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// Fails with everything that is wrong with the words.
pub fn check() -> Attempt {
    let folder = path::root().join("ui/text");
    let first = language(&folder.join(FIRST))?;
    let mut problems = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let other = entry?.path();
        let found = compare(&first, &language(&other)?);
        problems.extend(found.into_iter().map(|problem| format!("{}: {problem}", other.display())));
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(problems.join("\n").into()),
    }
}

fn language(folder: &Path) -> Attempt<Messages> {
    let mut all = Messages::new();
    for file in listed(folder)? {
        let text = std::fs::read_to_string(&file)?;
        let messages = read(&text).map_err(|problem| format!("{}: {problem}", file.display()))?;
        for (id, arguments) in messages {
            if all.insert(id.clone(), arguments).is_some() {
                return Err(format!("{}: {id} stands in two places", file.display()).into());
            }
        }
    }
    Ok(all)
}

fn read(text: &str) -> Result<Messages, String> {
    let resource = parser::parse(text).map_err(|(_, errors)| format!("{errors:?}"))?;
    let mut messages = Messages::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let value = message.value.ok_or_else(|| format!("{} says nothing", message.id.name))?;
                let mut arguments = BTreeSet::new();
                pattern(&value, &mut arguments);
                if messages.insert(message.id.name.to_owned(), arguments).is_some() {
                    return Err(format!("{} stands there twice", message.id.name));
                }
            }
            Entry::Term(term) => return Err(format!("-{}: a term is in nobody's reach", term.id.name)),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Junk { content } => return Err(format!("cannot be read: {content}")),
        }
    }
    Ok(messages)
}

fn pattern(pattern: &Pattern<&str>, arguments: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression: placed } = element {
            expression(placed, arguments);
        }
    }
}

fn expression(of: &Expression<&str>, arguments: &mut BTreeSet<String>) {
    match of {
        Expression::Select { selector, variants } => {
            inline(selector, arguments);
            variants.iter().for_each(|variant| pattern(&variant.value, arguments));
        }
        Expression::Inline(of) => inline(of, arguments),
    }
}

fn inline(of: &InlineExpression<&str>, arguments: &mut BTreeSet<String>) {
    match of {
        InlineExpression::VariableReference { id } => drop(arguments.insert(id.name.to_owned())),
        InlineExpression::Placeable { expression: placed } => expression(placed, arguments),
        InlineExpression::FunctionReference { arguments: given, .. } => call(given, arguments),
        InlineExpression::TermReference { arguments: Some(given), .. } => call(given, arguments),
        InlineExpression::TermReference { arguments: None, .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. } => {}
    }
}

fn call(given: &CallArguments<&str>, arguments: &mut BTreeSet<String>) {
    given.positional.iter().for_each(|one| inline(one, arguments));
    given.named.iter().for_each(|one| inline(&one.value, arguments));
}

/// What `other` says less, more or otherwise than `first`.
fn compare(first: &Messages, other: &Messages) -> Vec<String> {
    let mut problems = Vec::new();
    for (id, arguments) in first {
        match other.get(id) {
            None => problems.push(format!("{id} is missing")),
            // A form for one may do without its number; an argument that nobody gives would be said as it stands.
            Some(own) => problems.extend(own.difference(arguments).map(|one| format!("{id}: nobody gives ${one}"))),
        }
    }
    problems.extend(other.keys().filter(|id| !first.contains_key(*id)).map(|id| format!("{id}: nobody says it")));
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_what_english_says() {
        check().expect("the words of the screens");
        let english = language(&path::root().join("ui/text").join(FIRST)).expect("English can be read");
        assert!(english.len() > 200, "only {} messages were found", english.len());
    }

    #[test]
    fn a_message_that_is_missing_left_over_or_asks_for_what_nobody_gives_is_told() {
        let first = read("a_sale = { $count ->\n    [one] { $count } sale\n   *[other] { $count } sales\n}\nb = B\n");
        let other = read("a_sale = { $number } Verkäufe\nc = C\n");
        let problems = compare(&first.expect("well formed"), &other.expect("well formed"));
        assert_eq!(problems, ["a_sale: nobody gives $number", "b is missing", "c: nobody says it"]);
    }

    #[test]
    fn arguments_are_found_wherever_they_stand() {
        let messages = read("a = { $b ->\n    [one] { NUMBER($c, digits: 2) }\n   *[other] { { $d } }\n}\n");
        let arguments = messages.expect("well formed").remove("a").expect("the message");
        assert_eq!(arguments.into_iter().collect::<Vec<_>>(), ["b", "c", "d"]);
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        for text in ["a = { $b\n", "a = A\na = B\n", "-a = A\n", "a =\n"] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}
