//! Numbers that no till can come to honestly. Booked, a handful of them would overflow the
//! sums of every report. A till refuses them before the first payment; a server that gets
//! one all the same sets it aside.

use super::Order;
use crate::unit::{Amount, Quantity};

/// What a person may enter as a price, a payment or a float, in minor units. Room for the
/// dearest sofa in the smallest currency, and none for a barcode of 13 digits scanned into
/// the wrong field.
pub const ENTERED_MAX: Amount = Amount(1_000_000_000_000);
/// What a sale may come to, in minor units. A day's takings of 900,000 such sales still add
/// up.
const AMOUNT_MAX: u64 = 10_000_000_000_000;
/// In thousandths.
const QUANTITY_MAX: u64 = 1_000_000_000_000;

pub fn amount_fits(amount: Amount) -> bool {
    amount.0.unsigned_abs() <= AMOUNT_MAX
}

pub fn quantity_fits(quantity: Quantity) -> bool {
    quantity.0.unsigned_abs() <= QUANTITY_MAX
}

/// Everything of the order that is added up.
pub fn order_fits(order: &Order) -> bool {
    let totals = &order.totals;
    let mut amounts = [totals.net, totals.tax, totals.gross, totals.discount, order.cash_rounding]
        .into_iter()
        .chain(order.lines.iter().flat_map(|line| [line.net, line.tax, line.gross, line.discount]))
        .chain(order.tenders.iter().map(|tender| tender.amount));
    amounts.all(amount_fits) && order.lines.iter().all(|line| quantity_fits(line.quantity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_of_the_largest_nearly_fill_a_sum_and_the_smallest_number_does_not_pass() {
        let largest = i64::try_from(AMOUNT_MAX).unwrap();
        assert!(largest.checked_mul(900_000).is_some());
        let cases = [(largest, true), (-largest, true), (largest + 1, false), (i64::MAX, false), (i64::MIN, false)];
        for (amount, fits) in cases {
            assert_eq!(amount_fits(Amount(amount)), fits, "{amount}");
        }
        assert!(!quantity_fits(Quantity(i64::MIN)));
    }
}
