//! `set_aside_list`, which the till knows by itself.

use crate::operation::Reading;
use crate::till::{Look, Till};
use shared_model::command::{SetAsideList, SetAsideView};
use shared_model::refusal::Refusal;

impl Reading<SetAsideList> for Till {
    fn read(look: Look<'_>, _: SetAsideList) -> Result<Vec<SetAsideView>, Refusal> {
        Ok(look.reader.set_aside()?)
    }
}
