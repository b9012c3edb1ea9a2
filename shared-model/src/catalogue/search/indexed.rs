//! The words a row is found by: whoever types the beginning of each is shown it.

use super::letter::is_unspaced;
use super::{PART_CHARS, from_end, words, words_both_ways};

/// What a name is found by: its words, these with umlauts written out, and each part of words without spaces.
pub fn indexed(text: &str) -> Vec<String> {
    let mut found_by = Vec::new();
    for (word, spelt) in words_both_ways(text) {
        if word.starts_with(is_unspaced) {
            parts(&word, &mut found_by)
        } else {
            found_by.push(word)
        }
        found_by.extend(spelt);
    }
    found_by
}

/// What a code is found by: its words, and all of it without what stands between them.
pub fn indexed_code(code: &str) -> Vec<String> {
    let mut found_by = indexed(code);
    let words = words(code);
    if words.len() > 1 {
        found_by.push(words.concat());
    }
    found_by
}

/// What a number is found by: as a code, and by its last digits.
pub fn indexed_number(number: &str) -> Vec<String> {
    let mut found_by = indexed_code(number);
    found_by.extend(from_end(&words(number).concat()));
    found_by
}

/// From each sign on, since each may begin what somebody types.
fn parts(word: &str, found_by: &mut Vec<String>) {
    for (at, _) in word.char_indices() {
        found_by.push(word[at..].chars().take(PART_CHARS).collect());
    }
}
