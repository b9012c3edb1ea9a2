//! A delivery that is entered while nobody knows whether what was sent of it has arrived.

use crate::fact::supply::ReceivedLine;
use crate::unit::Quantity;

/// What was entered beyond what is taken in: it is another delivery.
pub fn still_to_send(entered: &[ReceivedLine], taken_in: &[ReceivedLine]) -> Vec<ReceivedLine> {
    let left = entered.iter().map(|line| {
        let taken = taken_in.iter().filter(|taken| taken.product == line.product);
        let taken = taken.fold(0_i64, |sum, taken| sum.saturating_add(taken.quantity.0));
        ReceivedLine { quantity: Quantity(line.quantity.0.saturating_sub(taken)), ..line.clone() }
    });
    left.filter(|line| line.quantity.is_positive()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::id;
    use crate::unit::ProductId;

    fn lines<const N: usize>(lines: [(u128, i64); N]) -> Vec<ReceivedLine> {
        lines
            .map(|(product, pieces)| ReceivedLine {
                product: ProductId(id(product)),
                quantity: Quantity(pieces * 1000),
            })
            .into()
    }

    #[test]
    fn what_was_entered_since_is_left_and_nothing_is_sent_twice() {
        let sent = lines([(1, 3), (2, 5)]);
        for (entered, left) in [
            (lines([(1, 3), (2, 5)]), lines([])),
            (lines([(1, 4), (2, 5), (3, 1)]), lines([(1, 1), (3, 1)])),
            (lines([(1, 1)]), lines([])),
            (lines([]), lines([])),
        ] {
            assert_eq!(still_to_send(&entered, &sent), left);
        }
    }
}
