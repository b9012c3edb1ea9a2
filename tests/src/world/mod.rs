//! A business of its own for each test: the server, two stores that share a warehouse, two
//! members of staff, a small catalogue, and as many tills as the test starts.
//!
//! Dropping a [`World`] ends what it started, and fails the test if a till still has
//! something to send (unless waived) or the ledger does not verify.

pub mod process;
pub mod server;
pub mod till;
mod turn;
pub mod wait;

pub use server::{Database, Server};
pub use till::{SETTLE_LIMIT, Till};
pub use wait::{met, wait_for};

use crate::network::Link;
use crate::seed::Seed;
use serde_json::Value;
use std::sync::Arc;
use std::sync::Mutex;
use turn::Turn;

pub const CASHIER: (&str, &str) = ("01", "271828");
pub const MANAGER: (&str, &str) = ("09", "314159");

/// SKU, name, price in pence, whether it is stocked.
pub const CATALOGUE: &[(&str, &str, u32, bool)] = &[
    ("LAMP", "Desk lamp", 2_500, true),
    ("CHAIR", "Oak chair", 8_999, true),
    ("MUG", "Blue mug", 450, true),
    ("RUG", "Wool rug", 12_000, true),
    ("VASE", "Tall vase", 1_995, true),
    ("CARRY", "Carriage", 500, false),
];

pub struct World {
    pub server: Arc<Server>,
    pub seed: Seed,
    pub number: u64,
    folder: tempfile::TempDir,
    tills: Mutex<Vec<Arc<Till>>>,
    unsent_waived: Mutex<bool>,
    _turn: Turn,
}

impl World {
    pub async fn new() -> World {
        World::on(Database::Sqlite).await
    }

    /// For a story at a screen: nothing else runs meanwhile.
    pub async fn alone() -> World {
        let world = World::prepared(Database::Sqlite, Turn::take(true).await).await;
        world.set_up().await;
        world.server.start_again().await;
        world
    }

    /// A world with its business set up and the server running.
    pub async fn on(database: Database) -> World {
        let world = World::empty(database).await;
        world.set_up().await;
        world.server.start_again().await;
        world
    }

    /// A world with nothing but a migrated database.
    pub async fn empty(database: Database) -> World {
        World::prepared(database, Turn::take(false).await).await
    }

    async fn prepared(database: Database, turn: Turn) -> World {
        let (number, seed) = Seed::from_environment();
        let folder = tempfile::Builder::new().prefix("counterfoil-world-").tempdir().expect("a temporary folder");
        let server = Arc::new(Server::prepare(folder.path(), database).await);
        World { server, seed, number, folder, tills: Mutex::default(), unsent_waived: Mutex::new(false), _turn: turn }
    }

    /// The business with its stores and staff, and nothing to sell yet.
    pub async fn set_up_business(&self) {
        let server = &self.server;
        server.cli(&["business", "create", "--name", "Lamp and Chair Ltd", "--currency", "GBP"]).await;
        for store in ["A", "B"] {
            server.cli(&["store", "add", "--name", store, "--warehouse", "W"]).await;
        }
        for ((code, pin), name, role) in [(CASHIER, "Counter", "cashier"), (MANAGER, "Office", "manager")] {
            server.cli(&["staff", "add", "--code", code, "--name", name, "--role", role, "--pin", pin]).await;
        }
    }

    async fn set_up(&self) {
        self.set_up_business().await;
        let server = &self.server;
        let rows = CATALOGUE.iter().map(|(sku, name, price, stocked)| {
            format!(
                "{sku},{name},{}.{:02},standard,{}\n",
                price / 100,
                price % 100,
                if *stocked { "yes" } else { "no" }
            )
        });
        let csv = format!("sku,name,price,tax_class,stocked\n{}", rows.collect::<String>());
        server.cli(&["import", "catalogue", &server.file("catalogue.csv", &csv)]).await;
        let csv = "number,name,email\nC1,Ada Example,ada@example.org\nC2,Bo Example,bo@example.org\n";
        server.cli(&["import", "customers", &server.file("customers.csv", csv)]).await;
    }

    /// Starts a till in `store`, enrols it, signs the cashier in and opens a shift.
    pub async fn till(&self, store: &str) -> Arc<Till> {
        let till = self.bare_till(store).await;
        till.ready(CASHIER.0, CASHIER.1).await;
        till
    }

    /// Starts and enrols a till, and leaves it there.
    pub async fn bare_till(&self, store: &str) -> Arc<Till> {
        let code = self.enrol_code(store).await;
        let link = Link::open(self.server.address).await;
        let name = format!("till-{}", self.lock_tills().len() + 1);
        let till = Arc::new(Till::start(&name, self.folder.path(), link, &code).await);
        self.lock_tills().push(till.clone());
        till
    }

    /// A one-time code that lets one more till of `store` in.
    pub async fn enrol_code(&self, store: &str) -> String {
        let answer = self.server.cli(&["terminal", "enrol-code", "--store", store]).await;
        answer["code"].as_str().unwrap_or_else(|| panic!("no code in {answer}")).to_owned()
    }

    /// Takes goods in at the warehouse, by the server's command line.
    pub async fn receive(&self, goods: &[(&str, i64)]) -> Value {
        let rows: String = goods.iter().map(|(sku, pieces)| format!("{sku},{pieces}\n")).collect();
        let file = self.server.file(&format!("goods-{}.csv", uuid::Uuid::new_v4()), &format!("sku,quantity\n{rows}"));
        self.server.cli(&["stock", "receive", "--warehouse", "W", &file]).await
    }

    /// This test leaves something unsent on purpose.
    pub fn waive_unsent(&self) {
        *self.unsent_waived.lock().expect("no holder panics") = true;
    }

    fn lock_tills(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Till>>> {
        self.tills.lock().expect("no holder panics")
    }

    async fn check_end(&self) {
        let tills = self.lock_tills().clone();
        for till in tills.iter().filter(|till| till.is_running()) {
            till.sent().await;
        }
        self.server.cli(&["ledger", "verify"]).await;
    }

    fn show_logs(&self) {
        eprintln!("--- server\n{}", self.server.last_words());
        for till in self.tills.lock().iter().flat_map(|tills| tills.iter()) {
            eprintln!("--- {}\n{}", till.name, till.last_words());
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return self.show_logs();
        }
        if *self.unsent_waived.lock().expect("no holder panics") {
            return;
        }
        // The checks talk to the programs, and a destructor cannot wait on this thread's own
        // runtime: they get one of their own.
        let world = &*self;
        let checked = std::thread::scope(|scope| {
            let check = || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.expect("a runtime for the last checks").block_on(world.check_end());
            };
            scope.spawn(check).join().is_ok()
        });
        if !checked {
            self.show_logs();
            panic!("the world did not end clean, see above");
        }
    }
}
