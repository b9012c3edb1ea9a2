//! Twenty tills that were away push five hundred sales each, all at once, and follow what the
//! others sold: bare devices that verify and digest every page.

use crate::bare::{self, Bare};
use crate::client::{Connection, PAGES, STORE_PAGES, STORE_ROWS, Stand, WIRE};
use crate::line::Line;
use crate::locked::{self, Locked};
use crate::shop::{Shop, Till};
use crate::stage::{On, Stage, sale};
use shared_model::bounds::{PUSH_BYTES_MAX, PUSH_ENTRIES_MAX};
use shared_model::encoding::Fixed;
use shared_model::entry::{SealedEntry, batch_message};
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, Level};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;
use sync_server::db::{row, sql};
use tokio::sync::{Barrier, mpsc, watch};

const TILLS: usize = 20;
const ORDERS: usize = 500;
const RUNS: usize = 3;
/// The 3.5 s are of a machine that needs 1.3 s for the same rows alone: as it slows down, or
/// where the database itself needs longer, so many floors are the limit.
const FLOORS: f64 = 2.7;
const KEPT_ROWS: f64 = 33.0;
const KEPT_BYTES: f64 = 8_500.0;

struct Run {
    acknowledged_s: f64,
    everywhere_s: f64,
    megabytes: f64,
    pages_mb: f64,
    rows_a_page: f64,
    statements: f64,
    bare: Bare,
    locked: Vec<f64>,
}

pub async fn measure(on: On, stores: usize) -> Vec<Line> {
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        runs.push(run(on, stores).await);
    }
    let each = |value: fn(&Run) -> f64| runs.iter().map(value).collect::<Vec<_>>();
    let name = |what: &str| format!("20 tills × 500 orders, {stores} store(s), {on}: {what}");
    let bare = each(|run| run.bare.took.as_secs_f64());
    let kept = |of: fn(&Bare) -> u64| runs.iter().map(|run| of(&run.bare) as f64 / (TILLS * ORDERS) as f64).collect();
    let (acknowledged, everywhere) = (name("acknowledged"), name("states and stock everywhere"));
    let megabytes = if stores == 1 { 90.0 } else { 30.0 };
    // Tills of one store are told all that it sold.
    let orders = (TILLS * TILLS * ORDERS / stores) as f64;
    let told: Vec<f64> = runs.iter().map(|run| run.pages_mb * 1e6 / orders).collect();
    let locked = Locked::of(runs.iter().map(|run| run.locked.clone()).collect());
    let lines = vec![
        Line::new(acknowledged, "s", each(|run| run.acknowledged_s)).above(bare.clone()).aiming_at(3.5, FLOORS),
        Line::new(everywhere, "s", each(|run| run.everywhere_s)).above(bare).aiming_at(8.0, FLOORS),
        Line::new(name("on the wire, both ways"), "MB", each(|run| run.megabytes))
            .above(each(|run| run.pages_mb))
            .within(megabytes),
        Line::new(name("pages, for each order that a till is told"), "B", told).within(280.0),
        Line::new(name("rows a page of what the store sold"), "", each(|run| run.rows_a_page)).at_least(20.0),
        // Of whatever the floor is made of: what is kept of a sale may not grow unseen.
        Line::new(name("rows kept of a sale of 4.5 lines"), "", kept(|bare| bare.rows)).within(KEPT_ROWS),
        Line::new(name("what is in them"), "B", kept(|bare| bare.bytes)).within(KEPT_BYTES),
        Line::new(name("statements (on SQLite each row is one)"), "", each(|run| run.statements)),
    ];
    [lines, locked.parts(&format!("{TILLS} tills × {ORDERS} orders, {stores} store(s), {on}"))].concat()
}

async fn run(on: On, stores: usize) -> Run {
    // The same goods, however many stores share them.
    let stage = Stage::set(on, stores, 5).await;
    let served = stage.serve().await;
    let mut ready = Vec::new();
    for number in 0..TILLS {
        let (mut till, client) = stage.till(served.address, &stage.stores[number % stores]).await;
        let sold =
            (0..ORDERS).flat_map(|order| one_to_eight(&stage.shop, &mut till, number * ORDERS + order)).collect();
        let (mut connection, welcome) = client.connect(&Stand::start()).await;
        connection.keeps_rows = false;
        connection.follow(welcome.head).await;
        ready.push((till, parts(sold), connection));
    }
    let counted = [&WIRE, &PAGES, &STORE_PAGES, &STORE_ROWS];
    let before = counted.map(|counter| counter.load(Ordering::Relaxed));
    let asked = stage.shop.db.asked().statements();
    let barrier = Arc::new(Barrier::new(TILLS + 1));
    let (end, ended) = watch::channel(None);
    let (acknowledge, mut acknowledged) = mpsc::channel(TILLS);
    let mut pushing = tokio::task::JoinSet::new();
    for (till, parts, connection) in ready {
        let (barrier, acknowledge, ended) = (barrier.clone(), acknowledge.clone(), ended.clone());
        pushing.spawn(async move {
            barrier.wait().await;
            let connection = push(&till, parts, connection).await;
            acknowledge.send(()).await.unwrap();
            follow(connection, till.warehouse, ended).await;
        });
    }
    locked::begin(&stage);
    barrier.wait().await;
    let (begun, commits) = (Instant::now(), stage.shop.db.asked().commits());
    for _ in 0..TILLS {
        acknowledged.recv().await.unwrap();
    }
    let acknowledged_s = begun.elapsed().as_secs_f64();
    let locked = locked::taken(&stage);
    end.send(Some(Arc::new(End::of(&stage).await))).unwrap();
    // Whoever has heard everything hears this, and looks where the end is.
    stage.hire().await;
    while let Some(done) = pushing.join_next().await {
        done.unwrap();
    }
    let everywhere_s = begun.elapsed().as_secs_f64();
    let commits = stage.shop.db.asked().commits() - commits;
    let statements = (stage.shop.db.asked().statements() - asked) as f64;
    let since = |at: usize| (counted[at].load(Ordering::Relaxed) - before[at]) as f64;
    let (megabytes, pages_mb, rows_a_page) = (since(0) / 1e6, since(1) / 1e6, since(3) / since(2));
    stage.shop.verify().await;
    let bare = bare::inserted(&stage, on, commits).await;
    served.stop().await;
    Run { acknowledged_s, everywhere_s, megabytes, pages_mb, rows_a_page, statements, bare, locked }
}

async fn push(till: &Till, parts: Vec<Vec<SealedEntry>>, mut connection: Connection) -> Connection {
    for part in parts {
        let hashes: Vec<Hash> = part.iter().map(SealedEntry::hash).collect();
        let signature = Fixed(ed25519_dalek::Signer::sign(&till.key, &batch_message(&hashes)).to_bytes());
        let outcomes = connection.push(part, signature).await.unwrap();
        assert!(outcomes.iter().all(|outcome| *outcome == EntryOutcome::Stored));
    }
    connection
}

type Levels = BTreeMap<ProductId, (i64, u64)>;

/// Where each scope ends and what lies where, once everything is acknowledged.
pub struct End {
    scopes: BTreeMap<Vec<u8>, u64>,
    levels: BTreeMap<WarehouseId, Levels>,
}

impl End {
    pub async fn of(stage: &Stage) -> End {
        let mut all = BTreeMap::new();
        for store in &stage.stores {
            all.insert(store.warehouse, levels(stage, store.warehouse).await);
        }
        let mut conn = stage.shop.db.read().await.unwrap();
        let text = "select scope, position from scope_head where business = $1";
        let rows = sql(text).id(stage.shop.business()).all(&mut conn).await.unwrap();
        let one = |found| (row::bytes(found, "scope").unwrap(), row::count(found, "position").unwrap());
        End { scopes: rows.iter().map(one).collect(), levels: all }
    }

    pub fn is_reached(&self, connection: &Connection, warehouse: WarehouseId) -> bool {
        let position = |scope: &Scope| self.scopes.get(&scope.key()).copied().unwrap_or(0);
        let last = self.levels[&warehouse].values().map(|level| level.1).max().unwrap_or(0);
        connection.reaches(position) && connection.stand.levels >= last
    }
}

/// While the others push, then until it stands at the end of what it follows and holds the
/// levels that the server holds.
async fn follow(mut connection: Connection, warehouse: WarehouseId, ended: watch::Receiver<Option<Arc<End>>>) {
    let end = loop {
        // Whatever it is: what is followed is taken in and acknowledged.
        connection.next().await.expect("the log goes on");
        if let Some(end) = ended.borrow().clone() {
            break end;
        }
    };
    connection.follow_until(|till| end.is_reached(till, warehouse)).await;
    let level = |level: &Level| (level.product, (level.free.0, level.position));
    let held: Levels = connection.levels.values().map(level).collect();
    assert_eq!(held, end.levels[&warehouse], "every till holds the final stock");
}

async fn levels(stage: &Stage, warehouse: WarehouseId) -> Levels {
    let text =
        "select product, free, position from stock_level where business = $1 and warehouse = $2 and position > 0";
    let mut conn = stage.shop.db.read().await.unwrap();
    let rows = sql(text).id(stage.shop.business()).id(warehouse).all(&mut conn).await.unwrap();
    let one = |found| {
        let level = (row::int(found, "free").unwrap(), row::count(found, "position").unwrap());
        (row::id(found, "product").unwrap(), level)
    };
    rows.iter().map(one).collect()
}

/// As a till cuts its outbox.
fn parts(sold: Vec<SealedEntry>) -> Vec<Vec<SealedEntry>> {
    let mut parts: Vec<Vec<SealedEntry>> = vec![Vec::new()];
    let mut bytes = 0;
    for entry in sold {
        bytes += entry.size();
        if parts.last().is_some_and(|part| part.len() == PUSH_ENTRIES_MAX) || bytes > PUSH_BYTES_MAX {
            parts.push(Vec::new());
            bytes = entry.size();
        }
        parts.last_mut().unwrap().push(entry);
    }
    parts
}

fn one_to_eight(shop: &Shop, till: &mut Till, number: usize) -> [SealedEntry; 2] {
    sale(shop, till, number, 1 + number % 8)
}
