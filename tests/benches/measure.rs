//! Times of many runs, and what is told of them.

use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The same program in other minutes.
const MOODS: f64 = 1.2;

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
    /// One for each round.
    values: Vec<f64>,
    pub unit: &'static str,
    /// The least that it could be here, measured beside each.
    floors: Vec<f64>,
    /// Beyond this the bench fails.
    pub limit: Option<f64>,
}

impl Line {
    pub fn new(name: &'static str, value: f64, floor: f64, limit: Option<f64>) -> Line {
        Line { name, values: vec![value], unit: "ms", floors: vec![floor], limit }
    }

    pub fn of(name: &'static str, values: Vec<f64>, floors: Vec<f64>) -> Line {
        Line { name, values, unit: "ms", floors, limit: None }
    }

    /// Of something that has no floor of its own.
    pub fn seconds(name: &'static str, value: f64) -> Line {
        Line { unit: "s", ..Line::of(name, vec![value], Vec::new()) }
    }

    pub fn within(self, limit: f64) -> Line {
        Line { limit: Some(limit), ..self }
    }

    /// No worse than `before` floors, as the first version of the till was, and what a machine
    /// does not repeat.
    pub fn no_worse(self, before: f64) -> Line {
        let limit = self.floor().map(|floor| floor * before * MOODS);
        Line { limit, ..self }
    }

    /// Nor is what the first version took beyond it, where the floor itself has become less.
    pub fn or(self, before_ms: f64) -> Line {
        let limit = self.limit.map(|limit| limit.max(before_ms * MOODS));
        Line { limit, ..self }
    }

    pub fn value(&self) -> f64 {
        median(&self.values)
    }

    /// Nothing where it has none of its own.
    pub fn floor(&self) -> Option<f64> {
        (!self.floors.is_empty()).then(|| median(&self.floors))
    }

    pub fn ratio(&self) -> Option<f64> {
        Some(self.value() / self.floor()?)
    }

    pub fn spread(&self) -> Option<(f64, f64)> {
        let least = self.values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.values.iter().copied().fold(0.0, f64::max);
        (self.values.len() > 1).then_some((least, most))
    }

    pub fn is_late(&self) -> bool {
        self.limit.is_some_and(|limit| self.value() > limit)
    }

    pub fn to_json(&self) -> Value {
        let (value, floor, ratio) = (self.value(), self.floor(), self.ratio());
        json!({ "name": self.name, "value": value, "unit": self.unit, "floor": floor, "ratio": ratio })
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
