//! Goods coming in, in words.

use crate::refusal::SupplyRefusal;

pub(super) fn sentence(reason: SupplyRefusal) -> &'static str {
    match reason {
        SupplyRefusal::BadIntake => {
            "Taking goods in needs at least one product and quantities above nothing. Nothing was changed. Correct the list and try again."
        }
    }
}
