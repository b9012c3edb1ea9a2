//! Facts about payments.

use super::payload::nothing;
use super::{Payload, money};
use crate::event::{EventName, EventSubject, Named};
use crate::money::Header;
use crate::payment::{Payment, PaymentDirection, PaymentMethod};
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentIntended {
    pub payment: PaymentId,
    pub order: OrderId,
    pub method: PaymentMethod,
    pub amount: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentFailed {
    pub payment: PaymentId,
    pub order: OrderId,
    pub outcome: FailedOutcome,
}

open_names! {
    pub enum FailedOutcome {
        Declined = "declined",
        /// Nobody can say yet.
        Unknown = "unknown",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentTaken {
    pub payment: Payment,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentVoided {
    /// What gives it back: a document of its own, with the day and the drawer it went out of.
    pub payment: Payment,
    pub reverses: PaymentId,
}

nothing!(for PaymentIntended);
impl Payload for PaymentFailed {
    nothing!(needs_beyond, money);

    fn event(&self) -> Option<Named> {
        Some((EventName::PaymentFailed, EventSubject::Payment, self.payment.0))
    }
}

impl Payload for PaymentTaken {
    nothing!(needs_beyond);

    fn event(&self) -> Option<Named> {
        let name = match self.payment.direction {
            PaymentDirection::Out => EventName::PaymentRefunded,
            PaymentDirection::In | PaymentDirection::Other(_) => EventName::PaymentProcessed,
        };
        Some((name, EventSubject::Payment, self.payment.id.0))
    }

    fn money(&self, store: Option<StoreId>) -> Result<Option<Header>, ArithmeticError> {
        money::payment(&self.payment, store).map(Some)
    }
}

impl Payload for PaymentVoided {
    nothing!(needs_beyond);

    fn event(&self) -> Option<Named> {
        Some((EventName::PaymentRefunded, EventSubject::Payment, self.reverses.0))
    }

    fn money(&self, store: Option<StoreId>) -> Result<Option<Header>, ArithmeticError> {
        money::payment_voided(self, store).map(Some)
    }
}
