//! `set_aside_list`, which the till knows by itself.

use crate::operation::Reading;
use crate::till::{Look, Till};
use shared_model::command::{SetAsideList, SetAsideView};
use shared_model::refusal::Refusal;
use shared_model::wire::told::health::SetAsideTold;
use shared_model::words::Worded;

impl Reading<SetAsideList> for Till {
    fn read(look: Look<'_>, _: SetAsideList) -> Result<Vec<SetAsideView>, Refusal> {
        views(look)
    }
}

pub(super) fn views(look: Look<'_>) -> Result<Vec<SetAsideView>, Refusal> {
    let view = |told: SetAsideTold| SetAsideView {
        entry: told.entry.to_string(),
        seq: told.seq,
        kind: told.kind,
        code: told.code,
        reason: Worded::from(told.reason),
        at: told.at,
    };
    Ok(look.reader.set_aside()?.into_iter().map(view).collect())
}
