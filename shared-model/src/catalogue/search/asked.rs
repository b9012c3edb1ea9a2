//! What is asked for by a text: words that a row must have, each in one of its spellings.

use super::letter::is_unspaced;
use super::{PART_CHARS, from_end, words_both_ways};

/// A row is found if one of its words begins with one of `each[0]`, one with one of `each[1]` and so on, or
/// one with one of `joined`. Holds letters and digits only, and the signs that this module puts before them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub each: Vec<Vec<String>>,
    /// All words as one: a code whose dashes the row lacks.
    pub joined: Vec<String>,
}

pub fn asked(text: &str) -> Asked {
    let words = words_both_ways(text);
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = !text.trim().contains(char::is_whitespace) || words.iter().all(|(word, _)| is_number(word));
    let joined = match is_code && words.len() > 1 {
        true => spellings(words.iter().map(|(word, _)| word.as_str()).collect(), None),
        false => Vec::new(),
    };
    let mut each = Vec::new();
    for (word, spelt) in words {
        if word.starts_with(is_unspaced) {
            let letters: Vec<char> = word.chars().collect();
            each.extend(letters.chunks(PART_CHARS).map(|part| vec![part.iter().collect()]));
        } else {
            each.push(spellings(word, spelt));
        }
    }
    Asked { each, joined }
}

fn spellings(word: String, spelt: Option<String>) -> Vec<String> {
    let last = from_end(&word);
    std::iter::once(word).chain(spelt).chain(last).collect()
}
