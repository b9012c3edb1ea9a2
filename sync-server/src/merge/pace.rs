//! How much of a push goes into one transaction: as much as this machine writes while others
//! can be kept waiting. What it learnt is for every push of the process.

use crate::entry::{Batch, Opened};
use shared_model::fact::Fact;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const ENTRIES_FIRST: usize = 64;
const ENTRIES_MIN: usize = 8;
const ENTRIES_MAX: usize = 500;
const LINES_PER_ENTRY: usize = 8;
/// The end of the log is locked about so long. A part that waits for the disk or a processor
/// takes longer, and is not to take more than 20 ms all the same.
const AIM: Duration = Duration::from_millis(15);

#[derive(Debug, Clone)]
pub struct Pace(Arc<AtomicUsize>);

impl Default for Pace {
    fn default() -> Pace {
        Pace(Arc::new(AtomicUsize::new(ENTRIES_FIRST)))
    }
}

impl Pace {
    fn entries(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// At least one entry, however many lines it has. What is left is cut into equal parts: a
    /// last one of a few entries would cost nearly as much as a full one.
    pub fn next(&self, batch: &Batch, from: usize) -> Range<usize> {
        let mut lines = 0;
        let left = batch.entries.len() - from;
        let entries = left.div_ceil(left.div_ceil(self.entries()).max(1));
        let fitting = batch.entries[from..].iter().take(entries).take_while(|opened| {
            let has_room = lines < entries * LINES_PER_ENTRY;
            if let Some(Fact::OrderPlaced(order)) = opened.fact() {
                lines += order.lines.len();
            }
            has_room
        });
        let to = from + fitting.count();
        from..to + usize::from(ends_a_sale(batch.entries.get(to).and_then(Opened::fact)))
    }

    /// One part says little: it counts for a quarter, and one that took much longer makes the next half as long.
    pub fn took(&self, entries: usize, time: Duration) {
        let held = self.entries();
        let aimed = entries as u128 * AIM.as_micros() / time.as_micros().max(1);
        let aimed = usize::try_from(aimed).unwrap_or(ENTRIES_MAX).min(ENTRIES_MAX);
        let next = if aimed <= held / 2 { held / 2 } else { (held * 3 + aimed).div_ceil(4) };
        self.0.store(next.clamp(ENTRIES_MIN, ENTRIES_MAX), Ordering::Relaxed);
    }
}

/// A sale whose payment stands right before: what is paid of it is known without asking, where both come in
/// the same part.
fn ends_a_sale(next: Option<&Fact>) -> bool {
    let Some(Fact::OrderPlaced(_)) = next else { return false };
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::fact::payment::PaymentTaken;
    use shared_model::sample;

    #[test]
    fn it_follows_what_the_machine_needs_step_by_step_and_within_bounds() {
        let pace = Pace::default();
        pace.took(64, AIM);
        assert_eq!(pace.entries(), 64, "as long as is aimed at");
        pace.took(64, Duration::from_millis(10));
        assert_eq!(pace.entries(), 72, "quicker, but one part says little");
        (0..20).for_each(|_| pace.took(pace.entries(), Duration::ZERO));
        assert_eq!(pace.entries(), ENTRIES_MAX);
        (0..8).for_each(|_| pace.took(pace.entries(), Duration::from_secs(9)));
        assert_eq!(pace.entries(), ENTRIES_MIN);
    }

    #[test]
    fn a_sale_is_not_cut_between_its_payment_and_its_order() {
        let taken = Fact::PaymentTaken(PaymentTaken { payment: sample::payment() });
        let order = Fact::OrderPlaced(Box::new(sample::order()));
        assert_eq!([Some(&order), Some(&taken), None].map(ends_a_sale), [true, false, false]);
    }
}
