//! `review_list`: sales that differ from the server's own reckoning.

use crate::operation::Reading;
use crate::till::{Look, Till};
use shared_model::command::{ReviewList, ReviewView};
use shared_model::refusal::Refusal;
use shared_model::wire::told::order::ReviewTold;
use shared_model::words::Worded;

impl Reading<ReviewList> for Till {
    fn read(look: Look<'_>, _: ReviewList) -> Result<Vec<ReviewView>, Refusal> {
        let view = |told: ReviewTold| ReviewView {
            order: told.order,
            number: told.number.to_string(),
            stated: told.stated,
            reckoned: told.reckoned,
            reasons: told.reasons.into_iter().map(Worded::from).collect(),
        };
        Ok(look.reader.reviews()?.into_iter().map(view).collect())
    }
}
