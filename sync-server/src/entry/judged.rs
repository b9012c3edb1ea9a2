//! What was decided of an entry when it came. It is stored with the entry, and a rebuild says
//! it again instead of judging: rules and knowledge change, what was decided does not.

use super::aside::Aside;
use crate::db::{DbError, DbRow, row};
use serde::{Deserialize, Serialize};
use shared_model::order::ReviewReason;
use shared_model::reason::Reason;
use shared_model::unit::*;
use std::collections::BTreeSet;

/// The default is what most are: carried out as it says, with nothing odd about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Why it was set aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<Aside>,
    /// It was not carried out. What a copy of a till did may be, although it is set aside.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
    /// Of a sale, where it is not what the sale says itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<SaleJudged>,
}

impl Judged {
    /// As it stands with its entry.
    pub fn read(row: &DbRow) -> Result<Judged, DbError> {
        if row::bytes(row, "judged")?.is_empty() { Ok(Judged::default()) } else { row::decoded(row, "judged") }
    }

    pub fn is_plain(&self) -> bool {
        *self == Judged::default()
    }
}

/// What was decided of a sale when it came, as far as the sale does not say it itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleJudged {
    /// What it comes to by the server's own reckoning.
    pub reckoned: Amount,
    /// What is odd about it.
    pub reasons: Vec<Reason>,
    /// Lines that move stock, by number.
    pub moving: BTreeSet<u32>,
    /// Those of them that the books could not follow.
    pub not_posted: BTreeSet<u32>,
    /// Where its goods come from.
    pub warehouse: WarehouseId,
    /// It came when its store had booked a later day already.
    pub late: bool,
    /// Its day is one that nobody has reached yet.
    pub ahead: bool,
    /// Another sale has its id, so it stands beside that one.
    pub id_taken: bool,
}

impl SaleJudged {
    pub fn moves(&self, line: u32) -> bool {
        self.moving.contains(&line) && !self.not_posted.contains(&line)
    }

    pub fn is_odd(&mut self, reason: ReviewReason) {
        self.reasons.push(reason.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::refusal::AsideReason;
    use uuid::Uuid;

    #[test]
    fn what_was_decided_keeps_its_bytes() {
        let sale = SaleJudged {
            reckoned: Amount(1200),
            reasons: vec![ReviewReason::NoLines {}.into()],
            moving: [1, 2].into(),
            not_posted: [2].into(),
            warehouse: WarehouseId(Uuid::from_u128(8)),
            late: true,
            ahead: false,
            id_taken: true,
        };
        let aside = Some(Aside::from(AsideReason::TooLarge { bytes: 9, max: 8 }));
        let judged = Judged { aside, undone: true, sale: Some(sale) };
        let bytes = hex::encode(shared_model::encoding::encode(&judged));
        assert_eq!(bytes, include_str!("../../golden/judged.txt").trim());
    }
}
