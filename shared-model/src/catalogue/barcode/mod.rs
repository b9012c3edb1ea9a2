//! Barcodes: one folded form for the many ways in which the number of an article is written, and numbers for
//! labels the shop prints itself.

mod element;
mod gtin;
mod layout;
mod link;

pub use gtin::{check_digit, is_gtin, other_reading, spellings};
pub use layout::is_digit_row;

use super::is_invisible;
use element::GROUP_SEPARATOR;

/// How the separator is drawn where it has to be seen.
const SEPARATOR_DRAWN: char = '\u{241d}';

/// The form in which codes are stored and looked up: the number of an article as fourteen digits, whether it is written
/// as UPC-A, UPC-E, EAN-8, EAN-13, GTIN-14, with spaces as below the bars, as a GS1 element string or as a GS1 Digital Link;
/// anything else without surrounding space and what nobody sees, in capitals.
pub fn fold(code: &str) -> String {
    let (text, is_told) = bare(code);
    if let Some(number) = article(&text, is_told) {
        return number;
    }
    let plain: String = text.chars().filter(|letter| *letter != GROUP_SEPARATOR).collect();
    let folded = plain.trim().to_uppercase();
    // What was taken out may have stood in the middle of something that is read.
    if folded == code { folded } else { fold(&folded) }
}

/// Whether a code is the number of an article, whole, in any of these forms.
pub fn is_article(code: &str) -> bool {
    let (text, is_told) = bare(code);
    article(&text, is_told).is_some()
}

/// The code without what the scanner puts around it, and whether the scanner said that it is of GS1 elements.
fn bare(code: &str) -> (String, bool) {
    let drawn = code.chars().map(|letter| if letter == SEPARATOR_DRAWN { GROUP_SEPARATOR } else { letter });
    let kept: String =
        drawn.filter(|letter| *letter == GROUP_SEPARATOR || !letter.is_control() && !is_invisible(*letter)).collect();
    let (mut text, mut is_told) = (kept.trim(), false);
    while let Some((identifier, rest)) = symbology(text) {
        is_told |= matches!(identifier, "]C1" | "]d2" | "]e0" | "]J1" | "]Q3");
        text = rest.trim();
    }
    (text.to_owned(), is_told)
}

/// The symbology identifier that a scanner puts first if it is set up to (ISO/IEC 15424): `]`, a letter and a
/// modifier. `]C1`, `]d2`, `]e0`, `]J1` and `]Q3` announce GS1 element strings.
fn symbology(code: &str) -> Option<(&str, &str)> {
    let (identifier, rest) = code.split_at_checked(3)?;
    let is_identifier = match identifier.as_bytes() {
        [b']', letter, modifier] => letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric(),
        _ => false,
    };
    (is_identifier && !rest.is_empty()).then_some((identifier, rest))
}

/// The number of the article that a code names, as fourteen digits.
fn article(text: &str, is_told: bool) -> Option<String> {
    let close: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    if let Some(number) = gtin::whole(&close) {
        return Some(number);
    }
    // Numbers of books are printed with dashes.
    let without = close.replace('-', "");
    if without.len() == 13 && is_gtin(&without) {
        return gtin::whole(&without);
    }
    let joined = text.replace(GROUP_SEPARATOR, "");
    let found = link::article(text)
        .or_else(|| element::article(text, is_told))
        .or_else(|| element::article(&joined, is_told))
        .map(str::to_owned);
    gtin::whole(&found.or_else(|| element::article_in_brackets(text))?)
}

/// An EAN-13 for the shop's own labels: `prefix` (GS1 keeps 20 to 29 for use inside a shop),
/// `number`, check digit. Nothing when they don't fit into twelve digits.
pub fn in_store_ean13(prefix: &str, number: u64) -> Option<String> {
    let width = 12usize.checked_sub(prefix.len())?;
    let digits = format!("{prefix}{number:0width$}");
    if digits.len() != 12 {
        return None;
    }
    let check = check_digit(&digits)?;
    Some(format!("{digits}{check}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_article_has_one_form_however_its_code_is_written() {
        let cases = [
            ("4006381333931", "04006381333931"),
            ("036000291452", "00036000291452"),
            ("0036000291452", "00036000291452"),
            ("96385074", "00000096385074"),
            ("04252614", "00042100005264"),
            ("042100005264", "00042100005264"),
            ("0042100005264", "00042100005264"),
            ("04252615", "04252615"),
            ("4 006381 333931", "04006381333931"),
            ("9638 5074", "00000096385074"),
            ("978-3-16-148410-0", "09783161484100"),
            ("1234-5670", "1234-5670"),
            ("]E04006381333931", "04006381333931"),
            ("]E496385074", "00000096385074"),
            ("]C10109506000134352", "09506000134352"),
            ("]d2\u{1d}10LOT7\u{1d}0109506000134352", "09506000134352"),
            ("]Q3https://id.gs1.org/01/09506000134352", "09506000134352"),
            ("(01)09506000134352", "09506000134352"),
            ("\u{1d}01095060001343521726123110LOT7\u{1d}21SER9", "09506000134352"),
            ("01095060001343521726123110LOT7\u{241d}21SER9", "09506000134352"),
            ("01\u{1d}09506000134352", "09506000134352"),
            ("https://example.com/01/9506000134352?17=261231", "09506000134352"),
            ("https://example.com/lamps", "HTTPS://EXAMPLE.COM/LAMPS"),
            ("400638\u{200b}1333931\u{feff}", "04006381333931"),
            ("]C0LAMP-1", "LAMP-1"),
            ("]C\u{1d}0LAMP-1", "LAMP-1"),
            ("]C1", "]C1"),
            ("10LOT7\u{1d}21SER9", "10LOT721SER9"),
            ("10036000291459", "10036000291459"),
            (" 4006381333931\r\n", "04006381333931"),
            ("4006381333932", "4006381333932"),
            ("123", "123"),
            ("ab-12 ", "AB-12"),
            ("", ""),
            ("４006381333931", "４006381333931"),
        ];
        for (code, folded) in cases {
            assert_eq!(fold(code), folded, "{code:?}");
        }
    }

    #[test]
    fn labels_of_the_shop_are_valid_or_refused() {
        assert_eq!(in_store_ean13("20", 1).as_deref(), Some("2000000000015"));
        assert_eq!(in_store_ean13("20", 9_999_999_999).map(|code| is_gtin(&code)), Some(true));
        for (prefix, number) in [("20", 10_000_000_000), ("2x", 1), ("2000000000000", 1)] {
            assert_eq!(in_store_ean13(prefix, number), None, "{prefix} {number}");
        }
    }

    /// The ways in which one article's number reaches a till.
    fn written(number: &str) -> Vec<String> {
        let spelt = spellings(number).into_iter().map(str::to_owned);
        let elements = [
            format!("01{number}"),
            format!("]C101{number}17261231"),
            format!("]d2\u{1d}01{number}10lot\u{1d}21serial"),
            format!("10lot\u{1d}01{number}"),
            format!("(01){number}(10)lot"),
            format!("https://id.gs1.org/01/{number}/10/lot"),
            format!("HTTP://SHOP.EXAMPLE/A/01/{number}?15=261231"),
        ];
        spelt.chain(elements).collect()
    }

    proptest! {
        #[test]
        fn every_spelling_of_an_article_is_the_same_code(number in 1u64..10_000_000_000_000, length in 0usize..3) {
            let digits = format!("{:013}", number % [10u64.pow(7), 10u64.pow(11), 10u64.pow(13)][length]);
            let number = format!("{digits}{}", check_digit(&digits).unwrap());
            for code in written(&number) {
                prop_assert_eq!(fold(&code), number.as_str(), "{:?}", code);
            }
        }

        #[test]
        fn folding_twice_is_folding_once(code in ".{0,20}|[\\]C01()\u{1d}/ dQa3-]{0,24}") {
            prop_assert_eq!(fold(&fold(&code)), fold(&code));
        }

        #[test]
        fn one_wrong_digit_is_noticed(number in 0u64..10_000_000_000, place in 0usize..13, step in 1u8..10) {
            let mut label = in_store_ean13("20", number).unwrap().into_bytes();
            label[place] = b'0' + (label[place] - b'0' + step) % 10;
            prop_assert!(!is_gtin(&String::from_utf8(label).unwrap()));
        }
    }
}
