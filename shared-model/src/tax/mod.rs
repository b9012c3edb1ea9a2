//! Tax on lines and totals. A class is a list of components (one VAT rate, or state and
//! county and city); prices hold tax or do not; rounding happens per line or per total.

use crate::unit::{Amount, ArithmeticError, BusinessDate, Rate, Rounding, allocate_largest_remainder};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaxComponent {
    pub name: String,
    pub rate: Rate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaxClass {
    pub code: String,
    /// Printed beside each line and in the tax table.
    pub letter: char,
    /// Until the first change.
    pub components: Vec<TaxComponent>,
    /// Later rates, by the business date they begin with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<TaxChange>,
}

/// Other rates from a business date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaxChange {
    pub from: BusinessDate,
    pub components: Vec<TaxComponent>,
}

impl TaxClass {
    /// The class as it is taxed on a day.
    pub fn on(&self, date: BusinessDate) -> TaxClass {
        let begun = self.changes.iter().filter(|change| change.from <= date).max_by_key(|change| change.from);
        let components = begun.map_or(&self.components, |change| &change.components);
        TaxClass { code: self.code.clone(), letter: self.letter, components: components.clone(), changes: Vec::new() }
    }

    /// Of all components together.
    pub fn rate(&self) -> Rate {
        Rate(self.components.iter().fold(0, |sum, component| sum.saturating_add(component.rate.0)))
    }

    fn rate_sum(&self) -> i128 {
        self.components.iter().map(|component| i128::from(component.rate.0)).sum()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    PerLine,
    /// Rounded once per class, then shared out to the lines by largest remainder.
    PerTotal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaxMethod {
    pub prices_include_tax: bool,
    pub rounding: TaxRounding,
}

/// One component's part of a line's tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LineTax {
    pub name: String,
    pub rate: Rate,
    pub amount: Amount,
}

/// A row of the receipt's tax table: all lines of one class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaxRow {
    pub class: String,
    pub letter: char,
    pub components: Vec<LineTax>,
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
}

/// What a line came to once tax was worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxedLine {
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
    pub components: Vec<LineTax>,
}

/// Taxes the `amounts` (after discounts) of lines of one class.
pub fn tax_lines(class: &TaxClass, amounts: &[Amount], method: TaxMethod) -> Result<Vec<TaxedLine>, ArithmeticError> {
    let taxes = match method.rounding {
        TaxRounding::PerLine => amounts
            .iter()
            .map(|amount| tax_of(class, *amount, method.prices_include_tax))
            .collect::<Result<Vec<_>, _>>()?,
        TaxRounding::PerTotal => {
            let total = Amount::sum(amounts.iter().copied())?;
            let tax = tax_of(class, total, method.prices_include_tax)?;
            let weights: Vec<i64> = amounts.iter().map(|amount| amount.0.max(0)).collect();
            allocate_largest_remainder(tax, &weights)?
        }
    };
    amounts.iter().zip(taxes).map(|(amount, tax)| taxed_line(class, *amount, tax, method)).collect()
}

/// The tax in (or on) an amount, halves rounded up.
fn tax_of(class: &TaxClass, amount: Amount, included: bool) -> Result<Amount, ArithmeticError> {
    let rate = class.rate_sum();
    let divisor = if included { Rate::WHOLE + rate } else { Rate::WHOLE };
    Rounding::HalfUp.divide(i128::from(amount.0) * rate, divisor).map(Amount)
}

fn taxed_line(class: &TaxClass, amount: Amount, tax: Amount, method: TaxMethod) -> Result<TaxedLine, ArithmeticError> {
    let (net, gross) =
        if method.prices_include_tax { (amount.minus(tax)?, amount) } else { (amount, amount.plus(tax)?) };
    Ok(TaxedLine { net, tax, gross, components: split_components(class, tax)? })
}

fn split_components(class: &TaxClass, tax: Amount) -> Result<Vec<LineTax>, ArithmeticError> {
    if class.components.is_empty() {
        return Ok(Vec::new());
    }
    let weights: Vec<i64> = class.components.iter().map(|component| i64::from(component.rate.0)).collect();
    let parts = allocate_largest_remainder(tax, &weights)?;
    let named = class.components.iter().zip(parts);
    Ok(named
        .map(|(component, amount)| LineTax { name: component.name.clone(), rate: component.rate, amount })
        .collect())
}

/// The tax table of lines given as (class, line), one row per class in order of first use.
pub fn tax_table<'a>(
    lines: impl IntoIterator<Item = (&'a TaxClass, &'a TaxedLine)>,
) -> Result<Vec<TaxRow>, ArithmeticError> {
    let mut rows: Vec<TaxRow> = Vec::new();
    for (class, line) in lines {
        match rows.iter_mut().find(|row| row.class == class.code) {
            None => rows.push(TaxRow {
                class: class.code.clone(),
                letter: class.letter,
                components: line.components.clone(),
                net: line.net,
                tax: line.tax,
                gross: line.gross,
            }),
            Some(row) => {
                row.net = row.net.plus(line.net)?;
                row.tax = row.tax.plus(line.tax)?;
                row.gross = row.gross.plus(line.gross)?;
                for (sum, part) in row.components.iter_mut().zip(&line.components) {
                    sum.amount = sum.amount.plus(part.amount)?;
                }
            }
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vat(percent: u32) -> TaxClass {
        let components = vec![TaxComponent { name: "VAT".into(), rate: Rate::percent(percent) }];
        TaxClass { code: "standard".into(), letter: 'A', components, changes: Vec::new() }
    }

    #[test]
    fn included_and_added_tax_round_halves_up() {
        let method = |included| TaxMethod { prices_include_tax: included, rounding: TaxRounding::PerLine };
        let cases = [
            (true, 1200, 1000, 200, 1200),
            (true, 295, 246, 49, 295),
            (false, 1000, 1000, 200, 1200),
            (false, 3, 3, 1, 4),
            (true, -1200, -1000, -200, -1200),
        ];
        for (included, amount, net, tax, gross) in cases {
            let line = &tax_lines(&vat(20), &[Amount(amount)], method(included)).unwrap()[0];
            assert_eq!((line.net.0, line.tax.0, line.gross.0), (net, tax, gross), "{amount} included={included}");
        }
    }

    #[test]
    fn a_rate_begins_with_its_day_and_the_days_before_keep_theirs() {
        let change =
            |from: &str, percent| TaxChange { from: from.parse().unwrap(), components: vat(percent).components };
        let class = TaxClass { changes: vec![change("2027-01-01", 19), change("2026-07-01", 16)], ..vat(20) };
        for (day, percent) in [("2026-06-30", 20), ("2026-07-01", 16), ("2026-12-31", 16), ("2027-01-01", 19)] {
            assert_eq!(class.on(day.parse().unwrap()).rate(), Rate::percent(percent), "{day}");
        }
    }

    proptest! {
        #[test]
        fn lines_components_and_table_always_sum(
            amounts in prop::collection::vec(0i64..10_000_000, 1..30),
            rates in prop::collection::vec(0u32..300_000, 0..4),
            included: bool,
            per_total: bool,
        ) {
            let components = rates.iter().map(|rate| TaxComponent { name: "t".into(), rate: Rate(*rate) }).collect();
            let class = TaxClass { code: "c".into(), letter: 'A', components, changes: Vec::new() };
            let rounding = if per_total { TaxRounding::PerTotal } else { TaxRounding::PerLine };
            let method = TaxMethod { prices_include_tax: included, rounding };
            let amounts: Vec<Amount> = amounts.into_iter().map(Amount).collect();
            let lines = tax_lines(&class, &amounts, method).unwrap();
            for (line, amount) in lines.iter().zip(&amounts) {
                prop_assert_eq!(line.net.0 + line.tax.0, line.gross.0);
                prop_assert_eq!(if included { line.gross } else { line.net }, *amount);
                if !rates.is_empty() {
                    prop_assert_eq!(line.components.iter().map(|part| part.amount.0).sum::<i64>(), line.tax.0);
                }
            }
            let table = tax_table(lines.iter().map(|line| (&class, line))).unwrap();
            prop_assert_eq!(table.len(), 1);
            prop_assert_eq!(table[0].gross.0, lines.iter().map(|line| line.gross.0).sum::<i64>());
            prop_assert_eq!(table[0].net.0 + table[0].tax.0, table[0].gross.0);
        }

        #[test]
        fn taking_tax_out_and_adding_it_again_gives_the_price_back(price in 0i64..10_000_000, percent in 0u32..40) {
            let out = TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerLine };
            let add = TaxMethod { prices_include_tax: false, rounding: TaxRounding::PerLine };
            let inner = &tax_lines(&vat(percent), &[Amount(price)], out).unwrap()[0];
            let outer = &tax_lines(&vat(percent), &[inner.net], add).unwrap()[0];
            prop_assert!((outer.gross.0 - price).abs() <= 1);
        }
    }
}
