//! Letters as they are compared: what marks are left out, and what is written for a letter that has no plain one
//! inside of it.

use crate::catalogue::is_invisible;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// The marks that turn `か` into `が`: another letter, not another way to write it.
const VOICED: [char; 2] = ['\u{3099}', '\u{309a}'];

/// The zeros of scripts with digits of their own.
const ZEROS: [char; 18] = ['٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '᠐'];
const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Marks that are left out of words as they are left out in writing: accents, the vowel points of Hebrew and Arabic, tone
/// marks. Vowel signs that are a letter of their script stay.
pub(super) fn is_silent(letter: char) -> bool {
    if letter.is_ascii() {
        return false;
    }
    let is_vowel_sign = || letter.is_alphanumeric() && matches!(canonical_combining_class(letter), 0 | 37..=199);
    is_invisible(letter) || letter == 'ـ' || is_combining_mark(letter) && !VOICED.contains(&letter) && !is_vowel_sign()
}

/// Belongs to a word.
pub(super) fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || VOICED.contains(&letter)
}

/// Of a script that is written without spaces, or in which words are joined to new ones as they come.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3ffff}'
    )
}

/// What stands for a letter in lower case that does not come apart into a plain one and its marks, or that has another
/// form at the end of a word.
pub(super) fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'æ' => "ae",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ĸ' => "k",
        'ł' => "l",
        'ŋ' => "n",
        'ø' => "o",
        'œ' => "oe",
        'ß' => "ss",
        'ŧ' => "t",
        'þ' => "th",
        'ς' => "σ",
        'ך' => "כ",
        'ם' => "מ",
        'ן' => "נ",
        'ף' => "פ",
        'ץ' => "צ",
        'ی' | 'ى' => "ي",
        'ک' => "ك",
        'ة' | 'ہ' | 'ھ' => "ه",
        _ => return digit(letter),
    })
}

fn digit(letter: char) -> Option<&'static str> {
    if letter.is_ascii() || !letter.is_numeric() {
        return None;
    }
    ZEROS.iter().find_map(|zero| DIGITS.get((letter as usize).checked_sub(*zero as usize)?).copied())
}

/// How a letter is written where a keyboard or a form lacks it.
pub(super) fn written_out(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ä' | 'Ä' => "ae",
        'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
        'ü' | 'Ü' => "ue",
        'å' | 'Å' => "aa",
        _ => return None,
    })
}
