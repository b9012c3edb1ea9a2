//! Sales of four lines into ledger and allocation, pushed without a network by four tills at
//! once, against all the rows that they left inserted bare and set by set.

use crate::bare;
use crate::line::Line;
use crate::stage::{On, Stage, sale};
use shared_model::bounds::PUSH_ENTRIES_MAX;
use shared_model::entry::SealedEntry;
use std::sync::Arc;
use std::time::Instant;

const SALES: usize = 4_000;
const TILLS: usize = 4;
const RUNS: usize = 11;

pub async fn measure(on: On) -> Vec<Line> {
    let (mut took, mut bare, mut ratio) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (sold_s, bare_s) = run(on).await;
        took.push(sold_s);
        bare.push(bare_s);
        ratio.push(bare_s / sold_s);
    }
    let name = |what: &str| format!("{SALES} sales of 4 lines, {on}: {what}");
    vec![
        Line::new(name("into ledger and allocation"), "s", took).above(bare),
        Line::new(name("of bare"), "×", ratio).at_least(least(on)),
    ]
}

/// On SQLite, which is asked in this process, the rows themselves are most of it: less than on a server of its own
/// is left beside them.
fn least(on: On) -> f64 {
    match on {
        On::Sqlite => 0.4,
        On::Postgres => 0.5,
    }
}

async fn run(on: On) -> (f64, f64) {
    let stage = Arc::new(Stage::set(on, 1, 5).await);
    let mut backlogs = Vec::new();
    for number in 0..TILLS {
        let mut till = stage.shop.till().await;
        let own = number * SALES / TILLS..(number + 1) * SALES / TILLS;
        let sold: Vec<SealedEntry> = own.flat_map(|number| sale(&stage.shop, &mut till, number, 4)).collect();
        backlogs.push((till, sold));
    }
    let (begun, commits) = (Instant::now(), stage.shop.db.asked().commits());
    let mut pushing = tokio::task::JoinSet::new();
    for (till, sold) in backlogs {
        let stage = stage.clone();
        pushing.spawn(async move {
            for part in sold.chunks(PUSH_ENTRIES_MAX) {
                stage.shop.push(&till, part).await;
            }
        });
    }
    while let Some(done) = pushing.join_next().await {
        done.unwrap();
    }
    let sold_s = begun.elapsed().as_secs_f64();
    let commits = stage.shop.db.asked().commits() - commits;
    stage.shop.verify().await;
    let bare = bare::inserted(&stage, on, commits).await.took;
    (sold_s, bare.as_secs_f64())
}
