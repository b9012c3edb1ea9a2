//! Quantities in thousandths of a unit (3 pieces = 3000, 0.25 kg = 250).

use super::ArithmeticError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Quantity(pub i64);

impl Quantity {
    pub const ZERO: Quantity = Quantity(0);
    pub const ONE: Quantity = Quantity(1000);

    pub fn pieces(count: i64) -> Result<Quantity, ArithmeticError> {
        count.checked_mul(1000).map(Quantity).ok_or(ArithmeticError::Overflow)
    }

    pub fn plus(self, other: Quantity) -> Result<Quantity, ArithmeticError> {
        self.0.checked_add(other.0).map(Quantity).ok_or(ArithmeticError::Overflow)
    }

    pub fn minus(self, other: Quantity) -> Result<Quantity, ArithmeticError> {
        self.0.checked_sub(other.0).map(Quantity).ok_or(ArithmeticError::Overflow)
    }

    pub fn is_positive(self) -> bool {
        self.0 > 0
    }

    pub fn is_whole(self) -> bool {
        self.0 % 1000 == 0
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minus = if self.0 < 0 { "-" } else { "" };
        let absolute = self.0.unsigned_abs();
        let text = format!("{minus}{}.{:03}", absolute / 1000, absolute % 1000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a quantity with at most three decimals")]
pub struct NotAQuantity(String);

impl FromStr for Quantity {
    type Err = NotAQuantity;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_scaled(text, 3).map(Quantity).ok_or_else(|| NotAQuantity(text.to_owned()))
    }
}

/// Reads `-12.5` as an integer scaled by ten to the `decimals`; no exponent, no grouping,
/// no more decimals than asked for.
pub(super) fn parse_scaled(text: &str, decimals: u32) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let only_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !only_digits(whole) || !only_digits(fraction) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals as usize {
        return None;
    }
    let scale = 10i64.checked_pow(decimals)?;
    let mut value = whole.parse::<i64>().ok()?.checked_mul(scale)?;
    if !fraction.is_empty() {
        let padding = 10i64.pow(decimals - fraction.len() as u32);
        value = value.checked_add(fraction.parse::<i64>().ok()? * padding)?;
    }
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_back_as_they_print() {
        for (text, value) in [("3", 3000), ("0.25", 250), ("-1.5", -1500), ("0", 0)] {
            assert_eq!(text.parse(), Ok(Quantity(value)));
            assert_eq!(Quantity(value).to_string(), text);
        }
        for text in ["", ".5", "1.2345", "1e3", "1,5", "--1", "99999999999999999999"] {
            assert!(text.parse::<Quantity>().is_err(), "{text:?} was accepted");
        }
    }
}
