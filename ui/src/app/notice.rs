//! What was said to the person at the till. Failures stand below one another until each was put aside
//! or was on the screen long enough to be read: the next scan must not wipe away that this one failed.

use leptos::prelude::*;

/// Long enough to look up from the goods and read a sentence.
pub const READ_MS: f64 = 8000.0;
/// More than these nobody reads; the oldest go.
const KEPT_MAX: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    /// Works, but somebody should know.
    Warn,
    Bad,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    pub id: u32,
    pub tone: Tone,
    pub text: String,
    /// How often the same was said.
    pub times: u32,
    /// It speaks of what stands on the screen and goes when that was put right.
    passing: bool,
    /// It is so only while the server cannot be reached.
    offline: bool,
    said_at: f64,
}

#[derive(Clone, Copy)]
pub struct Notices {
    pub shown: RwSignal<Vec<Notice>>,
    last: StoredValue<u32>,
}

impl Notices {
    pub fn new() -> Notices {
        Notices { shown: RwSignal::new(Vec::new()), last: StoredValue::new(0) }
    }

    fn push(self, tone: Tone, text: String, passing: bool, offline: bool) {
        let id = self.last.get_value().wrapping_add(1);
        self.last.set_value(id);
        self.shown.update(|shown| {
            // A new word about the same form, or a new success, stands in for the one before.
            shown.retain(|notice| !notice.passing);
            let same = shown.iter().position(|notice| notice.text == text && notice.tone == tone);
            let times = same.map_or(1, |at| shown.remove(at).times.saturating_add(1));
            shown.push(Notice { id, tone, text, times, passing, offline, said_at: js_sys::Date::now() });
            let too_many = shown.len().saturating_sub(KEPT_MAX);
            shown.drain(..too_many);
        });
    }

    /// Something was not done, and why.
    pub fn warn(self, text: String) {
        self.push(Tone::Bad, text, false, false);
    }

    /// Something was not done because the server cannot be reached.
    pub fn warn_offline(self, text: String) {
        self.push(Tone::Bad, text, false, true);
    }

    /// The server is reached again.
    pub fn reached(self) {
        self.drop_where(|notice| notice.offline);
    }

    /// The same is said elsewhere now.
    pub fn forget(self, text: &str) {
        self.drop_where(|notice| notice.text == text);
    }

    fn drop_where(self, gone: impl Fn(&Notice) -> bool) {
        if self.shown.with_untracked(|shown| shown.iter().any(&gone)) {
            self.shown.update(|shown| shown.retain(|notice| !gone(notice)));
        }
    }

    pub fn say(self, text: String) {
        self.push(Tone::Good, text, true, false);
    }

    /// Something on this screen must be put right first.
    pub fn refuse(self, text: String) {
        self.push(Tone::Bad, text, true, false);
    }

    /// The next thing succeeded: failures that could not have been read yet stay.
    pub fn settle(self) {
        let now = js_sys::Date::now();
        self.drop_where(|notice| notice.passing || now - notice.said_at >= READ_MS);
    }

    /// What it spoke of on this screen is being put right.
    pub fn put_right(self) {
        self.drop_where(|notice| notice.passing);
    }

    /// Whoever is there has seen them: another screen, another person, or what failed was done after all.
    pub fn clear(self) {
        self.drop_where(|_| true);
    }

    pub fn dismiss(self, id: u32) {
        self.drop_where(|notice| notice.id == id);
    }
}
