//! How far a payment is, and what may still become of it: the same money is taken once and taken back
//! once, by the till that took it. Asked before a sale is judged by it, and once more under the lock.

use shared_model::unit::*;

/// How far a payment is, for whoever names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentStand {
    pub terminal: TerminalId,
    pub is: PaymentIs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentIs {
    /// Asked for; no money yet.
    Begun,
    Taken,
    /// What took it back came first.
    BackBefore,
    /// Taken back, or what takes another one back.
    Over,
}

/// Why it is not taken, or not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub enum PaymentConflict {
    /// Another entry said it, or took it back.
    Twice,
    OfOther,
    /// What gives money back says that it came in.
    Direction,
}

impl PaymentConflict {
    pub fn code(self) -> &'static str {
        match self {
            PaymentConflict::Twice => "payment_twice",
            PaymentConflict::OfOther => "payment_of_other",
            PaymentConflict::Direction => "payment_direction",
        }
    }
}

impl PaymentStand {
    /// How it stands once `terminal` has taken it; the same money is not taken twice.
    pub fn taken(stand: Option<PaymentStand>, terminal: TerminalId) -> Result<PaymentStand, PaymentConflict> {
        let is = match stand {
            Some(stand) if stand.terminal != terminal => return Err(PaymentConflict::OfOther),
            Some(PaymentStand { is: PaymentIs::Taken | PaymentIs::Over, .. }) => return Err(PaymentConflict::Twice),
            // What was taken back stays so, also where that came first.
            Some(PaymentStand { is: PaymentIs::BackBefore, .. }) => PaymentIs::Over,
            Some(PaymentStand { is: PaymentIs::Begun, .. }) | None => PaymentIs::Taken,
        };
        Ok(PaymentStand { terminal, is })
    }

    /// How what is taken back stands once `terminal` has done so; `back` is what takes it back. What a till only
    /// asked for is as good as new to it, on either side: whether that was looked at first must make no difference.
    pub fn voided(
        stand: Option<PaymentStand>,
        back: Option<PaymentStand>,
        terminal: TerminalId,
    ) -> Result<PaymentStand, PaymentConflict> {
        let is = match (stand, back) {
            (Some(stand), _) if stand.terminal != terminal => return Err(PaymentConflict::OfOther),
            (_, Some(back)) if back.is != PaymentIs::Begun || back.terminal != terminal => {
                return Err(PaymentConflict::Twice);
            }
            (Some(PaymentStand { is: PaymentIs::Over | PaymentIs::BackBefore, .. }), _) => {
                return Err(PaymentConflict::Twice);
            }
            (Some(PaymentStand { is: PaymentIs::Taken, .. }), _) => PaymentIs::Over,
            (Some(PaymentStand { is: PaymentIs::Begun, .. }) | None, _) => PaymentIs::BackBefore,
        };
        Ok(PaymentStand { terminal, is })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_its_till_only_asked_for_is_as_good_as_new() {
        let (own, other) = (TerminalId(Uuid::from_u128(1)), TerminalId(Uuid::from_u128(2)));
        let stand = |terminal, is| Some(PaymentStand { terminal, is });
        let begun = stand(own, PaymentIs::Begun);
        assert_eq!(PaymentStand::taken(begun, own), PaymentStand::taken(None, own));
        for (of, back) in [(begun, None), (None, begun), (begun, begun)] {
            assert_eq!(PaymentStand::voided(of, back, own), PaymentStand::voided(None, None, own), "{of:?} {back:?}");
        }
        let taken = stand(own, PaymentIs::Taken);
        assert_eq!(PaymentStand::voided(taken, begun, own), PaymentStand::voided(taken, None, own));
        assert_eq!(
            PaymentStand::voided(taken, stand(other, PaymentIs::Begun), own),
            Err(PaymentConflict::Twice),
            "another till asked for money by that id"
        );
        assert_eq!(PaymentStand::voided(taken, taken, own), Err(PaymentConflict::Twice));
    }
}
