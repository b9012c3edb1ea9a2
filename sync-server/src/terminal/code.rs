//! One-time codes that let a till enrol. The code is shown once; only its hash is kept.

use crate::auth::random_bytes;
use shared_model::unit::Hash;

/// No 0, 1, I, L, O, U: read aloud and typed by hand.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS_PER_CODE: usize = 12;
const GROUP: usize = 4;

/// Bytes at or above the largest multiple of the alphabet are left out, so that every letter
/// is equally likely.
pub(super) fn random_code() -> String {
    let bound = (256 / LETTERS.len() * LETTERS.len()) as u8;
    let mut letters = String::new();
    while letters.len() < LETTERS_PER_CODE {
        let fresh = random_bytes::<32>();
        let fair = fresh.iter().filter(|byte| **byte < bound);
        letters.extend(fair.map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])));
    }
    letters.truncate(LETTERS_PER_CODE);
    let groups: Vec<&str> = (0..LETTERS_PER_CODE / GROUP).map(|group| &letters[group * GROUP..][..GROUP]).collect();
    groups.join("-")
}

/// Typed with or without dashes, in either case.
pub(super) fn code_hash(code: &str) -> Hash {
    let folded: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    Hash::of("counterfoil enrol code 1", &[folded.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_the_same_with_or_without_dashes_and_capitals() {
        let code = random_code();
        assert_eq!(code.len(), 14);
        assert_eq!(code_hash(&code), code_hash(&code.replace('-', "").to_lowercase()));
        assert_ne!(random_code(), code);
    }
}
