//! What was typed: a search with an optional quantity before it, and an amount of money.

use crate::unit::{Amount, Quantity};

/// `3 * oak table`: how many, and of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchEntry<'a> {
    pub quantity: Option<Quantity>,
    pub text: &'a str,
    /// What stands before the star and is meant as a quantity, but is none: nothing is sold by it.
    pub unclear: Option<&'a str>,
}

impl<'a> SearchEntry<'a> {
    /// A number before a star is a quantity, with point or comma; anything else is text.
    pub fn parse(typed: &'a str) -> SearchEntry<'a> {
        let plain = SearchEntry { text: typed.trim(), ..SearchEntry::default() };
        let Some((before, after)) = typed.split_once('*') else { return plain };
        let (before, text) = (before.trim(), after.trim());
        match parse_quantity(before) {
            Some(quantity) => SearchEntry { quantity: Some(quantity), text, unclear: None },
            None if is_number_like(before) => SearchEntry { quantity: None, text, unclear: Some(before) },
            None => plain,
        }
    }
}

/// What stands in the field when something is scanned: how many of it, if that is a quantity and a star and nothing
/// else. What stands before a star and is no quantity is given back: then nothing is sold.
pub fn before_scan(typed: &str) -> Result<Option<Quantity>, &str> {
    let SearchEntry { quantity, text, unclear } = SearchEntry::parse(typed);
    let starred = typed.trim().strip_suffix('*').map(str::trim).filter(|before| !before.is_empty());
    match unclear.or(starred.filter(|_| quantity.is_none())) {
        Some(unclear) => Err(unclear),
        None => Ok(quantity.filter(|_| text.is_empty())),
    }
}

fn is_number_like(typed: &str) -> bool {
    let figures = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '\'' | '-' | '+' | ' ');
    typed.contains(|letter: char| letter.is_ascii_digit()) && typed.chars().all(figures)
}

/// More than nothing, at most three decimals, point or comma. `1,000` is a thousand to some and one to
/// others, so it is neither.
pub fn parse_quantity(typed: &str) -> Option<Quantity> {
    let typed = typed.trim();
    let is_unclear = typed.split_once(',').is_some_and(|(whole, rest)| rest.len() == 3 && whole != "0");
    let quantity = typed.replace(',', ".").parse::<Quantity>().ok();
    quantity.filter(|quantity| quantity.is_positive() && !is_unclear)
}

/// Beyond this an amount is a slip of the finger (or a scan).
const DIGITS_MAX: usize = 9;
/// So much is shown of what is none.
const TYPED_MAX: usize = 16;

/// An amount as it is keyed in. Whatever was typed stands there, and either is an amount as a whole
/// or none: a sign that was left out would make it another one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AmountEntry {
    text: String,
}

/// What was keyed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// Which is not zero.
    Nothing,
    Amount(Amount),
    /// It is no amount of the currency, or could be two.
    Unclear,
}

impl AmountEntry {
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes one key. Says whether it was one of the keys that enter: whatever has a sign of its own does, and
    /// stands there, amount or none.
    pub fn press(&mut self, key: &str) -> bool {
        match key {
            "Backspace" => drop(self.text.pop()),
            "Delete" => self.text.clear(),
            "." | "," if self.text.is_empty() => self.text.push_str("0."),
            "00" => {
                self.sign('0');
                self.sign('0');
            }
            _ => {
                let mut signs = key.chars();
                let (Some(sign), None) = (signs.next(), signs.next()) else { return false };
                // A space before anything presses the button that has the focus.
                if sign.is_control() || sign == ' ' && self.text.is_empty() {
                    return false;
                }
                self.sign(sign);
            }
        }
        true
    }

    fn sign(&mut self, sign: char) {
        if self.text == "0" && sign.is_ascii_digit() {
            self.text.clear();
        }
        if self.text.len() < TYPED_MAX {
            self.text.push(sign);
        }
    }

    /// In minor units: digits, at most one point or comma, at most as many decimals as the currency has.
    pub fn read(&self, exponent: u32) -> Entered {
        if self.text.is_empty() {
            return Entered::Nothing;
        }
        let (whole, decimals) = self.text.split_once(['.', ',']).unwrap_or((&self.text, ""));
        let has_sign = whole.len() < self.text.len();
        // `1,000` is a thousand to some and one to others.
        let is_unclear = self.text.contains(',') && decimals.len() == 3 && whole != "0";
        let fits = whole.len() <= DIGITS_MAX && decimals.len() <= exponent as usize && !(has_sign && exponent == 0);
        let padded = format!("{whole}{decimals:0<width$}", width = exponent as usize);
        let is_number = padded.chars().all(|sign| sign.is_ascii_digit());
        match padded.parse() {
            Ok(minor) if fits && is_number && !is_unclear => Entered::Amount(Amount(minor)),
            Ok(_) | Err(_) => Entered::Unclear,
        }
    }
}

/// Reads a typed amount as a whole, with point or comma; refuses what is not one.
pub fn parse_amount(typed: &str, exponent: u32) -> Option<Amount> {
    let mut entry = AmountEntry::default();
    let typed = typed.trim();
    let all = typed.len() < TYPED_MAX && typed.chars().all(|sign| entry.press(sign.encode_utf8(&mut [0; 4])));
    match entry.read(exponent) {
        Entered::Amount(amount) if all => Some(amount),
        Entered::Amount(_) | Entered::Nothing | Entered::Unclear => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_before_a_star_is_how_many() {
        let cases = [
            ("3 * oak", Some(3000), "oak"),
            ("3*", Some(3000), ""),
            ("0,5*cable", Some(500), "cable"),
            (" oak table ", None, "oak table"),
            ("0,125*cable", Some(125), "cable"),
            ("1.002*cable", Some(1002), "cable"),
            ("1,002*cable", None, "cable"),
            ("1 000*", None, ""),
            ("0 * oak", None, "oak"),
            ("-2*oak", None, "oak"),
            ("7up*", None, "7up*"),
            ("a*b", None, "a*b"),
            ("5012345678900", None, "5012345678900"),
        ];
        for (typed, quantity, text) in cases {
            let entry = SearchEntry::parse(typed);
            assert_eq!((entry.quantity, entry.text), (quantity.map(Quantity), text), "{typed:?}");
            let is_unclear = quantity.is_none() && text != typed.trim();
            assert_eq!(entry.unclear.is_some(), is_unclear, "{typed:?}");
        }
    }

    #[test]
    fn what_is_no_quantity_before_a_scan_sells_nothing() {
        for (typed, read) in [
            ("3*", Ok(Some(3000))),
            (" 0,5 * ", Ok(Some(500))),
            ("", Ok(None)),
            ("*", Ok(None)),
            ("oak", Ok(None)),
            ("3*oak", Ok(None)),
            ("3", Ok(None)),
            ("1,000*", Err("1,000")),
            ("0*", Err("0")),
            ("1.2345*", Err("1.2345")),
            ("-2*", Err("-2")),
            ("lam2*", Err("lam2")),
            ("abc *", Err("abc")),
        ] {
            assert_eq!(before_scan(typed).map(|read| read.map(|quantity| quantity.0)), read, "{typed:?}");
        }
    }

    fn keyed(keys: &[&str], exponent: u32) -> Entered {
        let mut entry = AmountEntry::default();
        for key in keys {
            entry.press(key);
        }
        entry.read(exponent)
    }

    #[test]
    fn digits_are_whole_units_until_the_point() {
        let amount = |minor| Entered::Amount(Amount(minor));
        assert_eq!(keyed(&["2", "0"], 2), amount(2000));
        assert_eq!(keyed(&["2", "00", ".", "5"], 2), amount(20050));
        assert_eq!(keyed(&[".", "0", "5"], 2), amount(5));
        assert_eq!(keyed(&["0", "0", "7"], 2), amount(700));
        assert_eq!(keyed(&["1", ",", "5"], 2), amount(150));
        assert_eq!(keyed(&["1", "5"], 0), amount(15));
        assert_eq!(keyed(&["1", "2", "Backspace"], 2), amount(100));
        assert_eq!(keyed(&["1", "2", "Delete"], 2), Entered::Nothing);
        assert_eq!(keyed(&["9"; DIGITS_MAX], 2), amount(99_999_999_900));
    }

    #[test]
    fn what_is_no_amount_is_none_whatever_is_left_of_it() {
        let typed = |typed: &str, exponent| {
            let mut entry = AmountEntry::default();
            assert!(typed.chars().all(|sign| entry.press(sign.encode_utf8(&mut [0; 4]))));
            assert_eq!(entry.text(), typed);
            entry.read(exponent)
        };
        for unclear in [
            "1,299",
            "1.299",
            "1,000.5",
            "1.000,5",
            "0.059",
            "-5",
            "1.2.3",
            "5-",
            "1234567890",
            "1o",
            "1 000",
            "1e3",
            "abc",
            "£5",
            "٣",
        ] {
            assert_eq!(typed(unclear, 2), Entered::Unclear, "{unclear}");
        }
        assert_eq!((typed("1.5", 0), typed("1,000", 3)), (Entered::Unclear, Entered::Unclear));
        assert_eq!(typed("1.000", 3), Entered::Amount(Amount(1000)), "dinars have three decimals");
        assert_eq!(keyed(&["9"; 40], 2), Entered::Unclear);
    }

    #[test]
    fn other_keys_are_not_for_amounts() {
        for key in ["Enter", "F9", "", "12", " ", "Ctrl z", "\u{1b}"] {
            assert!(!AmountEntry::default().press(key), "{key:?}");
        }
    }

    #[test]
    fn a_typed_amount_is_read_whole_or_refused() {
        for (typed, amount) in [("12.50", 1250), ("12,5", 1250), ("0.99", 99), ("00", 0), ("7", 700)] {
            assert_eq!(parse_amount(typed, 2), Some(Amount(amount)), "{typed:?}");
        }
        for typed in ["", "12.505", "1.2.3", "£5", "-1", "1e3", "12345678901"] {
            assert_eq!(parse_amount(typed, 2), None, "{typed:?}");
        }
    }
}
