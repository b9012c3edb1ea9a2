//! The paths of its own crate that a source names, in imports and in code.

use super::source::Source;
use std::iter::Peekable;
use std::str::Chars;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    /// `::`, or one of `{`, `}`, `,`, `*`, `;`.
    Mark(&'static str),
    Other,
}

const MARKS: [(char, &str); 5] = [('{', "{"), ('}', "}"), (',', ","), ('*', "*"), (';', ";")];

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => skip_string(&mut letters),
            '\'' => skip_character(&mut letters),
            ':' if letters.next_if_eq(&':').is_some() => found.push(Token::Mark("::")),
            _ if letter.is_alphanumeric() || letter == '_' => {
                let mut word = String::from(letter);
                while let Some(next) = letters.next_if(|next| next.is_alphanumeric() || *next == '_') {
                    word.push(next);
                }
                found.push(Token::Word(word));
            }
            _ if letter.is_whitespace() => {}
            _ => {
                let mark = MARKS.iter().find(|(mark, _)| *mark == letter);
                found.push(mark.map_or(Token::Other, |(_, mark)| Token::Mark(mark)));
            }
        }
    }
    found
}

fn skip_string(letters: &mut Peekable<Chars>) {
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '"' => return,
            _ => {}
        }
    }
}

/// A character, or the quote before a lifetime.
fn skip_character(letters: &mut Peekable<Chars>) {
    let mut ahead = letters.clone();
    let is_escape = ahead.next() == Some('\\');
    if is_escape || ahead.next() == Some('\'') {
        letters.next();
        if is_escape {
            letters.next();
        }
        letters.find(|letter| *letter == '\'');
    }
}

/// Where a file's module stands below `src`.
pub fn module(below_src: &str) -> Vec<String> {
    let parts = below_src.trim_end_matches(".rs").split('/').map(str::to_owned);
    parts.filter(|part| part != "mod").collect()
}

/// Each path from the root of the crate called `name`. A program knows the crate by that name,
/// and its own modules are nobody else's.
pub fn named(source: &Source, below_src: &str, name: &str) -> Vec<Vec<String>> {
    let tokens = tokens(&source.product_text());
    let is_program = below_src.starts_with("bin/");
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let follows = tokens.get(at + 1) == Some(&Token::Mark("::"));
        let goes_on = at > 0 && tokens[at - 1] == Token::Mark("::");
        let root = match &tokens[at] {
            Token::Word(word) if follows && !goes_on => root(word, below_src, name, is_program),
            Token::Word(_) | Token::Mark(_) | Token::Other => None,
        };
        at += 1;
        if let Some(prefix) = root {
            at = tree(&tokens, at + 1, prefix, &mut found);
        }
    }
    found
}

fn root(word: &str, below_src: &str, name: &str, is_program: bool) -> Option<Vec<String>> {
    match word {
        "crate" if !is_program => Some(Vec::new()),
        "super" if !is_program => {
            let mut own = module(below_src);
            own.pop();
            Some(own)
        }
        _ if is_program && word == name => Some(Vec::new()),
        _ => None,
    }
}

/// One tree of paths from `at` on; returns where it ends.
fn tree(tokens: &[Token], mut at: usize, mut path: Vec<String>, found: &mut Vec<Vec<String>>) -> usize {
    loop {
        match tokens.get(at) {
            Some(Token::Word(word)) if word == "super" => drop(path.pop()),
            Some(Token::Word(word)) => path.push(word.clone()),
            Some(Token::Mark("{")) => return group(tokens, at + 1, &path, found),
            Some(Token::Mark("*")) => {
                found.push(path);
                return at + 1;
            }
            _ => {
                found.push(path);
                return at;
            }
        }
        at += 1;
        if tokens.get(at) == Some(&Token::Mark("::")) {
            at += 1;
        } else {
            found.push(path);
            return at;
        }
    }
}

fn group(tokens: &[Token], mut at: usize, path: &[String], found: &mut Vec<Vec<String>>) -> usize {
    loop {
        match tokens.get(at) {
            None | Some(Token::Mark("}")) => return at + 1,
            Some(Token::Mark(",")) => at += 1,
            Some(Token::Word(word)) if word == "as" => at += 2,
            Some(Token::Word(word)) if word == "self" => {
                found.push(path.to_vec());
                at += 1;
            }
            Some(Token::Word(_) | Token::Mark("*")) => at = tree(tokens, at, path.to_vec(), found),
            Some(Token::Mark(_) | Token::Other) => at += 1,
        }
    }
}

#[test]
fn imports_and_paths_in_code_are_read() {
    let text = "use crate::a::{self, b::C, d::{E as F, *}};\nuse super::super::g::H;\npub(crate) use super::i;\n\
                fn f<'a>(x: &'a str) -> char { crate::j::K::new(\"crate::l\", '\"', '\\''); x.crate_y::<u8>(); 'z' }\n";
    let source = Source { path: "app/src/m/n/o.rs".into(), text: text.into(), is_test: false };
    let found: Vec<String> = named(&source, "m/n/o.rs", "app").iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["a", "a::b::C", "a::d::E", "a::d", "m::g::H", "m::n::i", "j::K::new"]);
    let program =
        Source { path: "app/src/bin/p/q.rs".into(), text: "use crate::a;\nuse app::r::S;".into(), is_test: false };
    assert_eq!(named(&program, "bin/p/q.rs", "app"), [["r".to_owned(), "S".to_owned()]]);
}
