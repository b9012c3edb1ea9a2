//! A small shop on a real database, and tills that sell in it.

use ed25519_dalek::SigningKey;
use shared_model::encoding::Signed;
use shared_model::fact::catalogue::PriceSet;
use shared_model::fact::supply::ReceivedLine;
use shared_model::order::*;
use shared_model::party::Actor;
use shared_model::policy::Role;
use shared_model::sample;
use shared_model::setting::{BusinessSettings, Certificate, StoreSettings};
use shared_model::tax::{TaxClass, TaxComponent, TaxMethod, TaxRounding};
use shared_model::unit::*;
use shared_model::wire::codec::unpack;
use shared_model::wire::{Body, Cursor, EntryOutcome, EntryResult, Level, Levels, LogRow, Page, ServerFrame, Told};
use shared_model::{SealedEntry, encoding};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use sync_server::db::{self, Db};
use sync_server::import::ProductInput;
use sync_server::ledger::VerifyReport;
use sync_server::log::{self, Feeds, Mark, Next, Packed};
use sync_server::party::{self, StaffAdd};
use sync_server::setting::{self, BusinessCreate, StoreCreate};
use sync_server::supply::{self, Received};
use sync_server::{auth, import, merge, report, terminal};
use tokio::sync::mpsc;
use uuid::Uuid;

mod till;

pub use till::Till;

/// 2026-03-02, ten in the morning.
const MORNING_MS: i64 = 1_772_445_600_000;
pub const PRICE: Amount = Amount(1200);
/// The bell says that there may be more.
const FAR: Mark = Mark { position: u64::MAX, rows: 0 };

pub struct Shop {
    pub db: Db,
    pub url: String,
    pub settings: BusinessSettings,
    pub store: StoreSettings,
    pub cashier: StaffId,
    pub manager: StaffId,
    pub products: BTreeMap<String, shared_model::catalogue::Product>,
    ticks: AtomicI64,
    _folder: Option<tempfile::TempDir>,
}

impl Shop {
    pub async fn on_sqlite() -> Shop {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("server.db").display());
        Shop::open(&url, Some(folder)).await
    }

    pub async fn on_postgres() -> Shop {
        let url = tokio::task::spawn_blocking(crate::postgres::database).await.unwrap();
        Shop::open(&url, None).await
    }

    /// In the database at `url`, which is empty.
    pub async fn at(url: &str) -> Shop {
        Shop::open(url, None).await
    }

    async fn open(url: &str, folder: Option<tempfile::TempDir>) -> Shop {
        let db = Db::open(url).await.unwrap();
        db::migrate(&db).await.unwrap();
        Shop::found(db, url, folder).await
    }

    /// In the same database.
    pub async fn another_business(&self) -> Shop {
        Shop::found(self.db.clone(), &self.url, None).await
    }

    async fn found(db: Db, url: &str, folder: Option<tempfile::TempDir>) -> Shop {
        let now = Timestamp::new(MORNING_MS, 0);
        let settings = setting::create_business(&db, business(), now).await.unwrap();
        let store = setting::create_store(&db, settings.business, store("High Street"), now).await.unwrap();
        let add = |code: &str, role| StaffAdd { code: code.into(), name: code.into(), role, pin: "1234".into() };
        let cashier = party::add_staff(&db, settings.business, add("01", Role::Cashier), now).await.unwrap().id;
        let manager = party::add_staff(&db, settings.business, add("02", Role::Manager), now).await.unwrap().id;
        let rows = [row("LAMP", true), row("CHAIR", true), row("RUG", true), row("POST", false)];
        import::run::import_products(&db, settings.business, &rows, false, now, &|_, _| {}).await.unwrap();
        let products = sync_server::report::products(&db, settings.business).await.unwrap();
        let products = products.into_iter().map(|row| (row.product.sku.clone(), row.product)).collect();
        let ticks = AtomicI64::new(0);
        Shop { db, url: url.to_owned(), settings, store, cashier, manager, products, ticks, _folder: folder }
    }

    /// As another process has the same database: with connections, turns and a memory of its own.
    pub async fn beside(&self) -> Shop {
        let (settings, store, products) = (self.settings.clone(), self.store.clone(), self.products.clone());
        let (db, url, ticks) = (Db::open(&self.url).await.unwrap(), self.url.clone(), AtomicI64::new(0));
        let (cashier, manager) = (self.cashier, self.manager);
        Shop { db, url, settings, store, cashier, manager, products, ticks, _folder: None }
    }

    pub fn business(&self) -> BusinessId {
        self.settings.business
    }

    /// A second later each time it is asked.
    pub fn now(&self) -> Timestamp {
        Timestamp::new(MORNING_MS + 1000 * self.ticks.fetch_add(1, Ordering::Relaxed), 0)
    }

    pub fn product(&self, sku: &str) -> ProductId {
        self.products[sku].id
    }

    /// For everybody.
    pub fn price_set(&self, sku: &str, amount: Amount) -> PriceSet {
        PriceSet { currency: self.settings.currency, ..sample::price_set(self.product(sku), amount) }
    }

    pub async fn till(&self) -> Till {
        self.till_in(self.store.store).await
    }

    pub async fn till_in(&self, store: StoreId) -> Till {
        let now = self.now();
        let issued = terminal::issue_code(&self.db, self.business(), store, "", 3600, now).await.unwrap();
        let key = SigningKey::from_bytes(&auth::random_bytes());
        let enrolled = terminal::enrol(&self.db, &issued.code, &key.verifying_key().to_bytes(), now).await.unwrap();
        let certificate = certificate(&enrolled.certificate);
        Till::let_in(&certificate, self.store.warehouse, key)
    }

    pub async fn receive(&self, sku: &str, pieces: i64) -> Received {
        let lines = vec![ReceivedLine { product: self.product(sku), quantity: Quantity(pieces * 1000) }];
        let (intake, warehouse) = (IntakeId(Uuid::now_v7()), (self.business(), self.store.warehouse));
        let actor = Actor::COMMAND_LINE;
        supply::receive(&self.db, intake, warehouse, lines, String::new(), actor, self.now()).await.unwrap()
    }

    pub async fn push(&self, till: &Till, entries: &[SealedEntry]) -> Vec<EntryOutcome> {
        let parts = self.push_signed(till, entries, till.sign(entries)).await.unwrap();
        parts.into_iter().flatten().map(|result| result.outcome).collect()
    }

    /// The answers, part by part.
    pub async fn push_signed(
        &self,
        till: &Till,
        entries: &[SealedEntry],
        signature: Vec<u8>,
    ) -> Result<Vec<Vec<EntryResult>>, merge::MergeError> {
        let (answers, mut parts) = mpsc::channel(entries.len().max(1));
        merge::push(&self.db, till.id, entries.to_vec(), signature, self.now(), answers).await?;
        let mut answered = Vec::new();
        while let Some(part) = parts.recv().await {
            answered.push(part);
        }
        Ok(answered)
    }

    /// Sells and pushes; everything must be stored.
    pub async fn sell(&self, till: &mut Till, basket: &[(&str, i64, Fulfilment)]) -> Order {
        let (order, entries) = till.sell(self, basket);
        assert_eq!(self.push(till, &entries).await, [const { EntryOutcome::Stored }; 2]);
        order
    }

    /// Where the business's log ends.
    pub async fn end(&self) -> Position {
        log::end(&self.db, self.business()).await.unwrap()
    }

    /// The books must be right; gives the report.
    pub async fn verify(&self) -> VerifyReport {
        let report = report::ledger::verify(&self.db, self.business()).await.unwrap();
        assert_eq!(report.problems, []);
        report
    }

    pub async fn level(&self, sku: &str) -> (i64, i64, i64, i64) {
        let rows = sync_server::report::stock(&self.db, self.business()).await.unwrap();
        let row = rows.into_iter().find(|row| row.sku == sku).unwrap();
        (row.on_hand / 1000, row.free / 1000, row.allocated / 1000, row.backordered / 1000)
    }

    /// What a till may see of the log, from the start, in the order of positions.
    pub async fn log_of(&self, till: &Till) -> Vec<Told> {
        let mut rows: Vec<LogRow> = Vec::new();
        for scope in till.scopes() {
            rows.extend(self.pages(scope).await.into_iter().flat_map(|page| page.rows));
        }
        rows.sort_by_key(|row| row.position);
        rows.iter().map(told).collect()
    }

    /// A scope from the start, page by page, each checked as a till does.
    pub async fn pages(&self, scope: Scope) -> Vec<Page> {
        let (mut cursor, mut pages) = (Cursor::start(), Vec::new());
        while let Some(page) = self.page(scope, &cursor, 0).await {
            assert!(page.to > page.from, "every page goes on");
            cursor = page.cursor();
            pages.push(page);
        }
        pages
    }

    /// The page that goes on from a cursor, built afresh and checked.
    pub async fn page(&self, scope: Scope, cursor: &Cursor, target: u64) -> Option<Page> {
        let (feeds, key) = self.feeds().await;
        let from = cursor.position.number;
        let next = feeds.page(self.business(), scope, from, FAR, target).await.unwrap();
        let ServerFrame::Page(page) = frame(&*packed(next)?) else { panic!("a page is a page") };
        page.check(from, cursor.head).unwrap();
        assert_eq!((page.scope, page.generation), (scope, self.end().await.generation));
        assert!(auth::verify(&key, &page.message(self.business()).0, &page.signature.0), "the server stands for it");
        let cursor = page.cursor();
        assert_eq!(cursor.message(self.business(), scope), page.message(self.business()), "and for the cursor");
        Some(page)
    }

    /// The levels of the store's warehouse that changed after a position, checked.
    pub async fn levels(&self, from: u64) -> Vec<Level> {
        let (feeds, key) = self.feeds().await;
        let next = feeds.levels(self.business(), self.store.warehouse, from, FAR).await.unwrap();
        let Some(packed) = packed(next) else { return Vec::new() };
        let ServerFrame::Levels(levels) = frame(&packed) else { panic!("levels are levels") };
        assert!(auth::verify(&key, &levels.message(self.business()).0, &levels.signature.0));
        let Levels { from: begins, to, rows, .. } = levels.into_said();
        assert_eq!((begins, Some(to)), (from, rows.last().map(|level| level.position)));
        rows
    }

    /// With nothing kept, and the key that the server signs by.
    async fn feeds(&self) -> (Feeds, [u8; 32]) {
        let identity = Arc::new(auth::server_identity(&self.db, self.now()).await.unwrap());
        let key = identity.key.verifying_key().to_bytes();
        (Feeds::new(self.db.clone(), identity), key)
    }
}

fn packed(next: Next) -> Option<Arc<Packed>> {
    match next {
        Next::Page(packed) => Some(packed),
        Next::At(_) => panic!("nothing was built before, so nothing waits"),
        Next::Nothing => None,
    }
}

fn frame(packed: &Packed) -> ServerFrame {
    ServerFrame::decode(&unpack(&packed.frame, 1 << 26).unwrap(), 1 << 26).unwrap()
}

/// What a row tells that was not erased.
pub fn told(row: &LogRow) -> Told {
    let Body::Whole(body) = &row.body else { panic!("it was erased") };
    Told::decode(body).unwrap()
}

pub fn certificate(hex: &str) -> Signed<Certificate> {
    encoding::decode(&hex::decode(hex).unwrap(), 4096).unwrap()
}

fn business() -> BusinessCreate {
    let vat = TaxComponent { name: "VAT".into(), rate: Rate::percent(20) };
    BusinessCreate {
        name: "Lamp and Chair Ltd".into(),
        currency: "GBP".parse().unwrap(),
        tax_method: TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerLine },
        tax_classes: vec![TaxClass {
            code: "standard".into(),
            letter: 'A',
            components: vec![vat],
            changes: Vec::new(),
        }],
        cash_step: Amount(1),
        day_turns: 0,
    }
}

pub fn store(name: &str) -> StoreCreate {
    StoreCreate {
        name: name.into(),
        address: vec!["1 High Street".into()],
        tax_id: "GB123".into(),
        warehouse_name: "Back room".into(),
        receipt_footer: Vec::new(),
    }
}

pub fn row(sku: &str, stocked: bool) -> ProductInput {
    ProductInput {
        sku: sku.into(),
        name: format!("Nice {sku}"),
        description: String::new(),
        category: "Things".into(),
        tax_class: "standard".into(),
        barcodes: Vec::new(),
        price: PRICE,
        stocked,
        row: 1,
    }
}

pub const CARRY_OUT: Fulfilment = Fulfilment::CarryOut;
pub const DELIVERY: Fulfilment = Fulfilment::Delivery { address: None };
