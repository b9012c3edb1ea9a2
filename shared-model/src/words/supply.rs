//! Goods coming in, in words.

use crate::bounds::{INTAKE_LINES_MAX, LINE_BYTES_MAX};
use crate::refusal::SupplyRefusal;

pub(super) fn sentence(reason: SupplyRefusal) -> String {
    match reason {
        SupplyRefusal::BadIntake => {
            "Taking goods in needs at least one product and quantities above nothing. Nothing was changed. Correct the list and try again."
                .into()
        }
        SupplyRefusal::TooManyLines => format!(
            "At most {INTAKE_LINES_MAX} lines are taken in at once. Nothing was changed. Take them in as two deliveries."
        ),
        SupplyRefusal::ReferenceTooLong => format!(
            "The reference is longer than {LINE_BYTES_MAX} bytes. Nothing was changed. Shorten it and try again."
        ),
    }
}
