//! What a backlog costs: twenty tills push five hundred sales each, all at once, clients
//! included. `cargo bench -p sync-server --bench push`; with `postgres` as argument on a
//! private PostgreSQL.

#![allow(clippy::unwrap_used, dead_code)]

#[path = "../../tests/src/postgres.rs"]
mod postgres;
#[path = "../tests/shop/mod.rs"]
mod shop;

use shared_model::SealedEntry;
use shared_model::entry::Actor;
use shared_model::fact::supply::ReceivedLine;
use shared_model::unit::*;
use shop::{CARRY_OUT, DELIVERY, Shop, Till, row};
use std::sync::Arc;
use std::time::Instant;
use sync_server::{catalogue, report, supply};

/// As the server's program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TILLS: usize = 20;
const ORDERS: usize = 500;
const PRODUCTS: usize = 2_000;
/// Entries: a payment and an order each.
const PUSH: usize = 200;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let on_postgres = std::env::args().any(|word| word == "postgres");
    runtime.block_on(async {
        let shop = if on_postgres { Shop::on_postgres().await } else { Shop::on_sqlite().await };
        measure(Arc::new(stocked(shop).await)).await;
    });
}

/// With five of each product.
async fn stocked(mut shop: Shop) -> Shop {
    let rows: Vec<_> = (0..PRODUCTS).map(|at| row(&format!("SKU{at:05}"), true)).collect();
    let begun = Instant::now();
    catalogue::import_products(&shop.db, shop.business(), &rows, false, shop.now(), &|_, _| {}).await.unwrap();
    println!("{PRODUCTS} products imported in {:?}", begun.elapsed());
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    shop.products = products.into_iter().map(|row| (row.product.sku.clone(), row.product)).collect();
    let line = |at: usize| ReceivedLine { product: shop.product(&format!("SKU{at:05}")), quantity: Quantity(5_000) };
    let (lines, warehouse) = ((0..PRODUCTS).map(line).collect(), shop.store.warehouse);
    let begun = Instant::now();
    supply::open_stock(&shop.db, warehouse, lines, Actor::COMMAND_LINE, shop.now()).await.unwrap();
    println!("opened in {:?}", begun.elapsed());
    shop
}

async fn measure(shop: Arc<Shop>) {
    let mut tills = Vec::new();
    for number in 0..TILLS {
        let mut till = shop.till().await;
        let sales = (0..ORDERS).flat_map(|order| sale(&shop, &mut till, number * ORDERS + order)).collect::<Vec<_>>();
        tills.push((till, sales));
    }
    let (begun, asked) = (Instant::now(), shop.db.asked().statements());
    let mut pushing = tokio::task::JoinSet::new();
    for (till, sales) in tills {
        let shop = shop.clone();
        pushing.spawn(async move {
            for part in sales.chunks(PUSH) {
                shop.push_signed(&till, part, till.sign(part)).await.unwrap();
            }
        });
    }
    pushing.join_all().await;
    let (took, orders) = (begun.elapsed(), TILLS * ORDERS);
    println!("{orders} orders in {took:?}: {:?} each", took / u32::try_from(orders).unwrap());
    println!("{} statements", shop.db.asked().statements() - asked);
    let begun = Instant::now();
    shop.verify().await;
    println!("the books are right, checked in {:?}", begun.elapsed());
}

/// Four or five lines, one in five of them to be delivered.
fn sale(shop: &Shop, till: &mut Till, number: usize) -> [SealedEntry; 2] {
    let at = |line: usize| format!("SKU{:05}", (number * 7919 + line * 613) % PRODUCTS);
    let skus: Vec<String> = (0..4 + number % 2).map(at).collect();
    let way = |line: usize| if (number + line).is_multiple_of(5) { DELIVERY } else { CARRY_OUT };
    let basket: Vec<_> = skus.iter().enumerate().map(|(line, sku)| (sku.as_str(), 1, way(line))).collect();
    till.sell(shop, &basket).1
}
