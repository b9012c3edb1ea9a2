//! A price that one till sets, until another one knows it; over one process, and over two on
//! one database; beside the same bytes through a socket that does nothing with them.

use crate::client::{Connection, PAGES, Stand};
use crate::floor;
use crate::line::Line;
use crate::shop::Till;
use crate::stage::{On, Stage};
use shared_model::Fact;
use shared_model::encoding::Fixed;
use shared_model::entry::batch_message;
use shared_model::fact::catalogue::PriceSet;
use shared_model::unit::*;
use shared_model::wire::{ClientFrame, Push, Told, codec};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

const EDITS: usize = 300;

pub async fn measure(on: On) -> Vec<Line> {
    let mut lines = told(on, false).await;
    if on == On::Postgres {
        lines.extend(told(on, true).await);
    }
    lines
}

async fn told(on: On, two: bool) -> Vec<Line> {
    let stage = Stage::set(on, 1, 0).await;
    let served = stage.serve().await;
    let other = if two { Some(stage.serve_apart().await) } else { None };
    let there = other.as_ref().map_or(served.address, |other| other.address);
    let (mut till, client) = stage.till(served.address, &stage.stores[0]).await;
    let (mut here, welcome) = client.connect(&Stand::start()).await;
    here.follow(welcome.head).await;
    let (_, client) = stage.till(there, &stage.stores[0]).await;
    let (mut there, welcome) = client.connect(&Stand::start()).await;
    there.follow(welcome.head).await;
    let (mut times, mut pushed) = (Vec::new(), 0);
    let pages = PAGES.load(Ordering::Relaxed);
    for edit in 0..EDITS {
        let (took, bytes) = edited(&stage, &mut till, &mut here, &mut there, edit).await;
        times.push(took);
        pushed = bytes;
    }
    // Each of the two heard of each edit.
    let told = usize::try_from(PAGES.load(Ordering::Relaxed) - pages).unwrap() / (2 * EDITS);
    let bare = floor::relayed(EDITS, (pushed, told)).await;
    served.stop().await;
    if let Some(other) = other {
        other.stop().await;
    }
    let processes = if two { "two processes" } else { "one process" };
    let name = |what: &str| format!("an edit, till to till, {processes}, {on}: {what}");
    let limits = if two { (60.0, 60.0) } else { (8.5, 18.0) };
    let line = |what: &str, percent: usize| {
        Line::new(name(what), "ms", vec![at(&times, percent)]).above(vec![at(&bare, percent)])
    };
    vec![line("p50", 50).within(limits.0), line("p99", 99).within(limits.1)]
}

async fn edited(
    stage: &Stage,
    till: &mut Till,
    here: &mut Connection,
    there: &mut Connection,
    edit: usize,
) -> (Duration, usize) {
    let amount = Amount(1_000 + edit as i64);
    let fact = Fact::PriceSet(PriceSet {
        list: None,
        product: stage.shop.product("SKU00000"),
        quantity_break: None,
        valid_from: None,
        valid_to: None,
        amount,
        currency: "GBP".parse().unwrap(),
        replaces: None,
    });
    let entry = till.seal(stage.shop.manager, &fact);
    let signature = ed25519_dalek::Signer::sign(&till.key, &batch_message(&[entry.hash()]));
    let signature = Fixed(signature.to_bytes());
    let frame = ClientFrame::Push(Push { batch: edit as u64 + 1, entries: vec![entry], signature });
    let bytes = codec::pack(&frame.encode()).len();
    let begun = Instant::now();
    here.send(&frame).await;
    let heard = |connection: &Connection| {
        connection.told().iter().any(|told| matches!(told, Told::Price(price) if price.amount == amount))
    };
    there.log.clear();
    there.follow_until(heard).await;
    let took = begun.elapsed();
    here.log.clear();
    here.follow_until(heard).await;
    (took, bytes)
}

/// In milliseconds.
fn at(times: &[Duration], percent: usize) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[sorted.len() * percent / 100].as_secs_f64() * 1000.0
}
