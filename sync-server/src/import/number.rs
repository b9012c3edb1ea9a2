//! Numbers as spreadsheets write them: `1.299,00`, `1 299.00`, `12,5`, `1'299`. Which sign stands
//! before the decimals is stated, or the file shows it; what can be two numbers is neither.

use super::options::Decimal;
use std::cmp::Ordering;

/// How the numbers of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notation {
    /// What stands before the decimals, where it is known.
    pub decimal: Option<Decimal>,
    /// Whether a sign may stand between groups of three digits.
    pub is_grouped: bool,
    /// Whether the file has both signs before decimals: the usual one counts, and a group is not sure.
    pub is_mixed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// As a program reads it: `-1299.00`.
    Sure(String),
    /// It is the first with a group of thousands, or the second with three decimals.
    Unsure {
        thousands: String,
        decimals: String,
        if_thousands: Decimal,
    },
    Not,
}

impl Decimal {
    fn sign(self) -> char {
        match self {
            Decimal::Point => '.',
            Decimal::Comma => ',',
        }
    }

    fn of(sign: char) -> Option<Decimal> {
        [Decimal::Point, Decimal::Comma].into_iter().find(|decimal| decimal.sign() == sign)
    }

    fn other(self) -> Decimal {
        match self {
            Decimal::Point => Decimal::Comma,
            Decimal::Comma => Decimal::Point,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Decimal::Point => "point",
            Decimal::Comma => "comma",
        }
    }
}

/// Takes the minus away, before or behind.
pub fn signed(text: &str) -> (bool, &str) {
    let minus = ['-', '\u{2212}'];
    let bare = text.strip_prefix(minus).or_else(|| text.strip_suffix(minus));
    // `12,-` has no decimals and is not below nothing.
    match bare.filter(|bare| !bare.ends_with(['.', ','])) {
        Some(bare) => (true, bare.trim()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The digits before the decimal sign, without their groups, whether there were any, and the decimals.
struct Parts {
    whole: String,
    is_grouped: bool,
    fraction: String,
}

impl Parts {
    /// Three decimals behind what a group of thousands can stand behind.
    fn could_be_group(&self) -> bool {
        self.fraction.len() == 3 && !self.is_grouped && is_first_group(&self.whole)
    }

    fn sure(&self, minus: &str) -> Number {
        let Parts { whole, fraction, .. } = self;
        let whole = if whole.is_empty() { "0" } else { whole };
        Number::Sure(if fraction.is_empty() { format!("{minus}{whole}") } else { format!("{minus}{whole}.{fraction}") })
    }

    /// The fraction can be a group of thousands, if the other sign stands before decimals.
    fn unsure(&self, minus: &str, if_thousands: Decimal) -> Number {
        let Parts { whole, fraction, .. } = self;
        let (thousands, decimals) = (format!("{minus}{whole}{fraction}"), format!("{minus}{whole}.{fraction}"));
        Number::Unsure { thousands, decimals, if_thousands }
    }
}

/// `decimals` is how many such a number has: three of them are sure where there can be three.
pub fn read(text: &str, notation: Notation, decimals: u32) -> Number {
    let (negative, bare) = signed(text.trim());
    let bare =
        bare.strip_suffix(['-', '\u{2013}', '\u{2014}']).filter(|bare| bare.ends_with(['.', ','])).unwrap_or(bare);
    let minus = if negative { "-" } else { "" };
    let stated = notation.decimal.or_else(|| evidence(bare, notation.is_grouped));
    let decimal = stated.unwrap_or(if bare.contains(',') { Decimal::Comma } else { Decimal::Point });
    let Some(parts) = parts(bare, decimal) else { return Number::Not };
    if !notation.is_grouped {
        return parts.sure(minus);
    }
    if notation.is_mixed && bare.matches(['.', ',']).count() == 1 {
        // The usual sign does not stand there, so the other one does.
        let other = self::parts(bare, decimal.other()).filter(|_| parts.is_grouped);
        if let Some(other) = other.filter(Parts::could_be_group) {
            return other.unsure(minus, decimal);
        }
    }
    // Nothing shows that a comma stands before decimals, and a point usually does.
    let is_three = decimals == 3 && (stated.is_some() || decimal == Decimal::Point);
    if parts.could_be_group() && !is_three { parts.unsure(minus, decimal.other()) } else { parts.sure(minus) }
}

fn is_first_group(digits: &str) -> bool {
    matches!(digits.len(), 1..=3) && !digits.starts_with('0')
}

fn parts(bare: &str, decimal: Decimal) -> Option<Parts> {
    let (whole, fraction) = bare.rsplit_once(decimal.sign()).unwrap_or((bare, ""));
    let (whole, is_grouped) = ungrouped(whole, decimal)?;
    let is_number = !(whole.is_empty() && fraction.is_empty()) && are_digits(fraction);
    is_number.then(|| Parts { whole, is_grouped, fraction: fraction.to_owned() })
}

/// `1.299` to `1299`, where one and the same sign parts groups of three digits.
fn ungrouped(whole: &str, decimal: Decimal) -> Option<(String, bool)> {
    if are_digits(whole) {
        return Some((whole.to_owned(), false));
    }
    let sign = whole.chars().find(|letter| !letter.is_ascii_digit())?;
    let is_sign = sign == decimal.other().sign() || matches!(sign, '\'' | '\u{2019}') || sign.is_whitespace();
    let mut groups = whole.split(sign);
    let is_whole = is_sign
        && groups.next().is_some_and(|first| is_first_group(first) && are_digits(first))
        && groups.all(|group| group.len() == 3 && are_digits(group));
    is_whole.then(|| (whole.split(sign).collect(), true))
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Which sign stands before the decimals, by this number alone; nothing where it can be both or none.
pub fn evidence(text: &str, is_grouped: bool) -> Option<Decimal> {
    let (_, text) = signed(text.trim());
    let last = text.chars().rev().find_map(Decimal::of)?;
    let count = text.matches(last.sign()).count();
    if count > 1 {
        return parts(text, last.other()).map(|_| last.other());
    }
    let is_dash = |fraction: &str| fraction.chars().all(|letter| matches!(letter, '-' | '\u{2013}' | '\u{2014}'));
    let (whole, fraction) = text.rsplit_once(last.sign())?;
    let is_number = ungrouped(whole, last).is_some() && (are_digits(fraction) || is_dash(fraction));
    let is_group = is_grouped && fraction.len() == 3 && are_digits(fraction) && is_first_group(whole);
    (is_number && !is_group).then_some(last)
}

/// What the numbers of a column say together.
#[derive(Debug, Default)]
pub struct DecimalsSeen {
    point: u64,
    comma: u64,
}

impl DecimalsSeen {
    pub fn add(&mut self, decimal: Option<Decimal>) {
        self.point += u64::from(decimal == Some(Decimal::Point));
        self.comma += u64::from(decimal == Some(Decimal::Comma));
    }

    /// The usual one; those that are written otherwise are then no numbers.
    pub fn notation(&self, is_grouped: bool) -> Notation {
        let decimal = match self.point.cmp(&self.comma) {
            Ordering::Less => Some(Decimal::Comma),
            Ordering::Equal if self.point == 0 => None,
            Ordering::Equal | Ordering::Greater => Some(Decimal::Point),
        };
        Notation { decimal, is_grouped, is_mixed: self.point > 0 && self.comma > 0 }
    }
}

impl Notation {
    pub fn stated(decimal: Option<Decimal>, is_grouped: bool) -> Notation {
        Notation { decimal, is_grouped, is_mixed: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, decimal: Option<Decimal>) -> Option<String> {
        match read(text, Notation::stated(decimal, true), 2) {
            Number::Sure(number) => Some(number),
            Number::Unsure { thousands, decimals, .. } => Some(format!("{thousands}?{decimals}")),
            Number::Not => None,
        }
    }

    #[test]
    fn a_number_is_read_or_it_is_said_that_it_can_be_two() {
        use Decimal::{Comma, Point};
        let cases = [
            ("12.50", Some(Point), Some("12.50")),
            ("1,299.00", Some(Point), Some("1299.00")),
            ("1,299", Some(Point), Some("1299")),
            ("1.200", Some(Point), Some("1200?1.200")),
            ("12.5000", Some(Point), Some("12.5000")),
            ("0.500", Some(Point), Some("0.500")),
            ("1200.500", Some(Point), Some("1200.500")),
            ("1,200.500", Some(Point), Some("1200.500")),
            ("12,50", Some(Point), None),
            ("1.299,00", Some(Comma), Some("1299.00")),
            ("1.299", Some(Comma), Some("1299")),
            ("1.299.000", Some(Comma), Some("1299000")),
            ("1.29", Some(Comma), None),
            ("1,200", Some(Comma), Some("1200?1.200")),
            ("1 299,00", Some(Comma), Some("1299.00")),
            ("1\u{202f}299,00", Some(Comma), Some("1299.00")),
            ("1'299.00", Some(Point), Some("1299.00")),
            ("1 29", Some(Comma), None),
            ("12,-", Some(Comma), Some("12")),
            ("12,\u{2013}", None, Some("12")),
            (",50", Some(Comma), Some("0.50")),
            ("-3", None, Some("-3")),
            ("3,20-", Some(Comma), Some("-3.20")),
            ("\u{2212}3.20", Some(Point), Some("-3.20")),
            ("950", None, Some("950")),
            ("1.200", None, Some("1200?1.200")),
            ("1,200", None, Some("1200?1.200")),
            ("1,200.00", None, Some("1200.00")),
            ("1.299.000", None, Some("1299000")),
            ("1.2.3", None, None),
            ("1,2.3,4", None, None),
            ("4.5O", None, None),
            ("abc", None, None),
            ("", None, None),
            (".", None, None),
            ("-", None, None),
        ];
        for (text, decimal, expected) in cases {
            assert_eq!(of(text, decimal).as_deref(), expected, "{text:?} {decimal:?}");
        }
        let ungrouped = |text| read(text, Notation::stated(None, false), 2);
        assert_eq!(ungrouped("1.200"), Number::Sure("1.200".into()));
        assert_eq!(ungrouped("1,200"), Number::Sure("1.200".into()));
        let dinars = |text| read(text, Notation::stated(None, true), 3);
        assert_eq!(dinars("1.200"), Number::Sure("1.200".into()), "a currency of three decimals");
        assert!(matches!(dinars("1,200"), Number::Unsure { .. }));
    }

    #[test]
    fn a_column_shows_which_sign_it_has_unless_it_has_both() {
        let seen = |texts: &[&str]| {
            let mut seen = DecimalsSeen::default();
            texts.iter().for_each(|text| seen.add(evidence(text, true)));
            seen.notation(true)
        };
        let cases: [(&[&str], Option<Decimal>, bool); 7] = [
            (&["950", "1.200", "49,90"], Some(Decimal::Comma), false),
            (&["950", "1.200", "2.450"], None, false),
            (&["1,200", "3.20", "abc"], Some(Decimal::Point), false),
            (&["3.20", "3,20", "4,20"], Some(Decimal::Comma), true),
            (&["1.299.000"], Some(Decimal::Comma), false),
            (&["0.500"], Some(Decimal::Point), false),
            (&["12,-"], Some(Decimal::Comma), false),
        ];
        for (texts, decimal, is_mixed) in cases {
            assert_eq!(seen(texts), Notation { decimal, is_grouped: true, is_mixed }, "{texts:?}");
        }
        let mixed = seen(&["3.20", "3,20"]);
        assert_eq!(read("3,20", mixed, 2), Number::Not, "the other sign is not the usual one");
        assert_eq!(read("1,299.00", mixed, 2), Number::Sure("1299.00".into()));
        for text in ["1.200", "1,200"] {
            assert!(matches!(read(text, mixed, 2), Number::Unsure { .. }), "{text}");
        }
    }
}
