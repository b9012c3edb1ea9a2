//! Goods that fill what waits for them: ten times as many take ten times as long.

use crate::line::{Line, median};
use crate::shop::DELIVERY;
use crate::stage::{On, Stage};
use std::time::Instant;

const FEW: usize = 1_000;
const MANY: usize = 10_000;
const RUNS: usize = 3;
/// Beyond this, ten times as many take more than ten times as long.
const LINEAR: f64 = 1.5;

pub async fn measure(on: On) -> Vec<Line> {
    let (mut few, mut many) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        few.push(filled(on, FEW).await);
        many.push(filled(on, MANY).await);
    }
    let growth = median(&many) / (median(&few) * (MANY / FEW) as f64);
    let name = |what: &str| format!("a receipt that fills {what}, {on}");
    let many = Line::new(name("10,000 backorders"), "s", many);
    vec![
        Line::new(name("1,000 backorders"), "s", few),
        if on == On::Sqlite { many.within(1.0) } else { many },
        Line::new(name("10,000 against ten times 1,000"), "×", vec![growth]).within(LINEAR),
    ]
}

async fn filled(on: On, waiting: usize) -> f64 {
    let stage = Stage::set(on, 1, 0).await;
    let (shop, mut till) = (&stage.shop, stage.shop.till().await);
    let sold: Vec<_> = (0..waiting).flat_map(|_| till.sell(shop, &[("SKU00000", 1, DELIVERY)]).1).collect();
    for part in sold.chunks(500) {
        shop.push(&till, part).await;
    }
    let begun = Instant::now();
    assert_eq!(shop.receive("SKU00000", waiting as i64).await.filled, waiting as u64);
    begun.elapsed().as_secs_f64()
}
