//! Named roundings, and sharing an amount out without losing a penny.

use super::{Amount, ArithmeticError};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Halves go away from zero: 0.5 → 1, −0.5 → −1 (the shop's habit, and the default).
    HalfUp,
    /// Halves go to the even neighbour (bankers' rounding).
    HalfEven,
    /// Towards zero.
    Down,
}

impl Rounding {
    pub fn divide(self, dividend: i128, divisor: i128) -> Result<i64, ArithmeticError> {
        if divisor == 0 {
            return Err(ArithmeticError::DivisionByZero);
        }
        let quotient = dividend / divisor;
        let remainder = dividend % divisor;
        let twice = remainder.unsigned_abs().saturating_mul(2);
        let half = divisor.unsigned_abs();
        let away = match self {
            Rounding::Down => false,
            Rounding::HalfUp => twice >= half,
            Rounding::HalfEven => twice > half || (twice == half && quotient % 2 != 0),
        };
        let sign = if (dividend < 0) == (divisor < 0) { 1 } else { -1 };
        let rounded = if away { quotient + sign } else { quotient };
        i64::try_from(rounded).map_err(|_| ArithmeticError::Overflow)
    }
}

/// Shares `total` in proportion to `weights` so that the parts sum to it exactly: each gets
/// the part rounded towards zero, then the largest remainders get one more unit each (ties
/// go to the earlier). The method is Hamilton's, known from apportioning seats.
///
/// Weights must not be negative; if all are zero the first takes everything.
pub fn allocate_largest_remainder(total: Amount, weights: &[i64]) -> Result<Vec<Amount>, ArithmeticError> {
    if weights.is_empty() {
        return if total.is_zero() { Ok(Vec::new()) } else { Err(ArithmeticError::DivisionByZero) };
    }
    let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if whole == 0 {
        let mut parts = vec![Amount::ZERO; weights.len()];
        parts[0] = total;
        return Ok(parts);
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut given = 0i128;
    for (index, weight) in weights.iter().enumerate() {
        let share = i128::from(total.0) * i128::from(*weight);
        given += share / whole;
        parts.push(Amount(i64::try_from(share / whole).map_err(|_| ArithmeticError::Overflow)?));
        remainders.push((std::cmp::Reverse((share % whole).unsigned_abs()), index));
    }
    remainders.sort_unstable();
    let left = i128::from(total.0) - given;
    let step = if left < 0 { -1 } else { 1 };
    for (_, index) in remainders.iter().take(usize::try_from(left.unsigned_abs()).unwrap_or(0)) {
        parts[*index].0 += step;
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_round_as_named() {
        let cases = [
            (5, 1, 0, 0),
            (15, 2, 2, 1),
            (25, 3, 2, 2),
            (-5, -1, 0, 0),
            (-15, -2, -2, -1),
            (14, 1, 1, 1),
            (16, 2, 2, 1),
        ];
        for (tenths, up, even, down) in cases {
            assert_eq!(Rounding::HalfUp.divide(tenths, 10), Ok(up), "{tenths}/10 half up");
            assert_eq!(Rounding::HalfEven.divide(tenths, 10), Ok(even), "{tenths}/10 half even");
            assert_eq!(Rounding::Down.divide(tenths, 10), Ok(down), "{tenths}/10 down");
        }
        assert_eq!(Rounding::Down.divide(1, 0), Err(ArithmeticError::DivisionByZero));
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole_and_stay_within_one_unit(
            total in -1_000_000_000i64..1_000_000_000,
            weights in prop::collection::vec(0i64..1_000_000, 1..40),
        ) {
            let parts = allocate_largest_remainder(Amount(total), &weights).unwrap();
            prop_assert_eq!(parts.iter().map(|part| part.0).sum::<i64>(), total);
            let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            if whole > 0 {
                for (part, weight) in parts.iter().zip(&weights) {
                    let exact = i128::from(total) * i128::from(*weight);
                    prop_assert!((i128::from(part.0) * whole - exact).abs() < whole);
                }
            }
        }
    }
}
