//! The real half year of a shop's invoices, pushed by four tills, and the business built again
//! from its entries, in the same database and in the other: it has to come to the same.

use crate::line::Line;
use crate::shop::{CARRY_OUT, DELIVERY, Till, row};
use crate::stage::{On, Stage};
use flate2::read::GzDecoder;
use shared_model::bounds::{ORDER_LINES_MAX, PUSH_ENTRIES_MAX};
use shared_model::entry::SealedEntry;
use shared_model::fact::supply::ReceivedLine;
use shared_model::party::Actor;
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use sync_server::db::Db;
use sync_server::{import, rebuild, report, supply};

const TILLS: usize = 4;
/// Of what was sold of a product, so that much lies there at first.
const THERE_PERCENT: i64 = 60;

type Invoice = Vec<(String, i64)>;

pub async fn measure(on: On) -> Vec<Line> {
    let invoices = invoices();
    let lines: usize = invoices.iter().map(Vec::len).sum();
    let stage = Arc::new(stage(on, &invoices).await);
    let backlogs = backlogs(&stage, &invoices).await;
    let begun = Instant::now();
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
    let pushed_s = begun.elapsed().as_secs_f64();
    stage.shop.verify().await;
    let name = |what: &str| format!("half a year, {} orders of {lines} lines, {on}: {what}", invoices.len());
    let mut told = vec![Line::new(name("pushed"), "s", vec![pushed_s])];
    for into in [On::Sqlite, On::Postgres] {
        let took = rebuilt(&stage, into).await;
        let line = Line::new(name(&format!("built again in {into}, the same")), "s", vec![took]);
        told.push(line.above(vec![pushed_s]));
    }
    told
}

async fn rebuilt(stage: &Stage, into: On) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let url = match into {
        On::Sqlite => format!("sqlite:{}", folder.path().join("again.db").display()),
        On::Postgres => tokio::task::spawn_blocking(crate::postgres::database).await.unwrap(),
    };
    let db = Db::open(&url).await.unwrap();
    let begun = Instant::now();
    let rebuilt = rebuild::check(&stage.shop.db, stage.shop.business(), &db, stage.shop.now()).await.unwrap();
    let took = begun.elapsed().as_secs_f64();
    assert_eq!(rebuilt.differ, [""; 0], "{rebuilt:?}");
    db.close().await;
    took
}

/// What each sold, by code; longer ones are cut as a till would have to.
fn invoices() -> Vec<Invoice> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/online-retail.csv.gz");
    let mut reader = csv::Reader::from_reader(GzDecoder::new(std::fs::File::open(path).unwrap()));
    let mut invoices: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
    for found in reader.records() {
        let found = found.unwrap();
        let (number, code, pieces) = (&found[0], found[1].trim().to_uppercase(), found[3].parse::<i64>().unwrap());
        if !number.starts_with('C') && pieces > 0 && pieces < 10_000 && !code.is_empty() {
            *invoices.entry(number.to_owned()).or_default().entry(code).or_default() += pieces;
        }
    }
    let lines = invoices.into_values().map(|lines| lines.into_iter().collect::<Invoice>());
    lines.flat_map(|lines| lines.chunks(ORDER_LINES_MAX).map(<[_]>::to_vec).collect::<Vec<_>>()).collect()
}

async fn stage(on: On, invoices: &[Invoice]) -> Stage {
    let mut stage = Stage::set(on, 1, 0).await;
    let codes: BTreeSet<&str> = invoices.iter().flatten().map(|(code, _)| code.as_str()).collect();
    let rows: Vec<_> = codes.iter().map(|code| row(code, true)).collect();
    let (shop, mut sold) = (&mut stage.shop, BTreeMap::<&str, i64>::new());
    import::run::import_products(&shop.db, shop.business(), &rows, false, shop.now(), &|_, _| {}).await.unwrap();
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    shop.products = products.into_iter().map(|row| (row.product.sku.clone(), row.product)).collect();
    for (code, pieces) in invoices.iter().flatten() {
        *sold.entry(code).or_default() += pieces;
    }
    let there = |(code, pieces): (&&str, &i64)| ReceivedLine {
        product: shop.product(code),
        quantity: Quantity(pieces * THERE_PERCENT / 100 * 1000),
    };
    let stocked = sold.iter().filter(|(code, _)| shop.products[**code].stocked);
    let lines = stocked.map(there).filter(|line| line.quantity.0 > 0).collect();
    supply::open_stock(&shop.db, (shop.business(), shop.store.warehouse), lines, Actor::COMMAND_LINE, shop.now())
        .await
        .unwrap();
    stage
}

/// Dealt out as customers choose a counter; one line in five is to be delivered.
async fn backlogs(stage: &Stage, invoices: &[Invoice]) -> Vec<(Till, Vec<SealedEntry>)> {
    let mut backlogs = Vec::new();
    for number in 0..TILLS {
        let mut till = stage.shop.till().await;
        let mut sold = Vec::new();
        for invoice in invoices.iter().skip(number).step_by(TILLS) {
            let way = |at: usize| if at % 5 == 4 { DELIVERY } else { CARRY_OUT };
            let basket = invoice.iter().enumerate().map(|(at, (code, pieces))| (code.as_str(), *pieces, way(at)));
            let basket: Vec<_> = basket.collect();
            sold.extend(till.sell(&stage.shop, &basket).1);
        }
        backlogs.push((till, sold));
    }
    backlogs
}
