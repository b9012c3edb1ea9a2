//! A small shop on a real database, and tills that sell in it.

use ed25519_dalek::{Signer, SigningKey};
use shared_model::entry::{Claim, ENTRY_VERSION, Entry, batch_message};
use shared_model::fact::ReceivedLine;
use shared_model::order::place::{PlaceContext, place};
use shared_model::order::*;
use shared_model::party::Role;
use shared_model::settings::{BusinessSettings, StoreSettings};
use shared_model::unit::*;
use shared_model::wire::{Cursor, EntryOutcome, EntryResult, LogBody};
use shared_model::{Fact, SealedEntry, encoding};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use sync_server::auth;
use sync_server::catalogue;
use sync_server::db::{self, Db};
use sync_server::import::ProductRow;
use sync_server::ledger::{self, VerifyReport};
use sync_server::log::{self, TerminalFilter};
use sync_server::merge;
use sync_server::party::{self, StaffAdd};
use sync_server::setting::{self, BusinessCreate, StoreCreate};
use sync_server::supply::{self, Received};
use uuid::Uuid;

/// 2026-03-02, ten in the morning.
const MORNING_MS: i64 = 1_772_445_600_000;
pub const PRICE: Amount = Amount(1200);

pub struct Shop {
    pub db: Db,
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
        Shop::found(db, folder).await
    }

    /// In the same database.
    pub async fn another_business(&self) -> Shop {
        Shop::found(self.db.clone(), None).await
    }

    async fn found(db: Db, folder: Option<tempfile::TempDir>) -> Shop {
        let now = Timestamp::new(MORNING_MS, 0);
        let settings = setting::business_create(&db, business(), now).await.unwrap();
        let store = setting::store_create(&db, settings.business, store("High Street"), now).await.unwrap();
        let add = |code: &str, role| StaffAdd { code: code.into(), name: code.into(), role, pin: "1234".into() };
        let cashier = party::staff_add(&db, settings.business, add("01", Role::Cashier), now).await.unwrap().id;
        let manager = party::staff_add(&db, settings.business, add("02", Role::Manager), now).await.unwrap().id;
        let rows = [row("LAMP", true), row("CHAIR", true), row("RUG", true), row("POST", false)];
        catalogue::import_products(&db, settings.business, &rows, false, now, &|_, _| {}).await.unwrap();
        let products = sync_server::report::products(&db, settings.business).await.unwrap();
        let products = products.into_iter().map(|row| (row.product.sku.clone(), row.product)).collect();
        let ticks = AtomicI64::new(0);
        Shop { db, settings, store, cashier, manager, products, ticks, _folder: folder }
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

    pub async fn till(&self) -> Till {
        self.till_in(self.store.store).await
    }

    pub async fn till_in(&self, store: StoreId) -> Till {
        let now = self.now();
        let issued = auth::enrol_code_create(&self.db, self.business(), store, "", 3600, now).await.unwrap();
        let key = SigningKey::from_bytes(&auth::random_bytes());
        let enrolled = auth::enrol(&self.db, &issued.code, &key.verifying_key().to_bytes(), now).await.unwrap();
        Till {
            id: enrolled.terminal,
            business: enrolled.business,
            store: enrolled.store,
            warehouse: self.store.warehouse,
            code: enrolled.code,
            key,
            seq: 0,
            head: Hash::ZERO,
            sequence: 0,
            business_date: "2026-03-02".parse().unwrap(),
            knows: 0,
        }
    }

    pub async fn receive(&self, sku: &str, pieces: i64) -> Received {
        let lines = vec![ReceivedLine { product: self.product(sku), quantity: Quantity(pieces * 1000) }];
        let receipt = GoodsReceiptId(Uuid::now_v7());
        supply::receive(&self.db, receipt, self.store.warehouse, lines, String::new(), None, self.now()).await.unwrap()
    }

    pub async fn push(&self, till: &Till, entries: &[SealedEntry]) -> Vec<EntryOutcome> {
        outcomes(merge::push(&self.db, till.id, entries, &till.sign(entries), self.now()).await.unwrap())
    }

    /// Sells and pushes; everything must be stored.
    pub async fn sell(&self, till: &mut Till, basket: &[(&str, i64, Fulfilment)]) -> Order {
        let (order, entry) = till.sell(self, basket);
        assert_eq!(self.push(till, &[entry]).await, [EntryOutcome::Stored]);
        order
    }

    /// The books must be right; gives the report.
    pub async fn verify(&self) -> VerifyReport {
        let report = ledger::verify(&self.db, self.business()).await.unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
        report
    }

    pub async fn level(&self, sku: &str) -> (i64, i64, i64, i64) {
        let rows = sync_server::report::stock(&self.db, self.business()).await.unwrap();
        let row = rows.into_iter().find(|row| row.sku == sku).unwrap();
        (row.on_hand / 1000, row.free / 1000, row.allocated / 1000, row.backordered / 1000)
    }

    /// Everything a till may see, from the start.
    pub async fn log_of(&self, till: &Till) -> Vec<LogBody> {
        let page = log::read(&self.db, &till.filter(), Cursor::START, 1_000_000).await.unwrap();
        page.entries.iter().map(|entry| encoding::decode(&entry.body, 1 << 26).unwrap()).collect()
    }
}

fn outcomes(results: Vec<EntryResult>) -> Vec<EntryOutcome> {
    results.into_iter().map(|result| result.outcome).collect()
}

fn business() -> BusinessCreate {
    let vat = TaxComponent { name: "VAT".into(), rate: Rate::percent(20) };
    BusinessCreate {
        name: "Lamp and Chair Ltd".into(),
        currency: "GBP".parse().unwrap(),
        tax_method: TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerLine },
        tax_classes: vec![TaxClass { code: "standard".into(), letter: 'A', components: vec![vat] }],
        cash_step: Amount(1),
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

pub fn row(sku: &str, stocked: bool) -> ProductRow {
    ProductRow {
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

/// A till without a disk: it seals, chains and signs like the real one.
#[derive(Clone)]
pub struct Till {
    pub id: TerminalId,
    pub business: BusinessId,
    pub store: StoreId,
    pub warehouse: WarehouseId,
    pub code: String,
    pub key: SigningKey,
    pub seq: u64,
    pub head: Hash,
    pub sequence: u64,
    pub business_date: BusinessDate,
    /// Log position it says it knew when it sells.
    pub knows: u64,
}

impl Till {
    pub fn filter(&self) -> TerminalFilter {
        TerminalFilter { business: self.business, store: self.store, warehouse: self.warehouse, terminal: self.id }
    }

    pub fn sign(&self, entries: &[SealedEntry]) -> Vec<u8> {
        let hashes: Vec<Hash> = entries.iter().map(SealedEntry::hash).collect();
        self.key.sign(&batch_message(&hashes)).to_bytes().to_vec()
    }

    /// The next entry of the chain.
    pub fn seal(&mut self, staff: StaffId, fact: Fact) -> SealedEntry {
        self.seal_with(staff, fact, None)
    }

    pub fn seal_with(&mut self, staff: StaffId, fact: Fact, attachment: Option<Vec<u8>>) -> SealedEntry {
        let entry = Entry {
            version: ENTRY_VERSION,
            business: self.business,
            claim: Claim { terminal: self.id, incarnation: 1, seq: self.seq + 1 },
            prev: self.head,
            recorded_at: Timestamp::new(MORNING_MS, 0),
            staff: Some(staff),
            fact,
        };
        let sealed = entry.seal(attachment);
        self.chained(&sealed);
        sealed
    }

    /// Counts bytes that are not an entry as the next one.
    pub fn chained(&mut self, sealed: &SealedEntry) {
        self.seq += 1;
        self.head = sealed.hash();
    }

    pub fn sell(&mut self, shop: &Shop, basket: &[(&str, i64, Fulfilment)]) -> (Order, SealedEntry) {
        let order = self.order(shop, basket);
        let entry = self.seal(shop.cashier, Fact::OrderPlaced(Box::new(order.clone())));
        (order, entry)
    }

    pub fn order(&mut self, shop: &Shop, basket: &[(&str, i64, Fulfilment)]) -> Order {
        let mut cart = Cart::new(OrderId(Uuid::now_v7()));
        cart.customer = Some(CustomerId(Uuid::from_u128(77)));
        for (sku, pieces, fulfilment) in basket {
            let mut only = Cart::new(cart.order);
            only.last_line = cart.last_line;
            let line = only.add(shop.products[*sku].clone(), PRICE, Quantity(pieces * 1000)).unwrap();
            only.set_fulfilment(line, *fulfilment).unwrap();
            cart.lines.append(&mut only.lines);
            cart.last_line = line;
        }
        let due: i64 = basket.iter().map(|(_, pieces, _)| pieces * PRICE.0).sum();
        cart.begin_tender(TenderId(Uuid::now_v7()), TenderKind::Cash, Amount(due), Amount(due)).unwrap();
        self.sequence += 1;
        let number = ReceiptNumber { terminal_code: self.code.clone(), incarnation: 1, sequence: self.sequence };
        let placed_at = Timestamp::new(MORNING_MS + 3_600_000, 0);
        let context = PlaceContext {
            settings: &shop.settings,
            number,
            store: self.store,
            warehouse: self.warehouse,
            shift: ShiftId(Uuid::from_u128(5)),
            business_date: self.business_date,
            placed_at,
            staff: shop.cashier,
            knowledge: Knowledge { position: self.knows, heard_at: Some(Timestamp::new(MORNING_MS, 0)) },
            believed_free: basket.iter().map(|(sku, _, _)| (shop.product(sku), Quantity(1000))).collect(),
        };
        place(&cart, context).unwrap()
    }
}

pub const CARRY_OUT: Fulfilment = Fulfilment::CarryOut;
pub const DELIVERY: Fulfilment = Fulfilment::Delivery { address: None };
