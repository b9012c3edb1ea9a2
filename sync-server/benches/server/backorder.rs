//! Goods that fill what waits for them: ten times as many take ten times as long.

use crate::line::{Line, median};
use crate::locked::{self, Locked};
use crate::shop::DELIVERY;
use crate::stage::{On, Stage};
use std::time::Instant;

const FEW: usize = 1_000;
const MANY: usize = 10_000;
const RUNS: usize = 3;
/// Beyond this, ten times as many take more than ten times as long.
const LINEAR: f64 = 1.5;

pub async fn measure(on: On) -> Vec<Line> {
    let (mut few, mut many, mut locked) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        few.push(filled(on, FEW).await.0);
        let (took_s, changes) = filled(on, MANY).await;
        many.push(took_s);
        locked.push(changes);
    }
    let growth = median(&many) / (median(&few) * (MANY / FEW) as f64);
    let name = |what: &str| format!("a receipt that fills {what}, {on}");
    let locked = Locked::of(locked).whole(&name("10,000 backorders"));
    let many = Line::new(name("10,000 backorders"), "s", many);
    let lines = vec![
        Line::new(name("1,000 backorders"), "s", few),
        if on == On::Sqlite { many.within(1.0) } else { many },
        Line::new(name("10,000 against ten times 1,000"), "×", vec![growth]).within(LINEAR),
    ];
    [lines, locked].concat()
}

/// How long it took in seconds, and how long the end of the log was locked in ms.
async fn filled(on: On, waiting: usize) -> (f64, Vec<f64>) {
    let stage = Stage::set(on, 1, 0).await;
    let (shop, mut till) = (&stage.shop, stage.shop.till().await);
    let sold: Vec<_> = (0..waiting).flat_map(|_| till.sell(shop, &[("SKU00000", 1, DELIVERY)]).1).collect();
    for part in sold.chunks(500) {
        shop.push(&till, part).await;
    }
    locked::begin(&stage);
    let begun = Instant::now();
    assert_eq!(shop.receive("SKU00000", waiting as i64).await.filled, waiting as u64);
    (begun.elapsed().as_secs_f64(), locked::taken(&stage))
}
