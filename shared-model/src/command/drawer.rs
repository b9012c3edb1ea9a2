//! A drawer's working periods.

use super::StatusView;
use crate::fact::drawer::{ShiftOpened, ShiftRedated};
use crate::unit::*;
use serde::{Deserialize, Serialize};

commands! {
    ShiftOpen = "shift_open", Records(ShiftOpened), StatusView, "Opens a shift with a float; fixes the business date." { float: Amount }
    ShiftRedate = "shift_redate", Records(ShiftRedated), StatusView, "Dates the open shift anew, and with it all that was booked in it." {
        business_date: BusinessDate,
        reason: String,
    }
}

views! {
    ShiftView {
        id: ShiftId,
        business_date: BusinessDate,
        opened_at: Timestamp,
        /// Its day is over; the next shift is for this one, and nothing more is sold in this.
        next: Option<BusinessDate>,
        /// What the till's clock says where that is further on and nobody confirms it: until somebody
        /// does, sales go on for the shift's own day.
        doubted: Option<BusinessDate>,
        /// The day it is by the server's clock, where the shift is dated a later one: somebody who may
        /// dates it anew.
        ahead: Option<BusinessDate>,
    }
}
