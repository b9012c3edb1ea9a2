//! How long to wait before the next attempt: doubling, with jitter, so that the tills of a
//! shop do not all knock at the same moment when the server is back.

use super::Ms;

pub const FIRST: Ms = 250;
pub const LONGEST: Ms = 30_000;

#[derive(Debug)]
pub struct Backoff {
    failures: u32,
    /// State of a xorshift generator; the seed comes from outside, so a run can be repeated.
    jitter: u64,
}

impl Backoff {
    pub fn new(seed: u64) -> Backoff {
        Backoff { failures: 0, jitter: seed | 1 }
    }

    /// True until something failed since the last [`Backoff::reset`].
    pub fn is_fresh(&self) -> bool {
        self.failures == 0
    }

    pub fn reset(&mut self) {
        self.failures = 0;
    }

    /// Counts a failure; between half of the doubling delay and all of it.
    pub fn next_delay(&mut self) -> Ms {
        let full = FIRST.saturating_mul(1 << self.failures.min(16)).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        self.between(full)
    }

    /// The slow pace for a server that refuses this till: asking faster changes nothing.
    pub fn slow_delay(&mut self) -> Ms {
        self.failures = self.failures.saturating_add(1);
        self.between(LONGEST)
    }

    fn between(&mut self, full: Ms) -> Ms {
        self.jitter ^= self.jitter << 13;
        self.jitter ^= self.jitter >> 7;
        self.jitter ^= self.jitter << 17;
        full / 2 + self.jitter % (full / 2 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_from_a_quarter_second_to_half_a_minute() {
        for seed in 0..200 {
            let mut backoff = Backoff::new(seed);
            for full in [250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000] {
                let delay = backoff.next_delay();
                assert!((full / 2..=full).contains(&delay), "seed {seed}: {delay} for {full}");
            }
            backoff.reset();
            assert!(backoff.next_delay() <= FIRST);
        }
    }

    #[test]
    fn two_tills_wait_differently() {
        let delays = |seed| {
            let mut backoff = Backoff::new(seed);
            (0..8).map(|_| backoff.next_delay()).collect::<Vec<_>>()
        };
        assert_ne!(delays(3), delays(5));
        assert_eq!(delays(3), delays(3));
    }
}
