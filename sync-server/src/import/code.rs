//! Codes as a spreadsheet leaves them: with characters that nobody sees, as numbers that lost
//! their digits or the zero in front.

use super::encoding::LOST;
use shared_model::bounds::{CODE_BYTES_MAX, code_fits};
use shared_model::catalogue::barcode;
use shared_model::refusal::ImportReason;

/// Group separator, within the codes of GS1.
const GROUP: char = '\u{1d}';
/// From here on Java writes a number with an exponent.
const EXPONENT_OF_JAVA: u32 = 7;

/// Formats and joins and is never printed: no part of a code, however it came there.
pub fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
}

/// Without space around it, also such as nobody sees. What joins letters of some scripts stays.
pub fn trimmed(text: &str) -> &str {
    let is_space =
        |letter: char| letter.is_whitespace() || matches!(letter, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    text.trim_matches(is_space)
}

/// Without what nobody sees, and with plain spaces.
pub fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_owned();
    }
    let seen = text.chars().filter(|letter| !is_unseen(*letter));
    let plain: String =
        seen.map(|letter| if letter.is_whitespace() && !letter.is_control() { ' ' } else { letter }).collect();
    plain.trim().to_owned()
}

/// Plain and in upper case: `85123a` and `85123A` are one product.
pub fn fold_code(text: &str) -> String {
    plain(text).to_uppercase()
}

/// Why what a code became cannot be one.
pub fn check(code: &str) -> Result<(), ImportReason> {
    if is_rounded(code) {
        return Err(ImportReason::LostDigits { text: code.to_owned() });
    }
    if !code_fits(code) || code.contains(char::is_control) {
        return Err(ImportReason::BadCode { max: CODE_BYTES_MAX as u64 });
    }
    Ok(())
}

/// `4,00638E+12`: what was a code became a number, and was rounded.
pub fn is_rounded(text: &str) -> bool {
    let Some((number, exponent)) = text.split_once(['e', 'E']) else { return false };
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return false;
    }
    match exponent.strip_prefix('+') {
        Some(exponent) => !exponent.is_empty() && digits(exponent),
        None => {
            let is_large = exponent.parse::<u32>().is_ok_and(|exponent| exponent >= EXPONENT_OF_JAVA);
            whole.len() == 1 && !fraction.is_empty() && digits(exponent) && is_large
        }
    }
}

/// `4006381333931.0`: a barcode that was handled as a number.
fn has_decimals(text: &str) -> bool {
    text.split_once(['.', ',']).is_some_and(|(whole, fraction)| {
        let is_long = whole.len() >= 6 && whole.bytes().all(|byte| byte.is_ascii_digit());
        is_long && !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0')
    })
}

/// A barcode of a cell, and what the cell says where a zero was put in front of it.
#[derive(Debug, PartialEq, Eq)]
pub struct CellBarcode {
    pub code: String,
    pub was: Option<String>,
}

/// Those of a cell, which may hold several.
pub fn barcodes(cell: &str) -> Result<Vec<CellBarcode>, ImportReason> {
    let mut found = Vec::new();
    if is_none(plain(cell).trim()) {
        return Ok(found);
    }
    if is_spaced(&plain(cell)) {
        barcode_of(&plain(cell), &mut found)?;
        return Ok(found);
    }
    let is_one = |token: &str| token.contains("://") || token.starts_with(['(', ']']) || token.contains(GROUP);
    for token in plain(cell).split(|letter: char| letter != GROUP && letter.is_whitespace() || letter == '|') {
        if is_one(token) {
            barcode_of(token, &mut found)?;
            continue;
        }
        for part in token.split(['/', ';']) {
            if is_rounded(part) || has_decimals(part) {
                return Err(ImportReason::LostDigits { text: part.to_owned() });
            }
            part.split(',').try_for_each(|code| barcode_of(code, &mut found))?;
        }
    }
    Ok(found)
}

/// What people write where there is none.
fn is_none(cell: &str) -> bool {
    ["n/a", "none", "null", "0"].iter().any(|word| word.eq_ignore_ascii_case(cell))
}

/// One article's number with spaces in it, as it is printed under the bars (`4 006381 333931`), or a GS1
/// code of several parts: no part of it is a number by itself.
fn is_spaced(cell: &str) -> bool {
    let has_parts = cell.trim().contains(char::is_whitespace);
    let is_part = |part: &str| part.chars().filter(char::is_ascii_digit).count() < 8;
    let folded = barcode::fold(cell);
    let is_gs1 = cell.trim_start().starts_with(['(', ']']) || cell.contains("://");
    has_parts && barcode::is_gtin(&folded) && folded.len() == 14 && (is_gs1 || cell.split_whitespace().any(is_part))
}

fn barcode_of(code: &str, found: &mut Vec<CellBarcode>) -> Result<(), ImportReason> {
    // A dash says that there is none.
    if !code.contains(char::is_alphanumeric) {
        return Ok(());
    }
    if is_rounded(code) || has_decimals(code) {
        return Err(ImportReason::LostDigits { text: code.to_owned() });
    }
    if code.contains(LOST) {
        return Err(ImportReason::LostLetters {});
    }
    if !code_fits(code) || code.contains(|letter: char| letter.is_control() && letter != GROUP) {
        return Err(ImportReason::BadCode { max: CODE_BYTES_MAX as u64 });
    }
    found.push(match with_zero(code) {
        Some(whole) => CellBarcode { code: whole, was: Some(code.to_owned()) },
        None => CellBarcode { code: code.to_owned(), was: None },
    });
    Ok(())
}

/// The UPC-A or EAN-8 that a spreadsheet took the zero in front of.
fn with_zero(code: &str) -> Option<String> {
    let is_short = matches!(code.len(), 7 | 11) && code.bytes().all(|byte| byte.is_ascii_digit());
    is_short.then(|| format!("0{code}")).filter(|whole| barcode::is_gtin(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(cell: &str) -> Result<Vec<String>, &'static str> {
        let found = barcodes(cell).map_err(|reason| reason.code())?;
        Ok(found.into_iter().map(|one| one.code).collect())
    }

    #[test]
    fn a_code_is_what_can_be_seen_of_it() {
        for spelled in ["L1", " l1 ", "L1\u{200b}", "\u{feff}L1", "L\u{ad}1", "\u{200e}L1\u{202c}", "\u{a0}l1\u{2060}"]
        {
            assert_eq!(fold_code(spelled), "L1", "{spelled:?}");
        }
        assert_eq!(fold_code("a\u{a0}1"), fold_code("A 1"));
        assert_eq!(fold_code("ü1"), "Ü1");
    }

    #[test]
    fn a_number_that_lost_its_digits_is_no_code() {
        for text in ["4,00638E+12", "4.00638E+12", "4.01e+12", "4E+12", "40E+11", "4.006381333931E12"] {
            assert!(is_rounded(text), "{text}");
            assert_eq!(check(text).map_err(|reason| reason.code()), Err("lost_digits"));
        }
        for text in ["1E5", "12E34", "E+5", "4E+", "85123E", "1.5E3", "M4E+2", "", "TEA", "4,0F+3"] {
            assert!(!is_rounded(text), "{text}");
        }
    }

    #[test]
    fn the_barcodes_of_a_cell_are_told_apart() {
        let cases: [(&str, &[&str]); 10] = [
            ("4006381333931 96385074", &["4006381333931", "96385074"]),
            ("4006381333931,96385074;1/2|3", &["4006381333931", "96385074", "1", "2", "3"]),
            ("4006381333931\n96385074", &["4006381333931", "96385074"]),
            ("\u{200e}4006381333931\u{200b}", &["4006381333931"]),
            ("-", &[]),
            ("", &[]),
            ("https://example.com/01/09506000134352", &["https://example.com/01/09506000134352"]),
            ("(01)09506000134352(10)A/B", &["(01)09506000134352(10)A/B"]),
            ("12345678905", &["012345678905"]),
            ("1234565", &["01234565"]),
        ];
        for (cell, expected) in cases {
            assert_eq!(codes(cell).unwrap(), expected, "{cell:?}");
        }
        for cell in [
            "4,00638E+12",
            "4,00638E+12 5,01235E+12",
            "96385074,4.00638E+12",
            "4,00638E+12,5,01E+12",
            "4006381333931.0",
            "96385074,00",
        ] {
            assert_eq!(codes(cell), Err("lost_digits"), "{cell:?}");
        }
        assert_eq!(codes(&"9".repeat(CODE_BYTES_MAX + 1)), Err("bad_code"));
        assert_eq!(codes("40063\u{1}81333931"), Err("bad_code"));
        assert_eq!(codes("4006381333931 K\u{fffd}SE"), Err("lost_letters"));
        let was = |cell: &str| barcodes(cell).unwrap().remove(0).was;
        assert_eq!(
            (was("12345678905").as_deref(), was("12345678906"), was("96385074")),
            (Some("12345678905"), None, None)
        );
    }

    #[test]
    fn a_number_as_it_is_printed_is_one_and_words_for_none_are_none() {
        let of = |cell: &str| barcodes(cell).unwrap().into_iter().map(|one| one.code).collect::<Vec<_>>();
        for cell in ["4 006381 333931", "0 36000 29145 2", "9638 5074", "(01) 09506000134352 (17) 261231"] {
            let found = of(cell);
            assert_eq!(found.len(), 1, "{cell}: {found:?}");
            assert!(barcode::is_gtin(&barcode::fold(&found[0])), "{cell}: {found:?}");
        }
        assert_eq!(of("4006381333931 036000291452"), ["4006381333931", "036000291452"]);
        assert_eq!(of("96385074 96385074").len(), 2);
        for cell in ["n/a", "N/A", "none", "0", "-", ""] {
            assert_eq!(of(cell), [""; 0], "{cell}");
        }
    }
}
