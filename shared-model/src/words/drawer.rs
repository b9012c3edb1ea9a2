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
    }
}
