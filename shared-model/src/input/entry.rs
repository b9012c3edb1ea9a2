//! What was typed: a search with an optional quantity before it, and an amount of money.

use crate::unit::{Amount, Quantity};

/// `3 * oak table`: how many, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchEntry<'a> {
    pub quantity: Option<Quantity>,
    pub text: &'a str,
}

impl<'a> SearchEntry<'a> {
    /// A number before a star is a quantity, with point or comma; anything else is text.
    pub fn parse(typed: &'a str) -> SearchEntry<'a> {
        let plain = SearchEntry { quantity: None, text: typed.trim() };
        let Some((before, after)) = typed.split_once('*') else { return plain };
        match parse_quantity(before) {
            Some(quantity) => SearchEntry { quantity: Some(quantity), text: after.trim() },
            None => plain,
        }
    }
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

/// An amount as it is keyed in: digits, at most one decimal point, at most as many decimals
/// as the currency has. Empty means that nothing was entered, which is not zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AmountEntry {
    text: String,
}

impl AmountEntry {
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes one key; a key that does not fit changes nothing. Says whether it was one of
    /// the keys that enter amounts.
    pub fn press(&mut self, key: &str, exponent: u32) -> bool {
        match key {
            "Backspace" => {
                self.text.pop();
            }
            "Delete" => self.text.clear(),
            "." | "," => self.point(exponent),
            "00" => {
                self.digit('0', exponent);
                self.digit('0', exponent);
            }
            _ => {
                let mut chars = key.chars();
                let (Some(digit @ '0'..='9'), None) = (chars.next(), chars.next()) else { return false };
                self.digit(digit, exponent);
            }
        }
        true
    }

    fn point(&mut self, exponent: u32) {
        if exponent == 0 || self.text.contains('.') {
            return;
        }
        if self.text.is_empty() {
            self.text.push('0');
        }
        self.text.push('.');
    }

    fn digit(&mut self, digit: char, exponent: u32) {
        match self.text.split_once('.') {
            Some((_, decimals)) if decimals.len() >= exponent as usize => {}
            None if self.text.len() >= DIGITS_MAX => {}
            None if self.text == "0" => self.text = digit.to_string(),
            _ => self.text.push(digit),
        }
    }

    /// The amount in minor units; nothing when nothing was entered.
    pub fn amount(&self, exponent: u32) -> Option<Amount> {
        if self.text.is_empty() {
            return None;
        }
        let (whole, decimals) = self.text.split_once('.').unwrap_or((&self.text, ""));
        let padded = format!("{whole}{decimals:0<width$}", width = exponent as usize);
        padded.parse().ok().map(Amount)
    }
}

/// Reads a typed amount as a whole, with point or comma; refuses what is not one.
pub fn parse_amount(typed: &str, exponent: u32) -> Option<Amount> {
    let mut entry = AmountEntry::default();
    let typed = typed.trim();
    for char in typed.chars() {
        let before = entry.text.len();
        if !entry.press(char.encode_utf8(&mut [0; 4]), exponent) || entry.text.len() == before && entry.text != "0" {
            return None;
        }
    }
    entry.amount(exponent)
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
            ("1,002*cable", None, "1,002*cable"),
            ("0 * oak", None, "0 * oak"),
            ("-2*oak", None, "-2*oak"),
            ("a*b", None, "a*b"),
            ("5012345678900", None, "5012345678900"),
        ];
        for (typed, quantity, text) in cases {
            let entry = SearchEntry::parse(typed);
            assert_eq!((entry.quantity, entry.text), (quantity.map(Quantity), text), "{typed:?}");
        }
    }

    fn keyed(keys: &[&str], exponent: u32) -> Option<Amount> {
        let mut entry = AmountEntry::default();
        for key in keys {
            entry.press(key, exponent);
        }
        entry.amount(exponent)
    }

    #[test]
    fn digits_are_whole_units_until_the_point() {
        assert_eq!(keyed(&["2", "0"], 2), Some(Amount(2000)));
        assert_eq!(keyed(&["2", "00", ".", "5"], 2), Some(Amount(20050)));
        assert_eq!(keyed(&[".", "0", "5", "9"], 2), Some(Amount(5)), "a third decimal changes nothing");
        assert_eq!(keyed(&["0", "0", "7"], 2), Some(Amount(700)));
        assert_eq!(keyed(&["1", ",", "5", ".", "2"], 2), Some(Amount(152)));
        assert_eq!(keyed(&["1", ".", "5"], 0), Some(Amount(15)), "yen have no decimals");
        assert_eq!(keyed(&["1", "2", "Backspace"], 2), Some(Amount(100)));
        assert_eq!(keyed(&["1", "2", "Delete"], 2), None);
        assert_eq!(keyed(&["9"; 40], 2), Some(Amount(99_999_999_900)));
    }

    #[test]
    fn other_keys_are_not_for_amounts() {
        for key in ["a", "Enter", "F9", "", "12", "٣"] {
            assert!(!AmountEntry::default().press(key, 2), "{key:?}");
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
