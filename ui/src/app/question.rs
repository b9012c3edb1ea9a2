//! The questions of a field that is searched as one types, as a page keeps them.

use leptos::prelude::*;
use shared_model::input::{AnswerUse, Questions};

type Kept<Q> = StoredValue<Questions<Q>>;

/// The number by which the answer is known.
pub fn ask<Q: PartialEq + Send + Sync + 'static>(kept: Kept<Q>, question: Q) -> u64 {
    kept.try_update_value(|questions| questions.ask(question)).unwrap_or_default()
}

/// What an answer is good for, while `now` stands there.
pub fn answered<Q: PartialEq + Send + Sync + 'static>(kept: Kept<Q>, number: u64, now: &Q) -> AnswerUse {
    kept.try_update_value(|questions| questions.answer(number, now)).unwrap_or(AnswerUse::Late)
}

/// Enter: says whether what is shown may be taken.
pub fn enter<Q: PartialEq + Send + Sync + 'static>(kept: Kept<Q>, now: Q) -> bool {
    kept.try_update_value(|questions| questions.enter(now)).unwrap_or(false)
}
