//! What tenders make of a total: paid, still due, change, cash rounding. One reckoning for
//! the screen and for the order.

use super::cart::CartTender;
use super::pricing::cash_rounding;
use crate::payment::TenderKind;
use crate::unit::{Amount, ArithmeticError};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settlement {
    pub paid: Amount,
    /// Nothing is missing; the sale can be completed.
    pub covered: bool,
    /// Still to pay before cash rounding; nothing once covered.
    pub due: Amount,
    /// Still to pay if the rest is paid in cash; nothing once covered.
    pub due_cash: Amount,
    /// Added to the total because its remainder was paid in cash.
    pub cash_rounding: Amount,
    pub change: Amount,
}

impl Settlement {
    /// What is left is less than half a coin: in cash nothing is handed over for it.
    pub fn is_below_coins(&self) -> bool {
        !self.covered && self.due > Amount::ZERO && self.due_cash.is_zero()
    }
}

/// Cards pay exactly; what they leave is the remainder, and only if cash is given for it (none at all,
/// where it rounds to no coin) is it rounded to coins. Change comes from cash alone.
pub fn settle(gross: Amount, tenders: &[CartTender], cash_step: Amount) -> Result<Settlement, ArithmeticError> {
    let given = |kind| tenders.iter().filter(move |tender| tender.counts() && tender.kind == kind);
    let sum = |kind| Amount::sum(given(kind).map(|tender| tender.tendered));
    let (cash, card) = (sum(TenderKind::Cash)?, sum(TenderKind::Card)?);
    let paid = cash.plus(card)?;
    let remainder = gross.minus(card)?;
    let rounding = cash_rounding(remainder, cash_step)?;
    let payable = remainder.plus(rounding)?;
    let open = Settlement {
        paid,
        due: gross.minus(paid)?.max(Amount::ZERO),
        due_cash: payable.minus(cash)?.max(Amount::ZERO),
        ..Settlement::default()
    };
    let settled = Settlement { paid, covered: true, ..Settlement::default() };
    Ok(if remainder.0 < 0 {
        open
    } else if given(TenderKind::Cash).next().is_none() {
        if remainder.is_zero() { settled } else { open }
    } else if cash >= payable {
        Settlement { cash_rounding: rounding, change: cash.minus(payable)?, ..settled }
    } else {
        open
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::cart::TenderState;
    use crate::unit::PaymentId;

    #[test]
    fn cards_pay_exactly_and_only_a_remainder_in_cash_is_rounded() {
        use TenderKind::{Card, Cash};
        // gross, step, tenders → covered, due, due in cash, rounding, change
        type Case = (i64, i64, &'static [(TenderKind, i64)], (bool, i64, i64, i64, i64));
        let rows: [Case; 15] = [
            (1000, 1, &[], (false, 1000, 1000, 0, 0)),
            (1000, 1, &[(Cash, 1000)], (true, 0, 0, 0, 0)),
            (1000, 1, &[(Cash, 2000)], (true, 0, 0, 0, 1000)),
            (1002, 5, &[], (false, 1002, 1000, 0, 0)),
            (1002, 5, &[(Card, 1002)], (true, 0, 0, 0, 0)),
            (1002, 5, &[(Cash, 1000)], (true, 0, 0, -2, 0)),
            (1003, 5, &[(Cash, 2000)], (true, 0, 0, 2, 995)),
            (1003, 5, &[(Card, 500)], (false, 503, 505, 0, 0)),
            (1003, 5, &[(Card, 500), (Cash, 505)], (true, 0, 0, 2, 0)),
            (1003, 5, &[(Cash, 500), (Card, 503)], (true, 0, 0, 0, 0)),
            (0, 5, &[], (true, 0, 0, 0, 0)),
            (2, 5, &[], (false, 2, 0, 0, 0)),
            (2, 5, &[(Cash, 0)], (true, 0, 0, -2, 0)),
            (502, 5, &[(Card, 500), (Cash, 0)], (true, 0, 0, -2, 0)),
            (502, 5, &[(Cash, 0)], (false, 502, 500, 0, 0)),
        ];
        for (gross, step, tenders, expected) in rows {
            let tender = |(kind, amount): &(TenderKind, i64)| CartTender {
                payment: None,
                id: PaymentId(uuid::Uuid::from_u128(1)),
                kind: *kind,
                tendered: Amount(*amount),
                state: TenderState::Taken { reference: None },
            };
            let tenders: Vec<CartTender> = tenders.iter().map(tender).collect();
            let settled = settle(Amount(gross), &tenders, Amount(step)).unwrap();
            let found = (settled.covered, settled.due.0, settled.due_cash.0, settled.cash_rounding.0, settled.change.0);
            assert_eq!(found, expected, "{gross} in steps of {step} with {tenders:?}");
        }
    }
}
