//! A drawer's working periods.

use super::StatusView;
use crate::fact::drawer::ShiftOpened;
use crate::unit::*;
use serde::{Deserialize, Serialize};

commands! {
    ShiftOpen = "shift_open", Records(ShiftOpened), StatusView, "Opens a shift with a float; fixes the business date." { float: Amount }
}

views! {
    ShiftView { id: ShiftId, business_date: BusinessDate, opened_at: Timestamp }
}
