//! `status`: connection, outbox, stock age, shift and who is signed in.

use crate::operation::Reading;
use crate::till::{Look, Till};
use shared_model::command::{Status, StatusView};
use shared_model::refusal::Refusal;

impl Reading<Status> for Till {
    fn read(look: Look<'_>, _: Status) -> Result<StatusView, Refusal> {
        look.status(look.moment.caller())
    }
}
