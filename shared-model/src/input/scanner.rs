//! A barcode scanner is a keyboard that types faster than anybody can. A burst of keys with
//! short gaps, ended by Enter or Tab, is a scan wherever the focus is; everything else is typing.
//! A burst that nothing ends is one as well, once a pause follows, if its own check digit says that
//! it is the whole number of an article.

use crate::catalogue::barcode::is_article;

/// The separator inside GS1 codes: the one control character that means something.
pub const GROUP_SEPARATOR: char = '\u{1d}';

/// Longer than any code a shop uses; what goes beyond is no scan.
const BURST_CHARS_MAX: usize = 256;

/// A busy machine delivers a key late now and then: so many pauses within one scan may be
/// so many times longer than the scanner's.
const STUTTERS_MAX: u32 = 2;
const STUTTER_FACTOR: u64 = 4;

/// After so many times the longest pause of a scan no key belongs to it any more.
const OVER_FACTOR: u64 = 5;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannerSettings {
    /// Longest pause between two keys of one scan.
    pub gap_ms: u64,
    /// Shorter bursts are typing.
    pub length_min: usize,
    /// What the scanner puts before and after each code, if it was set up to.
    pub prefix: String,
    pub suffix: String,
}

impl Default for ScannerSettings {
    fn default() -> Self {
        ScannerSettings { gap_ms: 50, length_min: 3, prefix: String::new(), suffix: String::new() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Char(char),
    Enter,
    Tab,
    /// Any key that ends whatever was being typed.
    Other,
}

/// What a key turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// May be the first of a burst: remember what the screen shows now.
    First,
    /// Came so soon that it may belong to a burst: it must not press a button.
    Within,
    /// The burst is complete: undo what its keys did and take this code instead.
    Scan(String),
    Typing,
}

#[derive(Debug, Clone, Default)]
pub struct Scanner {
    settings: ScannerSettings,
    burst: String,
    /// When the burst's first key came.
    first_ms: u64,
    /// Pauses within the burst that were longer than the scanner's own.
    slow_gaps: u32,
    last_ms: Option<u64>,
}

/// How soon a key came after the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    Fast,
    /// Slower than the scanner, as when the machine was busy for a moment.
    Slow,
    Apart,
}

impl Scanner {
    pub fn new(settings: ScannerSettings) -> Scanner {
        Scanner { settings, ..Scanner::default() }
    }

    pub fn feed(&mut self, key: Key, at_ms: u64) -> Heard {
        let pace = self.pace(at_ms);
        self.last_ms = Some(at_ms);
        match key {
            Key::Char(char) => self.char(char, pace, at_ms),
            Key::Enter | Key::Tab => self.end(pace, at_ms),
            Key::Other => {
                self.burst.clear();
                Heard::Typing
            }
        }
    }

    fn pace(&self, at_ms: u64) -> Pace {
        let gap_ms = self.last_ms.map_or(u64::MAX, |last| at_ms.saturating_sub(last));
        if gap_ms <= self.settings.gap_ms {
            Pace::Fast
        } else if gap_ms <= self.settings.gap_ms.saturating_mul(STUTTER_FACTOR) {
            Pace::Slow
        } else {
            Pace::Apart
        }
    }

    fn char(&mut self, char: char, pace: Pace, at_ms: u64) -> Heard {
        let slow_gaps = self.slow_gaps + u32::from(pace == Pace::Slow);
        let goes_on = pace != Pace::Apart && slow_gaps <= STUTTERS_MAX && self.burst.len() < BURST_CHARS_MAX;
        if self.burst.is_empty() || !goes_on {
            self.burst = char.to_string();
            self.first_ms = at_ms;
            self.slow_gaps = 0;
            return Heard::First;
        }
        self.burst.push(char);
        self.slow_gaps = slow_gaps;
        if pace == Pace::Fast { Heard::Within } else { Heard::Typing }
    }

    /// When to ask whether the scanner has ended with nothing, counted from the last key.
    pub fn over_ms(&self) -> u64 {
        self.settings.gap_ms.saturating_mul(OVER_FACTOR)
    }

    /// The code that nothing has ended, once it is over: undo what its keys did and take it.
    pub fn over(&mut self, at_ms: u64) -> Option<String> {
        let last_ms = self.last_ms?;
        let is_over = at_ms.saturating_sub(last_ms) >= self.over_ms();
        let code = self.code(&self.burst);
        let is_whole =
            is_over && self.is_fast(last_ms, self.burst.chars().count().saturating_sub(1)) && is_article(&code);
        if is_whole {
            self.burst.clear();
        }
        is_whole.then_some(code)
    }

    fn is_fast(&self, until_ms: u64, gaps: usize) -> bool {
        until_ms.saturating_sub(self.first_ms) <= self.settings.gap_ms.saturating_mul(gaps as u64)
    }

    /// A scan may stutter once or twice, but on the whole no person types that fast.
    fn end(&mut self, pace: Pace, at_ms: u64) -> Heard {
        let burst = std::mem::take(&mut self.burst);
        let slow_gaps = self.slow_gaps + u32::from(pace == Pace::Slow);
        let fast_as_a_whole = self.is_fast(at_ms, burst.chars().count());
        let code = self.code(&burst);
        let long_enough = code.chars().count() >= self.settings.length_min;
        if pace != Pace::Apart && slow_gaps <= STUTTERS_MAX && fast_as_a_whole && long_enough {
            Heard::Scan(code)
        } else {
            Heard::Typing
        }
    }

    fn code(&self, burst: &str) -> String {
        let printable: String = burst.chars().filter(|c| !c.is_control() || *c == GROUP_SEPARATOR).collect();
        let text = printable.trim();
        let text = text.strip_prefix(self.settings.prefix.as_str()).unwrap_or(text);
        text.strip_suffix(self.settings.suffix.as_str()).unwrap_or(text).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(scanner: &mut Scanner, text: &str, start_ms: u64, gap_ms: u64) -> Vec<Heard> {
        let key = |c| if c == '\n' { Key::Enter } else { Key::Char(c) };
        text.chars().enumerate().map(|(i, c)| scanner.feed(key(c), start_ms + i as u64 * gap_ms)).collect()
    }

    fn last(settings: ScannerSettings, text: &str, gap_ms: u64) -> Heard {
        keys(&mut Scanner::new(settings), text, 1000, gap_ms).pop().unwrap()
    }

    #[test]
    fn a_burst_is_a_scan_and_the_same_keys_by_hand_are_typing() {
        let scan = Heard::Scan("5012345678900".into());
        for gap in [0, 8, 50] {
            assert_eq!(last(ScannerSettings::default(), "5012345678900\n", gap), scan, "gap {gap}");
        }
        for gap in [51, 120] {
            assert_eq!(last(ScannerSettings::default(), "5012345678900\n", gap), Heard::Typing, "gap {gap}");
        }
        assert_eq!(last(ScannerSettings::default(), "12\n", 5), Heard::Typing, "too short to be a code");
    }

    #[test]
    fn typing_before_a_scan_is_not_part_of_it() {
        let mut scanner = Scanner::default();
        assert_eq!(keys(&mut scanner, "3 *", 0, 250), [Heard::First, Heard::First, Heard::First]);
        let heard = keys(&mut scanner, "22423A\n", 5000, 10);
        assert_eq!(heard[0], Heard::First);
        assert_eq!(heard[1], Heard::Within);
        assert_eq!(heard.last(), Some(&Heard::Scan("22423A".into())));
    }

    #[test]
    fn a_scan_that_stutters_is_still_one_scan_but_a_quick_typist_is_none() {
        let feed = |gaps: &[u64], text: &str| {
            let (mut scanner, mut at) = (Scanner::default(), 0);
            let mut heard = Vec::new();
            for (char, gap) in text.chars().zip(gaps) {
                at += gap;
                heard.push(scanner.feed(if char == '\n' { Key::Enter } else { Key::Char(char) }, at));
            }
            heard.pop().unwrap()
        };
        assert_eq!(feed(&[0, 8, 120, 8, 8, 8, 8, 8, 8], "12345678\n"), Heard::Scan("12345678".into()));
        assert_eq!(feed(&[0, 8, 8, 8, 8, 8, 8, 8, 150], "12345678\n"), Heard::Scan("12345678".into()));
        assert_eq!(feed(&[0, 45, 90, 90], "100\n"), Heard::Typing, "a hundred pounds, keyed in a hurry");
        assert_eq!(feed(&[0, 90, 40, 90, 90], "1000\n"), Heard::Typing);
    }

    #[test]
    fn two_scans_in_a_row_are_two_codes() {
        let mut scanner = Scanner::default();
        let heard = keys(&mut scanner, "111111\n222222\n", 0, 5);
        let codes: Vec<_> = heard.into_iter().filter(|heard| matches!(heard, Heard::Scan(_))).collect();
        assert_eq!(codes, [Heard::Scan("111111".into()), Heard::Scan("222222".into())]);
    }

    #[test]
    fn a_scanner_may_end_with_tab() {
        let mut scanner = Scanner::default();
        for start_ms in [0, 100] {
            keys(&mut scanner, "LAMP-1", start_ms, 5);
            assert_eq!(scanner.feed(Key::Tab, start_ms + 30), Heard::Scan("LAMP-1".into()));
        }
        keys(&mut scanner, "lamp", 1000, 120);
        assert_eq!(scanner.feed(Key::Tab, 1480), Heard::Typing, "a hand that walks on");
    }

    #[test]
    fn a_scanner_may_end_with_nothing_where_the_code_says_that_it_is_whole() {
        let after = |text: &str, gap_ms: u64, pause_ms: u64| {
            let mut scanner = Scanner::default();
            keys(&mut scanner, text, 0, gap_ms);
            let last_ms = (text.chars().count() as u64).saturating_sub(1) * gap_ms;
            let taken = scanner.over(last_ms + pause_ms);
            assert_eq!(scanner.over(last_ms + pause_ms), None, "once");
            taken
        };
        let over_ms = Scanner::default().over_ms();
        for code in ["5012345678900", "036000291452", "96385074", "0109506000134352\u{1d}10LOT7"] {
            assert_eq!(after(code, 8, over_ms).as_deref(), Some(code));
            assert_eq!(after(code, 8, over_ms - 1), None, "more may come");
            assert_eq!(after(code, 60, over_ms), None, "by hand");
        }
        for code in ["5012345678901", "LAMP-1", "501234567891", "1000", ""] {
            assert_eq!(after(code, 8, over_ms), None, "{code}");
        }
        let mut scanner = Scanner::default();
        keys(&mut scanner, "5012345678900", 0, 8);
        assert_eq!(scanner.over(96 + over_ms).as_deref(), Some("5012345678900"));
        let heard = keys(&mut scanner, "5012345678900\n", 1000, 8).pop();
        assert_eq!(heard, Some(Heard::Scan("5012345678900".into())), "the next is a code of its own");
    }

    #[test]
    fn a_slow_enter_after_a_burst_is_a_persons() {
        let mut scanner = Scanner::default();
        keys(&mut scanner, "123456", 0, 5);
        assert_eq!(scanner.feed(Key::Enter, 1000), Heard::Typing);
    }

    #[test]
    fn prefix_suffix_and_control_characters_go_but_the_separator_stays() {
        let settings = ScannerSettings { prefix: "]C1".into(), suffix: "#".into(), ..Default::default() };
        let heard = last(settings, "\u{2}]C10100\u{1d}21AB#\u{3}\n", 5);
        assert_eq!(heard, Heard::Scan("0100\u{1d}21AB".into()));
    }

    #[test]
    fn another_key_breaks_the_burst_and_an_endless_one_is_no_scan() {
        let mut scanner = Scanner::default();
        keys(&mut scanner, "1234", 0, 5);
        scanner.feed(Key::Other, 20);
        assert_eq!(keys(&mut scanner, "5678\n", 25, 5).pop(), Some(Heard::Scan("5678".into())));
        let long = "7".repeat(1000) + "\n";
        let Heard::Scan(code) = last(ScannerSettings::default(), &long, 1) else { panic!("a tail may remain") };
        assert!(code.len() <= BURST_CHARS_MAX);
    }
}
