//! Which presses count, of keys and of fingers. A key that does something does it once per press: not again
//! while it is held down, and not again when it bounces onto what its own press has just opened. A second tap
//! at the same place does nothing to what the first one opened under the finger.

/// So soon after something opened, the key that opened it means that again and not what is there now.
const BOUNCE_MS: u64 = 300;
/// A finger comes down again within so many pixels.
const NEAR_PX: u32 = 32;
/// What a tap is called among keys.
const TAP: &str = "Tap";

/// One key going down, and what it would act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyDown<'a> {
    /// The key's own name.
    pub key: &'a str,
    /// Sent again because the key is held down.
    pub held: bool,
    pub at_ms: u64,
    /// What is open now, and since when.
    pub open: &'a str,
    pub opened_ms: u64,
}

/// One tap or click, and what it would act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tap<'a> {
    pub at_px: (i32, i32),
    pub at_ms: u64,
    /// What is open now, and since when.
    pub open: &'a str,
    pub opened_ms: u64,
}

/// The last press that counted.
#[derive(Debug, Clone, Default)]
pub struct Presses {
    key: String,
    open: String,
    tapped_px: (i32, i32),
}

impl Presses {
    /// Says whether it counts. Every key is to be told, so that it is known what came between.
    pub fn counts(&mut self, down: KeyDown<'_>) -> bool {
        if acts(down.key) && (down.held || self.bounces(down)) {
            return false;
        }
        self.note(down);
        true
    }

    pub fn tap_counts(&mut self, tap: Tap<'_>) -> bool {
        let Tap { at_px, at_ms, open, opened_ms } = tap;
        let is_near = |now: i32, before: i32| now.abs_diff(before) <= NEAR_PX;
        let down = KeyDown { key: TAP, held: false, at_ms, open, opened_ms };
        if is_near(at_px.0, self.tapped_px.0) && is_near(at_px.1, self.tapped_px.1) && self.bounces(down) {
            return false;
        }
        self.tapped_px = at_px;
        self.note(down);
        true
    }

    fn note(&mut self, down: KeyDown<'_>) {
        down.key.clone_into(&mut self.key);
        down.open.clone_into(&mut self.open);
    }

    fn bounces(&self, down: KeyDown<'_>) -> bool {
        self.key == down.key && self.open != down.open && down.at_ms.saturating_sub(down.opened_ms) <= BOUNCE_MS
    }
}

/// Whether a key does something, other than to type or to walk.
fn acts(key: &str) -> bool {
    let types = key.chars().nth(1).is_none();
    !types && key != "Backspace" && key != "Tab" && !key.starts_with("Arrow") && !key.starts_with("Page")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of these count: key, held, when, what is open since when.
    fn counted<const N: usize>(downs: [(&str, bool, u64, (&str, u64)); N]) -> [bool; N] {
        let mut presses = Presses::default();
        downs.map(|(key, held, at_ms, (open, opened_ms))| presses.counts(KeyDown { key, held, at_ms, open, opened_ms }))
    }

    #[test]
    fn a_key_that_bounces_does_nothing_on_what_its_first_press_opened() {
        let (finding, paying) = (("find", 0), ("pay", 1_010));
        let twice = |at| [("F9", false, 1_000, finding), ("F9", false, at, paying)];
        assert_eq!(counted(twice(1_150)), [true, false]);
        assert_eq!(counted(twice(1_010 + BOUNCE_MS)), [true, false]);
        assert_eq!(counted(twice(1_011 + BOUNCE_MS)), [true, true], "somebody has seen what opened");
        assert_eq!(
            counted([("Enter", false, 1_000, ("pin", 0)), ("Enter", false, 1_700, ("drawer", 1_600))]),
            [true, false]
        );
        let thrice = [twice(1_100)[0], twice(1_100)[1], ("F9", false, 1_200, paying)];
        assert_eq!(counted(thrice), [true, false, false]);
    }

    #[test]
    fn a_second_tap_does_nothing_to_what_the_first_one_opened_under_the_finger() {
        let mut presses = Presses::default();
        let mut tap = |at_px, at_ms, (open, opened_ms)| presses.tap_counts(Tap { at_px, at_ms, open, opened_ms });
        let (people, finding) = (("sign in", 0), ("find", 1_100));
        assert!(tap((600, 700), 1_000, people));
        assert!(!tap((610, 690), 1_150, finding), "a tile came to lie there");
        assert!(tap((100, 100), 1_200, finding), "somewhere else");
        assert!(tap((100, 104), 1_210, finding), "the same again, where nothing opened");
        assert!(tap((100, 104), 1_600, ("pay", 1_250)), "somebody has seen what opened");
    }

    #[test]
    fn the_same_key_again_counts_where_nothing_opened_or_another_came_between() {
        let (finding, paying) = (("find", 0), ("pay", 1_010));
        assert_eq!(counted([("Delete", false, 1_000, finding), ("Delete", false, 1_100, finding)]), [true, true]);
        let between = [("F9", false, 1_000, finding), ("5", false, 1_050, paying), ("F9", false, 1_100, paying)];
        assert_eq!(counted(between), [true, true, true]);
        let scans = [("Enter", false, 1_000, paying), ("7", false, 1_020, finding), ("Enter", false, 1_040, finding)];
        assert_eq!(counted(scans), [true, true, true], "a second scan of the same code");
    }

    #[test]
    fn a_key_that_is_held_down_acts_once_but_types_and_walks_on() {
        let held = |key| counted([(key, false, 1_000, ("find", 0)), (key, true, 1_500, ("find", 0))]);
        for key in ["Enter", "F9", "Escape", "Delete", "Ctrl z"] {
            assert_eq!(held(key), [true, false], "{key}");
        }
        for key in ["7", "+", "Backspace", "ArrowDown", "PageUp", "Tab"] {
            assert_eq!(held(key), [true, true], "{key}");
        }
    }
}
