//! GS1 element strings: several things in one code, each behind a number that says what it is (its application
//! identifier). Only the article is taken from them, identifier 01.
//!
//! GS1 General Specifications, section 7.8: elements whose first two digits are in the list of predefined lengths
//! end by themselves, all others at a separator or with the code. A scanner sends FNC1 as the separator, ASCII 29.

use super::gtin::{is_digits, is_gtin};

/// The separator inside of GS1 codes.
pub(super) const GROUP_SEPARATOR: char = '\u{1d}';

const ARTICLE: &str = "01";

/// Digits of an element with its identifier, where the identifier's first two digits say how many.
fn predefined(first_two: &str) -> Option<usize> {
    match first_two {
        "00" => Some(20),
        "01" | "02" | "03" | "41" => Some(16),
        "04" => Some(18),
        "11" | "12" | "13" | "14" | "15" | "16" | "17" | "18" | "19" => Some(8),
        "20" => Some(4),
        "31" | "32" | "33" | "34" | "35" | "36" => Some(10),
        _ => None,
    }
}

/// The article in a code as it is read. Where nothing but its looks says that it is of elements, all of it must be.
pub(super) fn article(code: &str, is_told: bool) -> Option<&str> {
    let (mut found, mut rest) = (None, code);
    loop {
        rest = rest.trim_start_matches(GROUP_SEPARATOR);
        if rest.is_empty() {
            return found;
        }
        let Some((element, after)) = first(rest) else { return found.filter(|_| is_told) };
        let number = element.strip_prefix(ARTICLE).filter(|number| is_gtin(number));
        found = found.or(number);
        rest = after;
    }
}

/// The first element, and what follows.
fn first(code: &str) -> Option<(&str, &str)> {
    let first_two = code.get(..2).filter(|digits| is_digits(digits))?;
    match predefined(first_two) {
        Some(length) => code.split_at_checked(length).filter(|(element, _)| is_digits(element)),
        None => {
            let end = code.find(GROUP_SEPARATOR).unwrap_or(code.len());
            (end > first_two.len()).then(|| code.split_at(end))
        }
    }
}

/// The article in what people read below the bars: `(01)09506000134352(17)261231`.
pub(super) fn article_in_brackets(code: &str) -> Option<String> {
    let close: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let from = close.starts_with('(').then(|| close.find("(01)"))??;
    let (number, after) = close.get(from + 4..)?.split_at_checked(14)?;
    let ends = after.is_empty() || after.starts_with(['(', GROUP_SEPARATOR]);
    (ends && is_gtin(number)).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLASTERS: &str = "09506000134352";

    #[test]
    fn the_article_is_found_wherever_it_stands_among_the_elements() {
        let cases = [
            "0109506000134352",
            "\u{1d}0109506000134352",
            "010950600013435217261231",
            "01095060001343521726123110LOT7\u{1d}21SER9",
            "\u{1d}01095060001343521726123110LOT7\u{1d}21SER9\u{1d}",
            "10LOT7\u{1d}0109506000134352",
            "17261231\u{1d}0109506000134352",
            "3103001750010950600013435215261231",
            "8008260101120000\u{1d}0109506000134352",
        ];
        for code in cases {
            assert_eq!(article(code, false), Some(PLASTERS), "{code:?}");
        }
    }

    #[test]
    fn what_only_looks_like_elements_names_no_article() {
        let cases = [
            "0109506000134353",
            "0109506000134352LAMP",
            "01095060001343521",
            "010950600013435",
            "0209506000134352",
            "10LOT70109506000134352",
            "01\u{1d}09506000134352",
            "1726123",
            "ab",
            "\u{1d}",
            "",
        ];
        for code in cases {
            assert_eq!(article(code, false), None, "{code:?}");
        }
        assert_eq!(article("0109506000134352LAMP", true), Some(PLASTERS), "the scanner said what it is");
        assert_eq!(article("LAMP0109506000134352", true), None);
    }

    #[test]
    fn brackets_are_read_as_people_read_them() {
        for code in ["(01)09506000134352", "(01) 09506000134352 (17) 261231", "(17)261231(01)09506000134352(10)LOT7"] {
            assert_eq!(article_in_brackets(code).as_deref(), Some(PLASTERS), "{code}");
        }
        for code in
            ["(01)0950600013435", "(01)09506000134353", "(10)LOT7", "x(01)09506000134352", "(01)095060001343521", ""]
        {
            assert_eq!(article_in_brackets(code), None, "{code}");
        }
    }
}
