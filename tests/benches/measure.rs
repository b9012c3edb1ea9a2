//! Times of many runs, and what is told of them.

use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Milliseconds of each run, sorted.
pub struct Times(Vec<f64>);

impl Times {
    /// Runs `work` with the numbers from 0 to `runs`, after a tenth as many to warm up.
    pub fn of(runs: usize, mut work: impl FnMut(usize)) -> Times {
        (0..runs / 10).for_each(&mut work);
        Times::collect((0..runs).map(|run| {
            let start = Instant::now();
            work(run);
            start.elapsed()
        }))
    }

    pub fn collect(times: impl Iterator<Item = Duration>) -> Times {
        let mut times: Vec<f64> = times.map(|time| time.as_secs_f64() * 1000.0).collect();
        times.sort_by(f64::total_cmp);
        Times(times)
    }

    pub fn p50(&self) -> f64 {
        self.at(50)
    }

    pub fn p99(&self) -> f64 {
        self.at(99)
    }

    fn at(&self, percent: usize) -> f64 {
        self.0[(self.0.len() * percent / 100).min(self.0.len() - 1)]
    }
}

/// One row of the result, in milliseconds.
pub struct Line {
    pub name: &'static str,
    pub value: f64,
    pub unit: &'static str,
    pub floor: f64,
    /// Beyond this the bench fails.
    pub limit: Option<f64>,
}

impl Line {
    pub fn new(name: &'static str, value: f64, floor: f64, limit: Option<f64>) -> Line {
        Line { name, value, unit: "ms", floor, limit }
    }

    pub fn ratio(&self) -> f64 {
        self.value / self.floor
    }

    pub fn is_late(&self) -> bool {
        self.limit.is_some_and(|limit| self.value > limit)
    }

    pub fn to_json(&self) -> Value {
        json!({ "name": self.name, "value": self.value, "unit": self.unit, "floor": self.floor, "ratio": self.ratio() })
    }
}
