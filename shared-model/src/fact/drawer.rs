//! Facts about drawers and their shifts.

use super::payload::nothing;
use super::{Payload, money};
use crate::money::{DocumentNumber, Header};
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftOpened {
    pub shift: ShiftId,
    pub number: DocumentNumber,
    /// Fixed here for all that the shift does.
    pub business_date: BusinessDate,
    pub float: Amount,
    pub currency: Currency,
}

impl Payload for ShiftOpened {
    nothing!(needs_beyond, event);

    fn money(&self, store: Option<StoreId>) -> Result<Option<Header>, ArithmeticError> {
        money::shift_opened(self, store).map(Some)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftRedated {
    pub shift: ShiftId,
    pub from: BusinessDate,
    pub to: BusinessDate,
    pub reason: String,
}

nothing!(for ShiftRedated);
