//! `review_list`: sales that differ from the server's own reckoning.

use crate::operation::Reading;
use crate::till::{Look, Till};
use shared_model::command::{ReviewList, ReviewView};
use shared_model::refusal::Refusal;

impl Reading<ReviewList> for Till {
    fn read(look: Look<'_>, _: ReviewList) -> Result<Vec<ReviewView>, Refusal> {
        Ok(look.reader.reviews()?)
    }
}
