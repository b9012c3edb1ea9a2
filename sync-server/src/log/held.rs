//! How long changes had the end of a log locked: for so long nobody else of the business could
//! write. The newest are remembered, for whoever measures.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

const REMEMBERED: usize = 4_096;
/// Not even one entry that cannot be cut keeps others waiting longer.
const LOCKED_MAX: Duration = Duration::from_secs(1);

/// Of one process.
#[derive(Clone, Default)]
pub struct EndLocked(Arc<Mutex<VecDeque<Duration>>>);

impl EndLocked {
    pub fn was(&self, time: Duration) {
        if time > LOCKED_MAX {
            let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
            tracing::warn!(ms, "one change kept the others of its business waiting for long");
        }
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if times.len() == REMEMBERED {
            times.pop_front();
        }
        times.push_back(time);
    }

    /// One for each change since this was asked last, the oldest first.
    pub fn taken(&self) -> Vec<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_remembered_and_told_once() {
        let (locked, last) = (EndLocked::default(), REMEMBERED as u64 + 2);
        (1..=last).for_each(|ms| locked.was(Duration::from_millis(ms)));
        let told = locked.clone().taken();
        assert_eq!((told.len(), told[0]), (REMEMBERED, Duration::from_millis(3)));
        assert_eq!(told.last(), Some(&Duration::from_millis(last)));
        assert!(locked.taken().is_empty());
    }
}
