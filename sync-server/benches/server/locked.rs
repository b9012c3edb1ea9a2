//! How long the end of the log was locked by each change while something was measured: for so
//! long nobody else of the business could write.

use crate::line::{Line, median};
use crate::stage::Stage;
use std::time::Duration;
use sync_server::log::EndLocked;

/// A part of a push makes room for the others after so many ms.
const PART_MS: f64 = 20.0;
/// Nor does one entry that cannot be cut keep them waiting longer.
const WHOLE_MS: f64 = 1_000.0;

/// The changes of each run, in ms.
pub struct Locked(Vec<Vec<f64>>);

/// Forgets the changes so far.
pub fn begin(stage: &Stage) {
    taken(stage);
}

/// The changes since, in ms.
pub fn taken(stage: &Stage) -> Vec<f64> {
    let taken = stage.shop.db.kept::<EndLocked>().taken();
    taken.iter().map(Duration::as_secs_f64).map(|seconds| seconds * 1_000.0).collect()
}

impl Locked {
    pub fn of(runs: Vec<Vec<f64>>) -> Locked {
        Locked(runs)
    }

    /// Of parts that could be smaller. One of a hundred waits for a processor that the tills of
    /// this machine have: that is shown, and is no limit of the server.
    pub fn parts(&self, name: &str) -> Vec<Line> {
        let [middle, most, longest] = self.lines(name);
        vec![middle.within(PART_MS), most, longest]
    }

    /// Of what cannot be cut.
    pub fn whole(&self, name: &str) -> Vec<Line> {
        let [middle, most, longest] = self.lines(name);
        vec![middle, most, longest.within(WHOLE_MS)]
    }

    fn lines(&self, name: &str) -> [Line; 3] {
        let line = |what: &str, of: fn(&[f64]) -> f64| {
            let values = self.0.iter().map(|run| of(run)).collect();
            Line::new(format!("{name}: end of the log locked, {what}"), "ms", values)
        };
        [line("median", median), line("p99", |run| at(run, 99)), line("longest", |run| at(run, 100))]
    }
}

/// So many of a hundred were no longer.
fn at(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[(sorted.len() * percent).div_ceil(100) - 1]
}
