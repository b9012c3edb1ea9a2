//! Whether a text of a cell is one: it can be read, and holds nothing that no shop writes.

use super::encoding::LOST;
use super::lines::is_end;
use shared_model::refusal::ImportReason;

/// Whether the text may have several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaks {
    None,
    Kept,
}

/// `last` is the line where its row ends.
pub fn check(text: &str, breaks: Breaks, last: u64) -> Result<(), ImportReason> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(());
    }
    if breaks == Breaks::None && text.bytes().any(is_end) {
        return Err(ImportReason::OpenQuote { last });
    }
    let is_control = |letter: char| letter.is_control() && !(breaks == Breaks::Kept && "\t\r\n".contains(letter));
    if text.contains(LOST) {
        Err(ImportReason::LostLetters {})
    } else if text.contains(is_control) {
        Err(ImportReason::ControlCharacters {})
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_refused_for_what_nobody_wrote() {
        let of = |text: &str, breaks| check(text, breaks, 9).map_err(|reason| reason.code());
        for (text, expected) in [
            ("Käse 12\"", Ok(())),
            ("K\u{fffd}se", Err("lost_letters")),
            ("K\u{84}se", Err("control_characters")),
            ("K\u{7}se", Err("control_characters")),
            ("K\0", Err("control_characters")),
            ("Ruler\nE3", Err("open_quote")),
        ] {
            assert_eq!(of(text, Breaks::None), expected, "{text:?}");
        }
        assert_eq!(of("one\r\n\ttwo", Breaks::Kept), Ok(()));
        assert_eq!(of("one\u{85}two", Breaks::Kept), Err("control_characters"));
    }
}
