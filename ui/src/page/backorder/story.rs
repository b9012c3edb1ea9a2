//! Why a line waits for goods, in order of time.

use crate::format;
use crate::text;
use shared_model::command::BackorderView;
use shared_model::command::Shortage;

/// One step of the story.
pub struct StoryStep {
    pub when: String,
    pub told: String,
    pub detail: String,
    pub is_shortage: bool,
}

pub fn steps(entry: &BackorderView) -> Vec<StoryStep> {
    let shortage = &entry.shortage;
    let taken = shortage.taken_by.iter();
    let mut told: Vec<_> = std::iter::once((entry.sold_at, sold(entry)))
        .chain(taken.map(|taken| (taken.at, text::backorder::taken(&taken.number, &format::quantity(taken.quantity)))))
        .collect();
    told.sort_by_key(|(at, _)| at.unix_ms);
    let step =
        |(at, told)| StoryStep { when: format::time_or_day(at), told, detail: String::new(), is_shortage: false };
    let mut steps: Vec<StoryStep> = told.into_iter().map(step).collect();
    steps.push(StoryStep {
        when: format::time_or_day(shortage.since),
        told: text::backorder::fell_short(&shortage.cause, &entry.number, &format::quantity(entry.quantity)),
        detail: text::backorder::cause(&shortage.cause),
        is_shortage: true,
    });
    steps.push(expected(shortage));
    steps
}

/// When it was sold, and what the till believed then, if it said so.
fn sold(entry: &BackorderView) -> String {
    let free = entry.shortage.believed_free.map(format::quantity);
    text::backorder::till_sold(&entry.terminal, &entry.number, free, entry.shortage.out_of_touch_s())
}

fn expected(shortage: &Shortage) -> StoryStep {
    let day = shortage.expected.map(format::day);
    StoryStep {
        told: day.as_deref().map_or_else(text::backorder::no_date, text::backorder::expected),
        when: day.unwrap_or_default(),
        detail: text::backorder::fills_itself(),
        is_shortage: false,
    }
}
