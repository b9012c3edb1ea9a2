//! Keys that are no characters, as the protocol names them.

pub const BACKSPACE: char = '\u{E003}';
pub const ENTER: char = '\u{E007}';
pub const ESCAPE: char = '\u{E00C}';
pub const TAB: char = '\u{E004}';
pub const PAGE_UP: char = '\u{E00E}';
pub const DOWN: char = '\u{E015}';
pub const RIGHT: char = '\u{E014}';

/// F1 to F12.
pub fn function(number: u32) -> char {
    assert!((1..=12).contains(&number), "there is no F{number}");
    char::from_u32(0xE030 + number).expect("the protocol's private range")
}

/// Between the keys of a hand. Faster than that, a till takes them for a scanner's.
pub const HAND_MS: u64 = 110;

/// Between the keys of a hand that takes the scanner next, so that they are not heard as one with the scan.
pub const SLOW_MS: u64 = 250;
