//! What a cashier waits for: whole commands through the door the screens use, from the
//! request to the drawn answer, all written to disk and journal on the way.

use super::catalogue::{Filled, PIN, PRODUCTS, STAFF};
use super::floor::Floors;
use super::measure::{Line, Times};
use app::operation::dispatch;
use app::till::{Parts, SystemClock, SystemRandomness, Till};
use serde_json::{Value, json};
use shared_model::catalogue::barcode;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SALES: u64 = 1_000;
const WARM_UP: u64 = 100;
const LINES: u64 = 3;

pub fn measure(till: &Filled, floors: &Floors) -> Vec<Line> {
    let runtime = tokio::runtime::Builder::new_multi_thread().build().expect("a runtime starts");
    let (mut scans, mut payments) = (Vec::new(), Vec::new());
    runtime.block_on(async {
        let counter = Counter::open(till).await;
        for number in 0..WARM_UP + SALES {
            let (scanned, paid) = counter.sell(number).await;
            if number >= WARM_UP {
                scans.extend(scanned);
                payments.push(paid);
            }
        }
    });
    let (scans, payments) = (Times::collect(scans.into_iter()), Times::collect(payments.into_iter()));
    let (commit, journal) = (&floors.commit, &floors.fdatasync);
    vec![
        Line::new("cart_scan, p50", scans.p50(), commit.p50(), None),
        Line::new("cart_scan, p99", scans.p99(), commit.p99(), None),
        Line::new("pay_complete with receipt and journal, p50", payments.p50(), commit.p50() + journal.p50(), None),
        Line::new(
            "pay_complete with receipt and journal, p99",
            payments.p99(),
            commit.p99() + journal.p99(),
            Some(100.0),
        ),
    ]
}

struct Counter {
    till: Arc<Till>,
    token: String,
}

impl Counter {
    async fn open(filled: &Filled) -> Counter {
        let parts = Parts {
            replica: filled.replica.clone(),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandomness),
            render: Arc::new(|_, _, _| Err("nothing is printed here".into())),
        };
        let (till, _ends) = Till::new(parts);
        let mut counter = Counter { till, token: String::new() };
        let signed_in = counter.run("sign_in", json!({ "staff": STAFF, "pin": PIN })).await.0;
        counter.token = signed_in["token"].as_str().expect("a token").to_owned();
        counter.run("shift_open", json!({ "float": 10_000 })).await;
        counter
    }

    async fn run(&self, name: &str, input: Value) -> (Value, Duration) {
        let start = Instant::now();
        let answer = dispatch(&self.till, Some(&self.token), name, input).await;
        let took = start.elapsed();
        (answer.unwrap_or_else(|failure| panic!("{name}: {failure:?}")), took)
    }

    async fn sell(&self, number: u64) -> (Vec<Duration>, Duration) {
        let mut scans = Vec::new();
        let mut due = Value::Null;
        for line in 0..LINES {
            let product = (number * 31 + line * 997) % PRODUCTS + 1;
            let code = barcode::in_store_ean13("20", product).expect("a number that fits");
            let (cart, took) = self.run("cart_scan", json!({ "code": code })).await;
            due = cart["due_cash"].clone();
            scans.push(took);
        }
        let (_, took) = self.run("pay_complete", json!({ "cash": due })).await;
        (scans, took)
    }
}
