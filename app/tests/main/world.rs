//! A till with a small shop in it, a clock that is set by hand, and no network.

use app::replica::own::device::Enrolment;
use app::replica::{OpenOptions, OpenReport, Replica, ReplicaError};
use app::shell::answer;
use app::till::{Clock, Connection, Parts, Randomness, Renderer, SyncEnds, Till};
use argon2::password_hash::{PasswordHasher, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use serde_json::Value;
use shared_model::catalogue::{Product, barcode};
use shared_model::command::*;
use shared_model::encoding;
use shared_model::entry::Place;
use shared_model::order::{TaxClass, TaxComponent, TaxMethod, TaxRounding};
use shared_model::party::{Address, Customer, Role, Staff};
use shared_model::settings::*;
use shared_model::unit::*;
use shared_model::wire::{Cursor, LogBody, LogEntry};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;
use uuid::Uuid;

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
    position: u64,
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
        World::start(dir, clock, Arc::new(Counting(AtomicU64::new(0))), 0)
    }

    fn start(
        dir: Arc<TempDir>,
        clock: Arc<HandClock>,
        random: Arc<Counting>,
        position: u64,
    ) -> Result<World, ReplicaError> {
        let (replica, report) = Replica::open(dir.path(), OpenOptions::default())?;
        let render: Renderer = Arc::new(|receipt, _, copy| Ok(format!("{} {copy}", receipt.number).into_bytes()));
        let parts = Parts { replica, clock: clock.clone(), random: random.clone(), render };
        let (till, ends) = Till::new(parts);
        Ok(World { till, ends, clock, report, token: None, position, dir, random })
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The process ends and starts again on the same disk; `between` may touch the files.
    pub async fn restart_after(self, between: impl FnOnce(&Path)) -> World {
        let World { till, ends, clock, token, position, dir, random, .. } = self;
        let signed_in = token.is_some();
        drop((till, ends));
        between(dir.path());
        let mut world = World::start(dir, clock, random, position).unwrap();
        if signed_in {
            world.sign_in(CASHIER).await;
        }
        world
    }

    pub async fn restart(self) -> World {
        self.restart_after(|_| {}).await
    }

    pub async fn enrol(&self) {
        let enrolment = Enrolment {
            server_url: "http://127.0.0.1:1".into(),
            server_key: [9; 32],
            terminal: TERMINAL,
            business: BUSINESS,
            store: STORE,
            code: "T01".into(),
            incarnation: 1,
        };
        let save = move |own: &mut app::replica::OwnTx<'_>| {
            own.device_key_save([7; 32])?;
            own.enrolment_save(&enrolment)
        };
        self.till.replica.write::<_, ReplicaError, _>(save).unwrap();
    }

    pub async fn load_shop(&mut self) {
        let mut bodies = settings();
        for (product, price, free) in [(lamp(), 1200, 5), (chair(), 4999, 2), (postage(), 500, 0)] {
            let (id, stocked) = (product.id, product.stocked);
            bodies.push(LogBody::Product { row: product, change: Vec::new() });
            bodies.push(LogBody::Price { product: id, amount: Amount(price), currency: pound() });
            if stocked {
                bodies.push(level(id, free, 1));
            }
        }
        self.hear(bodies).await.unwrap();
    }

    /// The server says this, in one page.
    pub async fn hear(&mut self, bodies: Vec<LogBody>) -> Result<app::replica::Applied, ReplicaError> {
        let entries = page(self.position, &bodies);
        let cursor = Cursor { position: self.position + bodies.len() as u64, hash: Hash([3; 32]) };
        let applied = self.till.replica.apply_log(&entries, cursor)?;
        self.position = cursor.position;
        Ok(applied)
    }

    pub fn go_online(&self) {
        let mut connection = Connection { caught_up: true, ..Connection::default() };
        connection.view.state = ConnectionState::Online;
        connection.view.last_heard = Some(self.clock.now());
        self.ends.connection.send_replace(connection);
    }

    pub async fn sign_in(&mut self, staff: StaffId) {
        self.token = Some(self.run(sign_in(staff)).await.token);
    }

    /// A command by name, with whatever somebody may send for it.
    pub async fn send(&self, name: &str, input: Value) -> Result<Value, Failure> {
        answer(&self.till, self.token.as_deref(), name, input).await
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

    pub async fn kinds(&self) -> Vec<&'static str> {
        let entries = self.till.replica.outbox_next(Place::START, 1000, usize::MAX).unwrap();
        entries.iter().map(|entry| entry.sealed.open().unwrap().fact.kind()).collect()
    }
}

/// A command as a shell carries it: by name and as JSON, there and back.
pub async fn ask<C: Command>(till: &Till, token: Option<&str>, command: C) -> Result<C::Output, Failure> {
    let input = serde_json::to_value(&command).unwrap();
    let output = answer(till, token, C::NAME, input).await?;
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
    ProductSearch { text: text.into(), category: None, limit: None }
}

pub fn all_orders() -> OrderList {
    OrderList { limit: None, text: String::new(), backordered: false }
}

pub fn page(after: u64, bodies: &[LogBody]) -> Vec<LogEntry> {
    let entry = |(index, body): (usize, &LogBody)| {
        let prev = after + index as u64;
        LogEntry { position: prev + 1, prev, body: encoding::encode(body) }
    };
    bodies.iter().enumerate().map(entry).collect()
}

pub fn pound() -> Currency {
    "GBP".parse().unwrap()
}

pub fn level(product: ProductId, pieces: i64, version: u64) -> LogBody {
    let quantity = Quantity::pieces(pieces).unwrap();
    LogBody::Stock {
        warehouse: WAREHOUSE,
        product,
        on_hand: quantity,
        free: quantity,
        backordered: Quantity::ZERO,
        version,
    }
}

fn product(id: ProductId, sku: &str, name: &str) -> Product {
    let digits = format!("20{:010}", id.0.as_u128());
    let check = barcode::check_digit(&digits).unwrap();
    Product {
        id,
        sku: sku.into(),
        name: name.into(),
        description: String::new(),
        category: "Light".into(),
        tax_class: "standard".into(),
        barcodes: vec![barcode::fold(&format!("{digits}{check}"))],
        stocked: true,
        shortage: Default::default(),
        archived: false,
    }
}

pub fn lamp() -> Product {
    product(LAMP, "LAMP1", "Desk lamp, crème")
}

pub fn chair() -> Product {
    Product { category: "Seats".into(), ..product(CHAIR, "CH-2", "Folding chair") }
}

fn postage() -> Product {
    Product { stocked: false, category: String::new(), ..product(POSTAGE, "POST", "Postage") }
}

fn settings() -> Vec<LogBody> {
    let vat = TaxComponent { name: "VAT".into(), rate: Rate::percent(20) };
    let class = TaxClass { code: "standard".into(), letter: 'A', components: vec![vat] };
    let staff = |id, code: &str, role| {
        let (code, name) = (code.to_owned(), format!("Person {code}"));
        LogBody::Staff(Staff { id, code, name, role, pin_hash: pin_hash(), active: true })
    };
    let address = Address { id: AddressId(id(70)), lines: vec!["1 High Street".into()] };
    let customer = Customer {
        id: CUSTOMER,
        number: "12345".into(),
        name: "Ada Byron".into(),
        email: "ada@example.org".into(),
        phone: String::new(),
        addresses: vec![address],
        archived: false,
    };
    vec![
        LogBody::Business(BusinessSettings {
            business: BUSINESS,
            name: "Shop".into(),
            currency: pound(),
            tax_method: TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerLine },
            tax_classes: vec![class],
            cash_step: Amount(1),
        }),
        LogBody::Store(StoreSettings {
            store: STORE,
            name: "High Street".into(),
            address: vec!["2 High Street".into()],
            tax_id: "GB1".into(),
            warehouse: WAREHOUSE,
            warehouse_name: "Back room".into(),
            receipt_footer: Vec::new(),
        }),
        LogBody::Terminal(TerminalSettings {
            terminal: TERMINAL,
            store: STORE,
            code: "T01".into(),
            name: "Till 1".into(),
        }),
        staff(CASHIER, "01", Role::Cashier),
        staff(MANAGER, "02", Role::Manager),
        LogBody::Customer { row: customer, change: Vec::new() },
    ]
}

/// As a real one, only quicker to compute.
fn pin_hash() -> String {
    let quick = Params::new(8, 1, 1, None).unwrap();
    let salt = SaltString::encode_b64(b"counterfoil").unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, quick).hash_password(PIN.as_bytes(), &salt).unwrap().to_string()
}
