//! A till with a small shop in it, a clock that is set by hand, and no network.

use crate::server::{Server, scope_of};
use app::replica::{Applied, OpenOptions, OpenReport, Replica, ReplicaError};
use app::shell::reply;
use app::till::{Clock, Connection, Parts, Randomness, Renderer, SyncEnds, Till};
use serde_json::Value;
use shared_model::command::*;
use shared_model::entry::{Entry, Place, SealedEntry};
use shared_model::fact::Fact;
use shared_model::order::Order;
use shared_model::payment::Payment;
use shared_model::refusal::{ErrorCode, Failure};
use shared_model::unit::*;
use shared_model::wire::{Level, Page, Told};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;
use uuid::Uuid;

pub use crate::told::*;

pub const NOON: i64 = 1_772_366_400_000; // 2026-03-01T12:00:00Z
pub const PIN: &str = "4711";

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub const BUSINESS: BusinessId = BusinessId(Uuid::from_u128(1));
pub const STORE: StoreId = StoreId(Uuid::from_u128(2));
pub const WAREHOUSE: WarehouseId = WarehouseId(Uuid::from_u128(3));
pub const TERMINAL: TerminalId = TerminalId(Uuid::from_u128(4));
pub const CASHIER: StaffId = StaffId(Uuid::from_u128(5));
pub const MANAGER: StaffId = StaffId(Uuid::from_u128(6));
pub const CUSTOMER: CustomerId = CustomerId(Uuid::from_u128(7));
pub const LAMP: ProductId = ProductId(Uuid::from_u128(101));
pub const CHAIR: ProductId = ProductId(Uuid::from_u128(102));
pub const POSTAGE: ProductId = ProductId(Uuid::from_u128(103));

pub struct HandClock(pub AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::new(self.0.load(Ordering::Relaxed), 0)
    }
}

/// Different bytes at each call, the same in each run.
struct Counting(AtomicU64);

impl Randomness for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let number = self.0.fetch_add(1, Ordering::Relaxed);
            chunk.copy_from_slice(&Hash::of("test", &[&number.to_be_bytes()]).0[..chunk.len()]);
        }
    }
}

pub struct World {
    pub till: Arc<Till>,
    pub ends: SyncEnds,
    pub clock: Arc<HandClock>,
    pub report: OpenReport,
    pub token: Option<String>,
    pub server: Server,
    dir: Arc<TempDir>,
    random: Arc<Counting>,
}

impl World {
    /// A till that has enrolled, loaded its shop, opened a shift, with the cashier signed in.
    pub async fn open() -> World {
        let mut world = World::bare(Arc::new(tempfile::tempdir().unwrap())).unwrap();
        world.enrol().await;
        world.load_shop().await;
        world.till.process_started().await.unwrap();
        world.sign_in(CASHIER).await;
        world.run(ShiftOpen { float: Amount(10_000) }).await;
        world
    }

    pub fn bare(dir: Arc<TempDir>) -> Result<World, ReplicaError> {
        let clock = Arc::new(HandClock(AtomicI64::new(NOON)));
        World::start(dir, clock, Arc::new(Counting(AtomicU64::new(0))), Server::new())
    }

    fn start(
        dir: Arc<TempDir>,
        clock: Arc<HandClock>,
        random: Arc<Counting>,
        server: Server,
    ) -> Result<World, ReplicaError> {
        let (replica, report) = Replica::open(dir.path(), OpenOptions::default())?;
        let render: Renderer = Arc::new(|receipt, _, copy| Ok(format!("{} {copy}", receipt.number).into_bytes()));
        let parts = Parts { replica, clock: clock.clone(), random: random.clone(), render };
        let (till, ends) = Till::new(parts);
        Ok(World { till, ends, clock, report, token: None, server, dir, random })
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The process ends and starts again on the same disk; `between` may touch the files.
    pub async fn restart_after(self, between: impl FnOnce(&Path)) -> World {
        let World { till, ends, clock, token, server, dir, random, .. } = self;
        let signed_in = token.is_some();
        drop((till, ends));
        between(dir.path());
        let mut world = World::start(dir, clock, random, server).unwrap();
        if signed_in {
            world.sign_in(CASHIER).await;
        }
        world
    }

    pub async fn restart(self) -> World {
        self.restart_after(|_| {}).await
    }

    pub async fn enrol(&self) {
        let enrolment = self.server.enrolment();
        let save = move |own: &mut app::replica::OwnTx<'_>| {
            own.device_key_save([7; 32])?;
            own.enrolment_save(&enrolment)
        };
        self.till.replica.write::<_, ReplicaError, _>(save).unwrap();
    }

    pub async fn load_shop(&mut self) {
        self.till.replica.scopes_replace(&shared_model::sample::scopes(STORE, WAREHOUSE, TERMINAL)).unwrap();
        self.hear(shop(&self.server)).await.unwrap();
        self.hear_levels(vec![level(LAMP, 5, 1), level(CHAIR, 2, 1)]).await.unwrap();
    }

    /// The server says this: a page for each scope that it is told in.
    pub async fn hear(&mut self, rows: Vec<Told>) -> Result<Applied, ReplicaError> {
        let mut scopes: Vec<Scope> = rows.iter().map(scope_of).collect();
        scopes.sort();
        scopes.dedup();
        let mut all = Applied::default();
        for scope in scopes {
            let bodies = rows.iter().filter(|told| scope_of(told) == scope).map(Told::encode).collect();
            let page = self.server.page_of(scope, bodies);
            let applied = self.apply(&page)?;
            all.areas.extend(applied.areas);
            all.rows += applied.rows;
            all.unread += applied.unread;
        }
        Ok(all)
    }

    pub fn apply(&mut self, page: &Page) -> Result<Applied, ReplicaError> {
        let applied = self.till.replica.page_apply(&self.server.trust(), page)?;
        self.server.went_on(page);
        Ok(applied)
    }

    /// How much there is now, true after everything told before.
    pub async fn hear_levels(&mut self, levels: Vec<Level>) -> Result<Applied, ReplicaError> {
        let levels = self.server.levels_of(levels);
        let applied = self.till.replica.levels_apply(&self.server.trust(), &levels)?;
        self.server.heard(&levels);
        Ok(applied)
    }

    /// The server has judged a sale of this till: so much of each line was handed over, so
    /// much waits.
    pub async fn hear_of(&mut self, sale: OrderId, handed_over: i64, backordered: i64) {
        let (sold, payments) = self.sold(sale);
        let told = order(&self.server, &sold, &payments, handed_over, backordered);
        self.hear(vec![told]).await.unwrap();
    }

    /// A sale as it is in this till's own entries.
    pub fn sold(&self, sale: OrderId) -> (Order, Vec<Payment>) {
        let read = |reader: app::replica::Reader<'_>| Ok((reader.own_order(sale)?, reader.own_payments(sale)?));
        let (order, payments) = self.till.replica.read::<_, ReplicaError, _>(read).unwrap();
        (order.expect("a sale of this till"), payments)
    }

    pub fn go_online(&self) {
        let mut connection = Connection { caught_up: true, ..Connection::default() };
        connection.view.state = ConnectionState::Online;
        connection.view.last_heard = Some(self.clock.now());
        self.ends.connection.send_replace(connection);
    }

    pub fn go_offline(&self) {
        self.ends.connection.send_replace(Connection::default());
    }

    pub async fn sign_in(&mut self, staff: StaffId) {
        self.token = Some(self.run(sign_in(staff)).await.token);
    }

    /// A command by name, with whatever somebody may send for it.
    pub async fn send(&self, name: &str, input: Value) -> Result<Value, Failure> {
        reply(&self.till, self.token.as_deref(), name, input).await
    }

    pub async fn try_run<C: Command>(&self, command: C) -> Result<C::Output, Failure> {
        ask(&self.till, self.token.as_deref(), command).await
    }

    pub async fn run<C: Command>(&self, command: C) -> C::Output {
        self.try_run(command).await.unwrap_or_else(|failure| panic!("{}: {failure:?}", C::NAME))
    }

    /// Runs a command that must be refused, and checks that its message is fit for a person.
    pub async fn refused<C: Command>(&self, command: C) -> ErrorCode {
        match self.try_run(command).await {
            Ok(_) => panic!("{} was not refused", C::NAME),
            Err(failure) => fit_for_a_person(C::NAME, &failure),
        }
    }

    /// As [`World::refused`], for what no screen would send.
    pub async fn send_refused(&self, name: &str, input: Value) -> ErrorCode {
        fit_for_a_person(name, &self.send(name, input).await.expect_err(name))
    }

    /// Sells one lamp for cash and returns the sale.
    pub async fn sell_lamp(&self) -> SaleDone {
        self.run(add(LAMP)).await;
        self.run(complete(2000)).await
    }

    /// Every entry of this till that the server has not acknowledged, as it is sent.
    pub fn sealed(&self) -> Vec<SealedEntry> {
        let entries = self.till.replica.outbox_next(Place::START, 1000, usize::MAX).unwrap();
        entries.into_iter().map(|entry| entry.sealed).collect()
    }

    pub fn entries(&self) -> Vec<Entry> {
        self.sealed().iter().map(|sealed| sealed.open().unwrap()).collect()
    }

    pub fn facts(&self) -> Vec<Fact> {
        self.entries().iter().map(|entry| entry.fact().unwrap()).collect()
    }

    pub async fn kinds(&self) -> Vec<&'static str> {
        self.facts().iter().map(Fact::kind).collect()
    }
}

/// A command as a shell carries it: by name and as JSON, there and back.
pub async fn ask<C: Command>(till: &Till, token: Option<&str>, command: C) -> Result<C::Output, Failure> {
    let input = serde_json::to_value(&command).unwrap();
    let output = reply(till, token, C::NAME, input).await?;
    Ok(serde_json::from_value(output).unwrap())
}

fn fit_for_a_person(name: &str, failure: &Failure) -> ErrorCode {
    let message = &failure.message;
    assert!(message.len() > 40 && message.ends_with('.'), "{name}: {message}");
    failure.code
}

pub fn sign_in(staff: StaffId) -> SignIn {
    SignIn { staff, pin: PIN.into() }
}

pub fn add(product: ProductId) -> CartAdd {
    CartAdd { product, quantity: None }
}

/// So many thousandths of a product.
pub fn add_some(product: ProductId, thousandths: i64) -> CartAdd {
    CartAdd { product, quantity: Some(Quantity(thousandths)) }
}

/// Takes so much cash, and completes the sale.
pub fn complete(cash: i64) -> PayComplete {
    PayComplete { cash: Some(Amount(cash)) }
}

pub fn find(text: &str) -> ProductSearch {
    ProductSearch { text: text.into(), category: None, limit: None, code: false }
}

pub fn all_orders() -> OrderList {
    OrderList { limit: None, text: String::new(), backordered: false }
}
