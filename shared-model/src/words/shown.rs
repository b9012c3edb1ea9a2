//! Text that came from outside, as it may stand in a sentence.

use crate::catalogue::is_invisible;

/// More of it tells nobody anything.
const SHOWN_CHARS: usize = 64;

/// A text that was scanned or typed: without what nobody sees or what turns the letters around it, in one line, and
/// only its beginning if it is long.
pub fn shown(text: &str) -> String {
    let seen = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let seen: String = seen.filter(|letter| !is_invisible(*letter)).collect();
    let close = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    match close.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &close[..end]),
        None => close,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scanned_text_is_shown_as_it_is_seen() {
        let long = "7".repeat(SHOWN_CHARS);
        let cases = [
            ("LAMP-1", "LAMP-1".to_owned()),
            ("\u{1d}0109506000134352\u{1d}21SER9\r\n", "0109506000134352 21SER9".to_owned()),
            ("say \"hi\" \\ it's", "say \"hi\" \\ it's".to_owned()),
            ("a\u{202e}b\u{200b}c\u{feff}", "abc".to_owned()),
            ("\u{1b}[31m red \0", "[31m red".to_owned()),
            (&long, long.clone()),
            (&format!("{long}7"), format!("{long}…")),
            ("", String::new()),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }
}
