//! The drawer, in words.

use crate::refusal::DrawerRefusal;

pub(super) fn sentence(reason: DrawerRefusal) -> String {
    match reason {
        DrawerRefusal::BadFloat => {
            "A float cannot be less than nothing, nor more than a drawer holds. No shift was opened. Count the drawer again.".into()
        }
        DrawerRefusal::AlreadyOpen { business_date } => {
            format!("A shift for {business_date} is open already. Nothing was changed. Go on selling.")
        }
        DrawerRefusal::NotOpen => {
            "No shift is open. The cart is kept and nothing was charged. Open a shift first.".into()
        }
        DrawerRefusal::Over { business_date, next } => format!(
            "The shift is for {business_date}, and today is {next}. The cart is kept and nothing was charged. Count the drawer and open the next shift."
        ),
        DrawerRefusal::BadDate { date } => format!(
            "A shift is dated another day that has come already, and {date} is none. Nothing was changed. Say the day on which it was opened."
        ),
        DrawerRefusal::BadReason => {
            "A reason is needed, of 500 letters at most. Nothing was changed. Say why the date was wrong.".into()
        }
        DrawerRefusal::DateInDoubt { business_date, clock } => format!(
            "This till's clock says {clock}, more than a day after its last shift, and the server cannot be asked now. No shift was opened; sales go on for {business_date}. Connect the till, or let a manager open the shift."
        ),
    }
}
