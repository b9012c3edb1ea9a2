//! A server over a real listener, a business in it, and what its stories begin with.

use crate::client::Client;
use shared_model::fact::Fact;
use shared_model::fact::health::ProcessStarted;
use shared_model::policy::Role;
use shared_model::setting::StoreSettings;
use shared_model::tax::{TaxClass, TaxMethod, TaxRounding};
use shared_model::unit::*;
use std::net::SocketAddr;
use sync_server::db::{self, Db};
use sync_server::http::serve;
use sync_server::import::ProductInput;
use sync_server::party::{self, StaffAdd};
use sync_server::setting::{self, BusinessCreate, StoreCreate};
use sync_server::{catalogue, clock, import, terminal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A server on a free port, ended cleanly by [`Running::stop`].
pub struct Running {
    pub db: Db,
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
    folder: tempfile::TempDir,
}

impl Running {
    pub async fn start() -> Running {
        Running::on(tempfile::tempdir().unwrap()).await
    }

    /// With the database that is in a folder already.
    pub async fn on(folder: tempfile::TempDir) -> Running {
        let db = Db::open(&format!("sqlite:{}", folder.path().join("server.db").display())).await.unwrap();
        db::migrate(&db).await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = oneshot::channel();
        let serving = db.clone();
        let served = tokio::spawn(async move {
            let listening = |address| tell.send(address).unwrap();
            let stop = async { stopped.await.unwrap_or_default() };
            serve(serving, SocketAddr::from(([127, 0, 0, 1], 0)), listening, stop).await.unwrap();
        });
        Running { db, address: told.await.unwrap(), stop, served, folder }
    }

    /// What it kept.
    pub async fn stop(self) -> tempfile::TempDir {
        self.stop.send(()).unwrap();
        self.served.await.unwrap();
        self.folder
    }
}

/// A business with one store and a member of staff of each role that matters here.
pub struct Shop {
    pub business: BusinessId,
    pub store: StoreId,
    pub warehouse: WarehouseId,
    pub cashier: StaffId,
    pub manager: StaffId,
}

pub async fn shop(db: &Db, name: &str) -> Shop {
    let create = BusinessCreate {
        name: name.into(),
        currency: "GBP".parse().unwrap(),
        tax_method: TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerLine },
        tax_classes: vec![TaxClass {
            code: "standard".into(),
            letter: 'A',
            components: Vec::new(),
            changes: Vec::new(),
        }],
        cash_step: Amount(1),
        day_turns: 0,
    };
    let business = setting::create_business(db, create, clock::now()).await.unwrap().business;
    let store = store(db, business, &format!("{name} store")).await;
    let staff = async |code: &str, role| {
        let add = StaffAdd { code: code.into(), name: format!("{name} {code}"), role, pin: "271828".into() };
        party::add_staff(db, business, add, clock::now()).await.unwrap().id
    };
    let (cashier, manager) = (staff("01", Role::Cashier).await, staff("09", Role::Manager).await);
    Shop { business, store: store.store, warehouse: store.warehouse, cashier, manager }
}

async fn store(db: &Db, business: BusinessId, name: &str) -> StoreSettings {
    let create = StoreCreate {
        name: name.into(),
        address: Vec::new(),
        tax_id: String::new(),
        warehouse_name: format!("{name}'s back room"),
        receipt_footer: Vec::new(),
    };
    setting::create_store(db, business, create, clock::now()).await.unwrap()
}

/// With a warehouse of its own.
pub async fn other_store(server: &Running, shop: &Shop) -> StoreSettings {
    store(&server.db, shop.business, "Harbour").await
}

pub async fn till(server: &Running, shop: &Shop) -> Client {
    let code = terminal::issue_code(&server.db, shop.business, shop.store, "", 3600, clock::now()).await.unwrap();
    Client::enrol(server.address, &code.code, shop.warehouse).await
}

/// Puts one stocked product on sale.
pub async fn sell(db: &Db, business: BusinessId, sku: &str) -> ProductId {
    let row = ProductInput {
        sku: sku.into(),
        name: "Desk lamp".into(),
        description: String::new(),
        category: String::new(),
        tax_class: "standard".into(),
        barcodes: Vec::new(),
        price: Amount(2500),
        stocked: true,
        row: 2,
    };
    import::run::import_products(db, business, &[row], false, clock::now(), &|_, _| {}).await.unwrap();
    catalogue::product_codes(db, business).await.unwrap()[sku]
}

pub fn started() -> Fact {
    Fact::ProcessStarted(ProcessStarted { nonce: vec![7; 16], app_version: "test".into() })
}

pub async fn hire(server: &Running, shop: &Shop, code: &str) {
    let add = StaffAdd { code: code.into(), name: format!("New {code}"), role: Role::Cashier, pin: "271828".into() };
    party::add_staff(&server.db, shop.business, add, clock::now()).await.unwrap();
}
