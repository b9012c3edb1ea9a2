//! Money in minor units (pence, cents). An order has one currency, so its amounts are bare
//! [`Amount`]s and the order says once what they are.

use super::{ArithmeticError, Quantity, Rounding};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Minor units of a currency named elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Amount(pub i64);

impl Amount {
    pub const ZERO: Amount = Amount(0);

    pub fn plus(self, other: Amount) -> Result<Amount, ArithmeticError> {
        self.0.checked_add(other.0).map(Amount).ok_or(ArithmeticError::Overflow)
    }

    pub fn minus(self, other: Amount) -> Result<Amount, ArithmeticError> {
        self.0.checked_sub(other.0).map(Amount).ok_or(ArithmeticError::Overflow)
    }

    /// A unit price times a quantity in thousandths.
    pub fn times(self, quantity: Quantity, rounding: Rounding) -> Result<Amount, ArithmeticError> {
        let product = i128::from(self.0) * i128::from(quantity.0);
        rounding.divide(product, 1000).map(Amount)
    }

    pub fn is_zero(&self) -> bool {
        self.0 == 0
    }

    pub fn sum(amounts: impl IntoIterator<Item = Amount>) -> Result<Amount, ArithmeticError> {
        amounts.into_iter().try_fold(Amount::ZERO, Amount::plus)
    }
}

/// An ISO 4217 code. Its exponent says how many decimals the minor unit has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII codes of ISO 4217 are accepted")
    }

    pub fn exponent(&self) -> u32 {
        iso_currency::Currency::from_code(self.code()).and_then(|currency| currency.exponent()).map_or(2, u32::from)
    }

    pub fn symbol(&self) -> String {
        iso_currency::Currency::from_code(self.code())
            .map_or_else(|| self.code().to_owned(), |currency| currency.symbol().to_string())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a currency code of ISO 4217")]
pub struct UnknownCurrency(String);

impl FromStr for Currency {
    type Err = UnknownCurrency;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        iso_currency::Currency::from_code(code)
            .and_then(|_| code.as_bytes().try_into().ok())
            .map(Currency)
            .ok_or_else(|| UnknownCurrency(code.to_owned()))
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        code.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Currency {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Currency".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$" })
    }
}

/// An amount together with its currency, for showing and for places where both travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Money {
    pub amount: Amount,
    pub currency: Currency,
}

impl Money {
    pub fn new(amount: Amount, currency: Currency) -> Money {
        Money { amount, currency }
    }

    /// Plain decimal text without symbol or grouping: `-12.50`, `1200` for yen.
    pub fn to_decimal(self) -> String {
        let exponent = self.currency.exponent();
        let minus = if self.amount.0 < 0 { "-" } else { "" };
        let absolute = self.amount.0.unsigned_abs();
        if exponent == 0 {
            return format!("{minus}{absolute}");
        }
        let unit = 10u64.pow(exponent);
        let width = exponent as usize;
        format!("{minus}{}.{:0width$}", absolute / unit, absolute % unit)
    }

    /// Reads decimal text with a point; refuses more decimals than the currency has.
    pub fn from_decimal(text: &str, currency: Currency) -> Option<Money> {
        super::quantity::parse_scaled(text, currency.exponent()).map(|minor| Money::new(Amount(minor), currency))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency.code(), self.to_decimal())
    }
}

/// Signs that people read at once; other currencies are shown by their code.
const SIGNS: [&str; 5] = ["£", "€", "$", "¥", "₹"];

/// Money for people: `£1,234.50`, `-€12.00`, and the code where a currency has no such
/// sign (`CHF 12.50`, with a space that does not break).
pub fn format_money(amount: Amount, currency: Currency) -> String {
    let decimal = Money::new(amount, currency).to_decimal();
    let (minus, digits) = decimal.strip_prefix('-').map_or(("", decimal.as_str()), |digits| ("-", digits));
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, String::new()), |(whole, fraction)| (whole, format!(".{fraction}")));
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let symbol = currency.symbol();
    let before = if SIGNS.contains(&symbol.as_str()) { symbol } else { format!("{}\u{a0}", currency.code()) };
    format!("{minus}{before}{grouped}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_text_follows_the_exponent_of_the_currency() {
        let cases = [("GBP", 1250, "12.50"), ("JPY", 1250, "1250"), ("KWD", -1250, "-1.250"), ("EUR", -5, "-0.05")];
        for (code, minor, text) in cases {
            let money = Money::new(Amount(minor), code.parse().unwrap());
            assert_eq!(money.to_decimal(), text);
            assert_eq!(Money::from_decimal(text, money.currency), Some(money));
        }
        let pound: Currency = "GBP".parse().unwrap();
        assert_eq!(Money::from_decimal("1.234", pound), None);
        assert_eq!(Money::from_decimal("1,20", pound), None);
    }

    #[test]
    fn money_for_people_has_a_sign_and_groups() {
        let cases = [
            ("GBP", 0, "£0.00"),
            ("GBP", 99_999, "£999.99"),
            ("GBP", 123_450, "£1,234.50"),
            ("EUR", -123_456_789, "-€1,234,567.89"),
            ("JPY", 1234, "¥1,234"),
            ("CHF", 1250, "CHF\u{a0}12.50"),
            ("GBP", i64::MIN, "-£92,233,720,368,547,758.08"),
        ];
        for (code, minor, text) in cases {
            assert_eq!(format_money(Amount(minor), code.parse().unwrap()), text);
        }
    }

    #[test]
    fn overflow_is_refused_not_wrapped() {
        assert_eq!(Amount(i64::MAX).plus(Amount(1)), Err(ArithmeticError::Overflow));
        assert!(Amount(i64::MAX).times(Quantity(2000), Rounding::HalfUp).is_err());
    }
}
