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
    let mut steps: Vec<StoryStep> = believed(entry).into_iter().collect();
    let mut taken: Vec<_> = shortage.taken_by.iter().collect();
    taken.sort_by_key(|taken| taken.at.unix_ms);
    steps.extend(taken.into_iter().map(|taken| StoryStep {
        when: format::time_or_day(taken.at),
        told: text::backorder::taken(&taken.number, &format::quantity(taken.quantity)),
        detail: String::new(),
        is_shortage: false,
    }));
    steps.push(StoryStep {
        when: format::time_or_day(shortage.since),
        told: text::backorder::short(&entry.number, &format::quantity(entry.quantity)),
        detail: text::backorder::cause(&shortage.cause),
        is_shortage: true,
    });
    steps.push(expected(shortage));
    steps
}

/// What the till believed to be free when it sold, if it said so.
fn believed(entry: &BackorderView) -> Option<StoryStep> {
    let free = entry.shortage.believed_free?;
    let offline = entry.shortage.offline_s.filter(|seconds| *seconds > 0);
    Some(StoryStep {
        when: offline.map_or_else(String::new, text::backorder::offline_since),
        told: text::backorder::till_believed(&entry.terminal, offline, &format::quantity(free)),
        detail: String::new(),
        is_shortage: false,
    })
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
