//! Goods that fill what waits for them.

use crate::line::Line;
use crate::shop::DELIVERY;
use crate::stage::{On, Stage};
use std::time::Instant;

pub async fn measure(on: On) -> Vec<Line> {
    let mut lines = Vec::new();
    for waiting in [1_000, 10_000] {
        let line =
            Line::new(format!("a receipt that fills {waiting} backorders, {on}"), "s", vec![filled(on, waiting).await]);
        lines.push(if on == On::Sqlite && waiting == 10_000 { line.within(1.0) } else { line });
    }
    lines
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
