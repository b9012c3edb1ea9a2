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

    /// How what is taken back stands once `terminal` has done so; `back` is what takes it back.
    pub fn voided(
        stand: Option<PaymentStand>,
        back: Option<PaymentStand>,
        terminal: TerminalId,
    ) -> Result<PaymentStand, PaymentConflict> {
        let is = match (stand, back) {
            (Some(stand), _) if stand.terminal != terminal => return Err(PaymentConflict::OfOther),
            (_, Some(_)) | (Some(PaymentStand { is: PaymentIs::Over | PaymentIs::BackBefore, .. }), _) => {
                return Err(PaymentConflict::Twice);
            }
            (Some(_), None) => PaymentIs::Over,
            (None, None) => PaymentIs::BackBefore,
        };
        Ok(PaymentStand { terminal, is })
    }
}
