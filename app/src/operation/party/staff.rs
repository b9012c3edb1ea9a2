//! `staff_list`: who can sign in here.

use crate::operation::Reading;
use crate::till::{Look, Till, staff_view};
use shared_model::command::{StaffList, StaffView};
use shared_model::refusal::Refusal;

impl Reading<StaffList> for Till {
    fn read(look: Look<'_>, _: StaffList) -> Result<Vec<StaffView>, Refusal> {
        Ok(look.reader.staff_active()?.iter().map(staff_view).collect())
    }
}
