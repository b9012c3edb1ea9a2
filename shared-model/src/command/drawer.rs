//! A drawer's working periods.

use super::StatusView;
use crate::unit::*;
use serde::{Deserialize, Serialize};

commands! {
    ShiftOpen = "shift_open", Permission(DrawerOpen), StatusView, "Opens a shift with a float; fixes the business date." { float: Amount }
}

views! {
    ShiftView { id: ShiftId, business_date: BusinessDate, opened_at: Timestamp }
}
