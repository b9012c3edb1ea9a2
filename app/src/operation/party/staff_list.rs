//! `staff_list`: who can sign in here.

use crate::operation::Reading;
use crate::till::{Look, Till, staff_view};
use shared_model::command::{StaffList, StaffView};
use shared_model::refusal::Refusal;

impl Reading<StaffList> for Till {
    fn read(look: Look<'_>, _: StaffList) -> Result<Vec<StaffView>, Refusal> {
        let roles = look.reader.business()?.map(|business| business.roles).unwrap_or_default();
        Ok(look.reader.staff_active()?.iter().map(|staff| staff_view(staff, &roles)).collect())
    }
}
