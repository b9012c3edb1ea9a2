//! A shop with products on a database of its own, a server over it, and tills.

use crate::client::Client;
use crate::shop::{CARRY_OUT, DELIVERY, Shop, Till, row};
use shared_model::entry::SealedEntry;
use shared_model::fact::supply::ReceivedLine;
use shared_model::party::Actor;
use shared_model::policy::Role;
use shared_model::setting::StoreSettings;
use shared_model::unit::*;
use std::fmt;
use std::net::SocketAddr;
use sync_server::db::Db;
use sync_server::http::serve;
use sync_server::party::{self, StaffAdd};
use sync_server::{clock, import, report, setting, supply, terminal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const PRODUCTS: usize = 2_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

impl fmt::Display for On {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            On::Sqlite => "SQLite",
            On::Postgres => "PostgreSQL",
        })
    }
}

pub struct Stage {
    pub shop: Shop,
    pub url: String,
    pub stores: Vec<StoreSettings>,
    pub folder: tempfile::TempDir,
}

impl Stage {
    /// `pieces` of each product lie in each store's warehouse.
    pub async fn set(on: On, stores: usize, pieces: i64) -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let url = match on {
            On::Sqlite => format!("sqlite:{}", folder.path().join("server.db").display()),
            On::Postgres => tokio::task::spawn_blocking(crate::postgres::database).await.unwrap(),
        };
        let mut shop = Shop::at(&url).await;
        let rows: Vec<_> = (0..PRODUCTS).map(|at| row(&sku(at), true)).collect();
        import::run::import_products(&shop.db, shop.business(), &rows, false, shop.now(), &|_, _| {}).await.unwrap();
        let products = report::products(&shop.db, shop.business()).await.unwrap();
        shop.products = products.into_iter().map(|row| (row.product.sku.clone(), row.product)).collect();
        let mut all = vec![shop.store.clone()];
        for number in 1..stores {
            let create = crate::shop::store(&format!("Street {number}"));
            let create = setting::StoreCreate { warehouse_name: format!("Room {number}"), ..create };
            all.push(setting::create_store(&shop.db, shop.business(), create, shop.now()).await.unwrap());
        }
        for store in all.iter().filter(|_| pieces > 0) {
            let line = |at| ReceivedLine { product: shop.product(&sku(at)), quantity: Quantity(pieces * 1000) };
            let lines = (0..PRODUCTS).map(line).collect();
            supply::open_stock(&shop.db, (shop.business(), store.warehouse), lines, Actor::COMMAND_LINE, shop.now())
                .await
                .unwrap();
        }
        Stage { shop, url, stores: all, folder }
    }

    /// Enrolled over the network; what it seals and what it follows are kept apart.
    pub async fn till(&self, server: SocketAddr, store: &StoreSettings) -> (Till, Client) {
        let db = &self.shop.db;
        let code = terminal::issue_code(db, self.shop.business(), store.store, "", 3600, clock::now()).await;
        let client = Client::enrol(server, &code.unwrap().code, store.warehouse).await;
        let till = Till::let_in(&client.certificate, store.warehouse, client.key.clone());
        (till, client)
    }

    /// Something that every till is told.
    pub async fn hire(&self) {
        let add = StaffAdd { code: "77".into(), name: "New".into(), role: Role::Cashier, pin: "271828".into() };
        party::add_staff(&self.shop.db, self.shop.business(), add, clock::now()).await.unwrap();
    }

    pub async fn serve(&self) -> Served {
        over(self.shop.db.clone()).await
    }

    /// As another process has the database open.
    pub async fn serve_apart(&self) -> Served {
        over(Db::open(&self.url).await.unwrap()).await
    }
}

async fn over(db: Db) -> Served {
    let (stop, stopped) = oneshot::channel::<()>();
    let (tell, told) = oneshot::channel();
    let served = tokio::spawn(async move {
        let listening = |address| tell.send(address).unwrap();
        let stop = async { stopped.await.unwrap_or_default() };
        serve(db, SocketAddr::from(([127, 0, 0, 1], 0)), listening, stop).await.unwrap();
    });
    Served { address: told.await.unwrap(), stop, served }
}

/// It closes the database when it stops.
pub struct Served {
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Served {
    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap();
    }
}

pub fn sku(at: usize) -> String {
    format!("SKU{at:05}")
}

/// Other products with every number; one line in five is to be delivered.
pub fn sale(shop: &Shop, till: &mut Till, number: usize, lines: usize) -> [SealedEntry; 2] {
    let skus: Vec<String> = (0..lines).map(|line| sku((number * 7919 + line * 613) % PRODUCTS)).collect();
    let way = |line: usize| if (number + line).is_multiple_of(5) { DELIVERY } else { CARRY_OUT };
    let basket: Vec<_> = skus.iter().enumerate().map(|(line, sku)| (sku.as_str(), 1, way(line))).collect();
    till.sell(shop, &basket).1
}
