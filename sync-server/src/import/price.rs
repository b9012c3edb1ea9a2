//! Prices: a number, with the sign or the code of the currency before or behind it. Never
//! through a float.

use super::number::{Notation, Number, evidence, read, signed};
use super::options::Decimal;
use shared_model::bounds::ENTERED_MAX;
use shared_model::refusal::ImportReason;
use shared_model::unit::{Amount, Currency, Money};

/// Reads prices of one currency.
pub struct PriceReader {
    currency: Currency,
    symbol: String,
}

impl PriceReader {
    pub fn new(currency: Currency) -> PriceReader {
        PriceReader { currency, symbol: currency.symbol() }
    }

    pub fn read(&self, text: &str, notation: Notation) -> Result<Amount, ImportReason> {
        let (minus, bare) = self.bare(text);
        let amount = |number: &str| Money::from_decimal(number, self.currency).map(|money| money.amount);
        match read(bare, notation, self.currency.exponent()) {
            Number::Sure(number) => {
                let price = amount(&number).map(|price| if minus { Amount(-price.0) } else { price });
                price.filter(|price| *price <= ENTERED_MAX).ok_or_else(|| self.not(text))
            }
            // With so many decimals it is none, and thousands are written otherwise in this file.
            Number::Unsure { decimals, .. } if notation.decimal.is_some() && amount(&decimals).is_none() => {
                Err(self.not(text))
            }
            Number::Unsure { thousands, decimals, if_thousands } => {
                let decimal = if_thousands.name();
                Err(ImportReason::UnsureNumber { text: text.to_owned(), thousands, decimals, decimal })
            }
            Number::Not => Err(self.not(text)),
        }
    }

    /// Which decimal sign a price shows.
    pub fn shown(&self, text: &str, is_grouped: bool) -> Option<Decimal> {
        evidence(self.bare(text).1, is_grouped)
    }

    fn not(&self, text: &str) -> ImportReason {
        ImportReason::NotAPrice { text: text.to_owned(), currency: self.currency.code().to_owned() }
    }

    /// Without a minus before the sign of the currency, and without that sign.
    fn bare<'t>(&self, text: &'t str) -> (bool, &'t str) {
        let text = text.trim();
        let without = self.without_sign(text);
        if without.len() < text.len() {
            return (false, without);
        }
        let (minus, rest) = signed(text);
        let without = self.without_sign(rest);
        if without.len() < rest.len() { (minus, without) } else { (false, text) }
    }

    fn without_sign<'t>(&self, text: &'t str) -> &'t str {
        let signs = [self.symbol.as_str(), self.currency.code()];
        let before = signs.iter().find_map(|sign| {
            let start = text.get(..sign.len()).filter(|start| start.eq_ignore_ascii_case(sign))?;
            Some(&text[start.len()..])
        });
        let behind = || {
            signs.iter().find_map(|sign| {
                let begins = text.len().checked_sub(sign.len())?;
                text.get(begins..).filter(|end| end.eq_ignore_ascii_case(sign))?;
                Some(&text[..begins])
            })
        };
        before.or_else(behind).unwrap_or(text).trim()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_of_the_currency_stands_before_or_behind() {
        let of = |text: &str, currency: &str| {
            let notation = Notation::stated(None, true);
            PriceReader::new(currency.parse().unwrap())
                .read(text, notation)
                .map(|amount| amount.0)
                .map_err(|reason| reason.code())
        };
        let cases = [
            ("12,50 €", "EUR", Ok(1250)),
            ("8,00\u{a0}€", "EUR", Ok(800)),
            ("€\u{a0}15,90", "EUR", Ok(1590)),
            ("EUR 6,00", "EUR", Ok(600)),
            ("6,00 eur", "EUR", Ok(600)),
            ("£3.25", "GBP", Ok(325)),
            ("-£3.25", "GBP", Ok(-325)),
            ("£-3.25", "GBP", Ok(-325)),
            ("CHF 1'299.–", "CHF", Ok(129_900)),
            ("1.200", "KWD", Ok(1200)),
            ("1200", "JPY", Ok(1200)),
            ("1.200", "JPY", Err("unsure_number")),
            ("1.200", "EUR", Err("unsure_number")),
            ("12.5000", "EUR", Ok(1250)),
            ("12.345", "EUR", Err("unsure_number")),
            ("12.3456", "EUR", Err("not_a_price")),
            ("$ 3.25", "EUR", Err("not_a_price")),
            ("4006381333931", "EUR", Err("not_a_price")),
            ("€", "EUR", Err("not_a_price")),
        ];
        for (text, currency, expected) in cases {
            assert_eq!(of(text, currency), expected, "{text:?} {currency}");
        }
    }
}
