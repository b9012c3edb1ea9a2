//! Everything the rules are checked against, asked once.

use crate::chain;
use crate::demo::goods::Goods;
use crate::demo::plan::Plan;
use crate::demo::replay::{Evening, Sold};
use crate::demo::stage::{Stage, tile};
use crate::demo::watch::Sighting;
use crate::world::{Database, Server};
use crate::{postgres, prove};
use serde_json::Value;
use shared_model::command::*;
use shared_model::entry::Entry;
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::Ordering::Relaxed;

/// What a till says of itself, and what its wire saw.
pub struct TillFacts {
    pub name: String,
    pub status: StatusView,
    /// What it sells now, by SKU.
    pub stock: BTreeMap<String, StockView>,
    /// Orders of its store, by id.
    pub orders: BTreeMap<String, OrderSummary>,
    pub set_aside: usize,
    pub bytes_up: u64,
    pub bytes_down: u64,
    pub bytes_lost: u64,
    pub connections: u64,
}

pub struct Facts {
    pub plan_invoices: usize,
    pub plan: PlanFacts,
    pub sold: Vec<Sold>,
    pub evening: Evening,
    pub goods: Goods,
    pub looks: Vec<Sighting>,
    pub chains: Result<BTreeMap<TerminalId, Vec<Entry>>, String>,
    pub entry_bytes: Vec<Vec<u8>>,
    pub orders: Vec<Value>,
    pub stock: Vec<Value>,
    pub set_aside: Vec<Value>,
    pub reviews: Vec<Value>,
    pub postings: Vec<Value>,
    pub verified: Result<Value, String>,
    /// The same again after everything had been asked for.
    pub verified_again: Result<Value, String>,
    /// What was built again from the entries, on each database.
    pub rebuilt: Result<Vec<(Database, Value)>, String>,
    pub tills: Vec<TillFacts>,
    pub receipts: Vec<PathBuf>,
    pub customers: Vec<String>,
}

/// What the plan promised.
pub struct PlanFacts {
    pub opening: BTreeMap<String, i64>,
    pub contests: Vec<crate::demo::plan::Contest>,
    pub apart: [usize; 2],
    pub weather: Vec<String>,
    pub numbers: Vec<String>,
}

/// Receipts left for people to look at.
const RECEIPTS: usize = 6;
const ORDERS_MAX: u32 = 10_000;

impl Facts {
    pub async fn gather(
        stage: &Stage,
        plan: &Plan,
        sold: Vec<Sold>,
        evening: Evening,
        goods: Goods,
        looks: Vec<Sighting>,
    ) -> Result<Facts, String> {
        let server = &stage.world.server;
        let entries = server.rows("entries").await;
        let bytes = entries.iter().filter_map(|row| hex::decode(row["bytes"].as_str()?).ok());
        let verified = server.try_cli(&["ledger", "verify"]).await;
        let receipts = receipts(stage, &sold).await?;
        let mut tills = Vec::new();
        for index in 0..stage.tills.len() {
            tills.push(till_facts(stage, index).await?);
        }
        Ok(Facts {
            plan_invoices: plan.invoices.len(),
            plan: PlanFacts {
                opening: plan.opening.clone(),
                contests: plan.contests.clone(),
                apart: plan.apart,
                weather: plan.weather(),
                numbers: plan.invoices.iter().map(|invoice| invoice.number.clone()).collect(),
            },
            sold,
            evening,
            goods,
            looks,
            entry_bytes: bytes.collect(),
            chains: chain::verify(&entries),
            orders: server.rows("orders").await,
            stock: server.rows("stock").await,
            set_aside: server.rows("set-aside").await,
            reviews: server.rows("reviews").await,
            postings: server.rows("postings").await,
            verified_again: server.try_cli(&["ledger", "verify"]).await,
            verified,
            rebuilt: rebuilt(server).await,
            tills,
            receipts,
            customers: stage.customers.keys().cloned().collect(),
        })
    }
}

async fn rebuilt(server: &Server) -> Result<Vec<(Database, Value)>, String> {
    let mut rebuilt = vec![(Database::Sqlite, server.try_cli(&["rebuild", "--check"]).await?)];
    if prove::is_on() {
        let url = tokio::task::spawn_blocking(postgres::database).await.map_err(|error| error.to_string())?;
        rebuilt.push((Database::Postgres, server.try_cli(&["rebuild", "--check", "--into", &url]).await?));
    }
    Ok(rebuilt)
}

/// Prints some receipts at the tills that made them.
async fn receipts(stage: &Stage, sold: &[Sold]) -> Result<Vec<PathBuf>, String> {
    let mut paths = Vec::new();
    let every = (sold.len() / RECEIPTS).max(1);
    for (index, sale) in sold.iter().step_by(every).take(RECEIPTS).enumerate() {
        let till = &stage.tills[sale.till];
        let format = if index % 3 == 2 { ReceiptFormat::A4 } else { ReceiptFormat::Roll80 };
        let printed = till.must(ReceiptPrint { order: sale.done.order, format }).await;
        paths.push(till.data.join(printed.path));
    }
    Ok(paths)
}

async fn till_facts(stage: &Stage, index: usize) -> Result<TillFacts, String> {
    let till = &stage.tills[index];
    till.sent().await;
    let list = OrderList { limit: Some(ORDERS_MAX), text: String::new(), backordered: false };
    let orders = till.must(list).await.into_iter().map(|order| (order.order.to_string(), order)).collect();
    let mut stock = BTreeMap::new();
    for sku in stage.shelf.keys() {
        let tile = tile(till, sku).await?.ok_or_else(|| format!("{sku} is gone at {}", till.name))?;
        stock.insert(sku.clone(), tile.stock);
    }
    let traffic = till.link.traffic();
    Ok(TillFacts {
        name: till.name.clone(),
        status: till.status().await,
        stock,
        orders,
        set_aside: till.must(SetAsideList {}).await.len(),
        bytes_up: traffic.up.load(Relaxed),
        bytes_down: traffic.down.load(Relaxed),
        bytes_lost: traffic.lost.load(Relaxed),
        connections: traffic.connections.load(Relaxed),
    })
}
