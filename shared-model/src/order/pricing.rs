//! From what is in the cart to what it costs. Computed once, at the till; the server runs
//! the same functions again only to compare.

use super::placed::Totals;
use crate::tax::{TaxClass, TaxMethod, TaxRow, TaxedLine, tax_lines, tax_table};
use crate::unit::{Amount, ArithmeticError, Quantity, Rounding, allocate_largest_remainder};

/// A line as pricing sees it.
#[derive(Debug, Clone)]
pub struct PricingLine {
    pub quantity: Quantity,
    pub unit_price: Amount,
    /// Line discount, not negative, taken off before tax.
    pub discount: Amount,
    pub tax_class: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedLine {
    pub discount: Amount,
    pub taxed: TaxedLine,
    pub tax_letter: char,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    pub lines: Vec<PricedLine>,
    pub totals: Totals,
    pub taxes: Vec<TaxRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PricingError {
    #[error("the business has no tax class {0:?}")]
    UnknownTaxClass(String),
    #[error("a discount is larger than what it is taken from")]
    DiscountTooLarge,
    #[error("the amounts are too large to add up")]
    Arithmetic(#[from] ArithmeticError),
}

impl PricingError {
    /// Its stable name, for what is kept of it.
    pub fn code(&self) -> &'static str {
        match self {
            PricingError::UnknownTaxClass(_) => "unknown_tax_class",
            PricingError::DiscountTooLarge => "discount_too_large",
            PricingError::Arithmetic(_) => "too_large",
        }
    }
}

/// Prices an order. Order of application: quantity × unit price (halves rounded up), line
/// discount, order discount shared by largest remainder over what is left, tax.
pub fn price(
    lines: &[PricingLine],
    order_discount: Amount,
    classes: &[TaxClass],
    method: TaxMethod,
) -> Result<Priced, PricingError> {
    let bases = discounted_bases(lines)?;
    let total = Amount::sum(bases.iter().copied())?;
    if order_discount.0 < 0 || order_discount > total.max(Amount::ZERO) {
        return Err(PricingError::DiscountTooLarge);
    }
    let weights: Vec<i64> = bases.iter().map(|base| base.0.max(0)).collect();
    let shares = allocate_largest_remainder(order_discount, &weights)?;
    let mut amounts = Vec::with_capacity(lines.len());
    for (base, share) in bases.iter().zip(&shares) {
        amounts.push(base.minus(*share)?);
    }
    let taxed = tax_by_class(lines, &amounts, classes, method)?;
    assemble(lines, &shares, taxed)
}

fn discounted_bases(lines: &[PricingLine]) -> Result<Vec<Amount>, PricingError> {
    lines
        .iter()
        .map(|line| {
            let full = line.unit_price.times(line.quantity, Rounding::HalfUp)?;
            if line.discount.0 < 0 || line.discount > full.max(Amount::ZERO) {
                return Err(PricingError::DiscountTooLarge);
            }
            Ok(full.minus(line.discount)?)
        })
        .collect()
}

/// Taxes each class as a group (per-total rounding needs them together), back in line order.
fn tax_by_class<'a>(
    lines: &[PricingLine],
    amounts: &[Amount],
    classes: &'a [TaxClass],
    method: TaxMethod,
) -> Result<Vec<(&'a TaxClass, TaxedLine)>, PricingError> {
    let find = |code: &str| classes.iter().find(|class| class.code == code);
    if let Some(line) = lines.iter().find(|line| find(&line.tax_class).is_none()) {
        return Err(PricingError::UnknownTaxClass(line.tax_class.clone()));
    }
    let mut taxed: Vec<Option<(&TaxClass, TaxedLine)>> = vec![None; lines.len()];
    for class in classes {
        let members: Vec<usize> = (0..lines.len()).filter(|index| lines[*index].tax_class == class.code).collect();
        let group: Vec<Amount> = members.iter().map(|index| amounts[*index]).collect();
        for (index, line) in members.iter().zip(tax_lines(class, &group, method)?) {
            taxed[*index] = Some((class, line));
        }
    }
    Ok(taxed.into_iter().flatten().collect())
}

fn assemble(
    lines: &[PricingLine],
    shares: &[Amount],
    taxed: Vec<(&TaxClass, TaxedLine)>,
) -> Result<Priced, PricingError> {
    let taxes = tax_table(taxed.iter().map(|(class, line)| (*class, line)))?;
    let mut totals = Totals::default();
    let mut priced = Vec::with_capacity(lines.len());
    for ((line, share), (class, taxed)) in lines.iter().zip(shares).zip(taxed) {
        let discount = line.discount.plus(*share)?;
        totals.net = totals.net.plus(taxed.net)?;
        totals.tax = totals.tax.plus(taxed.tax)?;
        totals.gross = totals.gross.plus(taxed.gross)?;
        totals.discount = totals.discount.plus(discount)?;
        priced.push(PricedLine { discount, taxed, tax_letter: class.letter });
    }
    Ok(Priced { lines: priced, totals, taxes })
}

/// Cash rounding: what must be added to `due` so that it can be paid in coins of `step`.
pub fn cash_rounding(due: Amount, step: Amount) -> Result<Amount, ArithmeticError> {
    if step.0 <= 1 {
        return Ok(Amount::ZERO);
    }
    let steps = Rounding::HalfUp.divide(i128::from(due.0), i128::from(step.0))?;
    let rounded = steps.checked_mul(step.0).ok_or(ArithmeticError::Overflow)?;
    Amount(rounded).minus(due)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::tax_classes as classes;
    use crate::tax::TaxRounding;
    use proptest::prelude::*;

    #[test]
    fn cash_rounds_to_the_nearest_coin() {
        for (due, step, add) in [(1002, 5, -2), (1003, 5, 2), (1000, 5, 0), (1025, 50, -25 + 50), (1002, 1, 0)] {
            assert_eq!(cash_rounding(Amount(due), Amount(step)), Ok(Amount(add)), "{due} in steps of {step}");
        }
    }

    #[test]
    fn a_discount_beyond_the_price_is_refused() {
        let line = PricingLine {
            quantity: Quantity::ONE,
            unit_price: Amount(100),
            discount: Amount(101),
            tax_class: "standard".into(),
        };
        let method = TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerLine };
        assert_eq!(price(&[line], Amount::ZERO, &classes(), method), Err(PricingError::DiscountTooLarge));
    }

    fn lines() -> impl Strategy<Value = Vec<PricingLine>> {
        let line = (1i64..5000, 0i64..1_000_000, 0u8..3).prop_map(|(quantity, price, class)| PricingLine {
            quantity: Quantity(quantity * 100),
            unit_price: Amount(price),
            discount: Amount::ZERO,
            tax_class: ["standard", "reduced", "zero"][class as usize].into(),
        });
        prop::collection::vec(line, 1..20)
    }

    proptest! {
        #[test]
        fn table_lines_and_totals_are_one_sum(lines in lines(), discount_ppm in 0i128..1_000_000, included: bool, per_total: bool) {
            let rounding = if per_total { TaxRounding::PerTotal } else { TaxRounding::PerLine };
            let method = TaxMethod { prices_include_tax: included, rounding };
            let undiscounted = price(&lines, Amount::ZERO, &classes(), method).unwrap();
            let base = if included { undiscounted.totals.gross } else { undiscounted.totals.net };
            let discount = Amount((i128::from(base.0) * discount_ppm / 1_000_000) as i64);
            let priced = price(&lines, discount, &classes(), method).unwrap();
            prop_assert_eq!(priced.totals.discount, discount);
            prop_assert_eq!(priced.totals.net.0 + priced.totals.tax.0, priced.totals.gross.0);
            for pick in [|r: &TaxRow| r.net, |r: &TaxRow| r.tax, |r: &TaxRow| r.gross].iter().zip([priced.totals.net, priced.totals.tax, priced.totals.gross]) {
                prop_assert_eq!(priced.taxes.iter().map(|row| pick.0(row).0).sum::<i64>(), pick.1.0);
            }
            let after = if included { priced.totals.gross } else { priced.totals.net };
            prop_assert_eq!(after.0 + discount.0, base.0);
        }
    }
}
