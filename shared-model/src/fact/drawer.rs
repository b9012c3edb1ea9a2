//! Facts about drawers and their shifts.

use crate::unit::{Amount, BusinessDate, Currency, ShiftId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftOpened {
    pub shift: ShiftId,
    /// Fixed here for all that the shift does.
    pub business_date: BusinessDate,
    pub float: Amount,
    pub currency: Currency,
}
