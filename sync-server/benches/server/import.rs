//! A catalogue of 100,000 products taken in, and as many lines of opening stock, which are one entry.

use crate::line::Line;
use crate::locked::{self, Locked};
use crate::shop::row;
use crate::stage::{On, Stage, sku};
use shared_model::fact::supply::ReceivedLine;
use shared_model::party::Actor;
use shared_model::unit::Quantity;
use std::time::Instant;
use sync_server::{import, report, supply};

const ROWS: usize = 100_000;

pub async fn measure(on: On) -> Vec<Line> {
    let stage = Stage::set(on, 1, 0).await;
    let shop = &stage.shop;
    let rows: Vec<_> = (0..ROWS).map(|at| row(&sku(at), true)).collect();
    locked::begin(&stage);
    let begun = Instant::now();
    import::run::import_products(&shop.db, shop.business(), &rows, false, shop.now(), &|_, _| {}).await.unwrap();
    let imported_s = begun.elapsed().as_secs_f64();
    let imported = Locked::of(vec![locked::taken(&stage)]);
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    let lines: Vec<_> = products
        .iter()
        .filter(|row| row.product.stocked)
        .map(|row| ReceivedLine { product: row.product.id, quantity: Quantity::ONE })
        .collect();
    assert!(lines.len() >= ROWS);
    let begun = Instant::now();
    let place = (shop.business(), shop.store.warehouse);
    supply::open_stock(&shop.db, place, lines, Actor::COMMAND_LINE, shop.now()).await.unwrap();
    let opened_s = begun.elapsed().as_secs_f64();
    let opened = Locked::of(vec![locked::taken(&stage)]);
    let (import, opening) = (format!("100,000 products, {on}"), format!("opening stock of 100,000, {on}"));
    let took = |name: &str, seconds| vec![Line::new(name.to_owned(), "s", vec![seconds])];
    [took(&import, imported_s), imported.whole(&import), took(&opening, opened_s), opened.whole(&opening)].concat()
}
