//! How text is folded before it is compared: the same for what is stored and for what is typed, so that `creme` finds
//! `Crème`, in any script. What is indexed and what is asked are made here, so that they meet.

mod asked;
mod indexed;
mod letter;

pub use asked::{Asked, asked};
pub use indexed::{indexed, indexed_code, indexed_number};

use letter::{is_of_word, is_silent, is_unspaced, plain, written_out};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// One higher whenever a text folds to something else, or is indexed by something else: what is stored is folded anew.
pub const VERSION: u32 = 2;

/// Parts of words that are written without spaces are looked up by as many signs.
const PART_CHARS: usize = 10;

/// So many last digits of a number find it; fewer would find too much.
const LAST_DIGITS_MIN: usize = 4;

/// Starts the one word that stands for a number read from its end. No text has it, being a letter of nothing.
const FROM_END: char = '\u{e001}';

/// Lower case and letters without their marks, however these are encoded: `Crème BRÛLÉE` → `creme brulee`.
/// Punctuation stays, so that two SKUs that differ in a dash stay apart.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_silent(*letter)).flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(letters) => folded.push_str(letters),
            None if is_silent(letter) => {}
            None => folded.push(letter),
        }
    }
    folded.nfc().collect()
}

/// The words of a text, folded; what is neither letter nor digit parts them, apart from apostrophes (`children's` is
/// one word), and so does the change to a script without spaces.
pub fn words(text: &str) -> Vec<String> {
    let apostrophe = |letter: char| matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '´' | '`');
    let folded = fold(&composed(text).replace(apostrophe, "")).replace(apostrophe, "");
    folded.split(|letter| !is_of_word(letter)).filter(|word| !word.is_empty()).flat_map(by_script).collect()
}

fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { text.into() } else { text.nfc().collect::<String>().into() }
}

fn by_script(word: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut before = None;
    for letter in word.chars() {
        let unspaced = is_unspaced(letter);
        match parts.last_mut().filter(|_| before == Some(unspaced)) {
            Some(part) => part.push(letter),
            None => parts.push(letter.to_string()),
        }
        before = Some(unspaced);
    }
    parts
}

/// Each word, and how it is spelt with its umlauts written out where that differs.
fn words_both_ways(text: &str) -> Vec<(String, Option<String>)> {
    let plain = words(text);
    let composed = composed(text);
    if !composed.chars().any(|letter| written_out(letter).is_some()) {
        return plain.into_iter().map(|word| (word, None)).collect();
    }
    let mut spelt = String::with_capacity(composed.len());
    for letter in composed.chars() {
        match written_out(letter) {
            Some(letters) => spelt.push_str(letters),
            None => spelt.push(letter),
        }
    }
    let both = plain.into_iter().zip(words(&spelt));
    both.map(|(word, spelt)| if word == spelt { (word, None) } else { (word, Some(spelt)) }).collect()
}

/// A word of digits read from its end, if it is long enough to be looked up by.
fn from_end(digits: &str) -> Option<String> {
    let is_number = digits.len() >= LAST_DIGITS_MIN && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| std::iter::once(FROM_END).chain(digits.chars().rev()).collect())
}

#[cfg(test)]
mod search_test;
