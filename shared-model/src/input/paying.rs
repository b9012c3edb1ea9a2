//! The one completing action at a counter: what Enter and the large button do with what was
//! keyed in, worked out so that the button can say it.

use super::Entered;
use crate::payment::TenderKind;
use crate::unit::Amount;

/// Who is given more cash than is owed gets change, but nobody hands over that much too much:
/// ten times a large note, in units of the currency. A code that was scanned or typed is far beyond it.
const TOO_MUCH_UNITS: i64 = 1_000;

/// What Enter and the large button do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Primary {
    /// Everything is paid, or there was nothing to pay.
    Complete,
    CashComplete(Amount),
    /// Less cash than is owed; the rest comes another way.
    CashPart {
        cash: Amount,
        left: Amount,
    },
    AskCard(Amount),
    /// The card reader's answer is awaited.
    AwaitCard,
    Nothing,
    /// What was keyed in is no amount.
    Unclear,
}

/// Still to pay: by card to the penny, in cash in coins there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Owed {
    pub card: Amount,
    pub cash: Amount,
}

impl Owed {
    pub fn by(self, kind: TenderKind) -> Amount {
        match kind {
            TenderKind::Cash => self.cash,
            TenderKind::Card => self.card,
        }
    }

    /// What is done with what was keyed in.
    pub fn primary(self, kind: TenderKind, entered: Entered) -> Primary {
        let due = self.by(kind);
        let amount = match entered {
            Entered::Nothing => due,
            Entered::Amount(amount) => amount,
            Entered::Unclear => return Primary::Unclear,
        };
        if self.card <= Amount::ZERO && self.cash <= Amount::ZERO {
            return Primary::Complete;
        }
        match kind {
            _ if amount.0 < 0 || amount.is_zero() && !due.is_zero() => Primary::Nothing,
            TenderKind::Cash if amount >= due => Primary::CashComplete(amount),
            TenderKind::Cash => Primary::CashPart { cash: amount, left: Amount(due.0 - amount.0) },
            TenderKind::Card => Primary::AskCard(amount.min(due)),
        }
    }

    /// Whether so much cash is more likely a slip than a gift: then somebody says it once more.
    pub fn is_slip(self, cash: Amount, exponent: u32) -> bool {
        // Where the minor unit is the coin itself (yen), notes start a hundred times higher.
        let unit = if exponent == 0 { 100 } else { 10_i64.saturating_pow(exponent) };
        cash.0.saturating_sub(self.cash.0) > TOO_MUCH_UNITS.saturating_mul(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TenderKind::{Card, Cash};

    fn owed(card: i64, cash: i64) -> Owed {
        Owed { card: Amount(card), cash: Amount(cash) }
    }

    fn keyed(entered: Option<i64>) -> Entered {
        entered.map_or(Entered::Nothing, |minor| Entered::Amount(Amount(minor)))
    }

    #[test]
    fn what_is_owed_and_keyed_in_says_what_the_button_does() {
        let cases = [
            (owed(1002, 1000), Cash, None, Primary::CashComplete(Amount(1000))),
            (owed(1002, 1000), Cash, Some(2000), Primary::CashComplete(Amount(2000))),
            (owed(1002, 1000), Cash, Some(400), Primary::CashPart { cash: Amount(400), left: Amount(600) }),
            (owed(1002, 1000), Cash, Some(0), Primary::Nothing),
            (owed(2, 0), Cash, None, Primary::CashComplete(Amount(0))),
            (owed(2, 0), Card, None, Primary::AskCard(Amount(2))),
            (owed(1002, 1000), Card, None, Primary::AskCard(Amount(1002))),
            (owed(1002, 1000), Card, Some(9999), Primary::AskCard(Amount(1002))),
            (owed(1002, 1000), Card, Some(0), Primary::Nothing),
        ];
        for (owed, kind, entered, primary) in cases {
            assert_eq!(owed.primary(kind, keyed(entered)), primary, "{owed:?} {kind:?} {entered:?}");
        }
    }

    #[test]
    fn where_nothing_is_owed_one_press_completes_without_a_payment() {
        for (kind, entered) in [(Cash, None), (Card, None), (Cash, Some(0)), (Cash, Some(500))] {
            assert_eq!(owed(0, 0).primary(kind, keyed(entered)), Primary::Complete, "{kind:?} {entered:?}");
        }
    }

    #[test]
    fn a_code_keyed_in_as_cash_is_a_slip_and_a_large_note_is_none() {
        for (cash, exponent, slip) in [
            (9_638_507_400, 2, true),
            (100_000 + 1_299, 2, false),
            (100_001 + 1_299, 2, true),
            (1_299, 2, false),
            (101_299, 0, false),
            (96_385_074, 0, true),
        ] {
            assert_eq!(owed(1_299, 1_299).is_slip(Amount(cash), exponent), slip, "{cash} of exponent {exponent}");
        }
    }
}
