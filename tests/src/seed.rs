//! Random choices from one printed number, so that a run can be made again.

/// A small generator (SplitMix64, public domain, by Sebastiano Vigna): fast, and the same
/// on every machine.
#[derive(Debug, Clone)]
pub struct Seed {
    state: u64,
}

impl Seed {
    pub fn new(seed: u64) -> Seed {
        Seed { state: seed }
    }

    /// `SEED` from the environment, else one taken from a random UUID; printed either way.
    pub fn from_environment() -> (u64, Seed) {
        let given = std::env::var("SEED").ok().and_then(|text| text.trim().parse().ok());
        let seed = given.unwrap_or_else(|| u64::from(uuid::Uuid::new_v4().as_fields().0));
        eprintln!("SEED={seed}");
        (seed, Seed::new(seed))
    }

    /// An independent stream for one purpose, so that more draws there change nothing here.
    pub fn fork(&self, purpose: &str) -> Seed {
        let mixed = purpose.bytes().fold(self.state ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Seed { state: mixed }
    }

    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in `from..to`.
    pub fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.draw() % (to - from).max(1)
    }

    pub fn coin(&mut self) -> bool {
        self.draw() & 1 == 1
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() { None } else { items.get(self.between(0, items.len() as u64) as usize) }
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.between(0, last as u64 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_choices_and_a_fork_is_its_own_stream() {
        let draws = |mut seed: Seed| (0..8).map(|_| seed.between(0, 1000)).collect::<Vec<_>>();
        let seed = Seed::new(7);
        assert_eq!(draws(seed.clone()), draws(Seed::new(7)));
        assert_ne!(draws(seed.clone()), draws(Seed::new(8)));
        assert_ne!(draws(seed.fork("weather")), draws(seed.fork("plan")));
    }
}
