//! Why an entry is set aside: a kind for machines, a reason with its figures for people.

use serde::{Deserialize, Serialize};
use shared_model::reason::Reason;
use shared_model::refusal::AsideReason;
use shared_model::wire::told::health::SetAsideCode;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    pub code: SetAsideCode,
    pub reason: Reason,
}

impl From<AsideReason> for Aside {
    fn from(reason: AsideReason) -> Aside {
        Aside { code: code(&reason), reason: reason.into() }
    }
}

impl Aside {
    /// Whatever it says, this version cannot carry it out.
    pub fn waits_for_newer(&self) -> bool {
        self.code == SetAsideCode::UnknownKind
    }
}

fn code(reason: &AsideReason) -> SetAsideCode {
    match reason {
        AsideReason::Unreadable { .. } | AsideReason::TooLarge { .. } => SetAsideCode::Unreadable,
        AsideReason::UnknownKind { .. } | AsideReason::UnknownContent { .. } => SetAsideCode::UnknownKind,
        AsideReason::NotAtTill { .. } | AsideReason::NobodySignedIn { .. } | AsideReason::NotAllowed { .. } => {
            SetAsideCode::NotAllowed
        }
        AsideReason::UnknownStaff { .. } | AsideReason::UnknownProduct { .. } | AsideReason::UnknownDocument {} => {
            SetAsideCode::UnknownReference
        }
        AsideReason::Fork {} => SetAsideCode::Fork,
        AsideReason::OtherTerminal {}
        | AsideReason::AmountsTooLarge {}
        | AsideReason::TooMuch { .. }
        | AsideReason::MoneyUnbalanced {}
        | AsideReason::MoneyMisplaced { .. }
        | AsideReason::MoneyDiffers { .. }
        | AsideReason::BadPrice {}
        | AsideReason::PriceOvertaken {}
        | AsideReason::NoContent {}
        | AsideReason::EditMisfit { .. }
        | AsideReason::Refused { .. } => SetAsideCode::Inconsistent,
    }
}
