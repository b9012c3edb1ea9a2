//! A till with a large catalogue, filled the way a server would fill it: by pages of the log.

use super::floor;
use super::measure::Line;
use super::server::Server;
use app::replica::own::device::Enrolment;
use app::replica::told::index::SettleStep;
use app::replica::{OpenOptions, Replica, ReplicaError};
use shared_model::catalogue::{Product, barcode};
use shared_model::party::Staff;
use shared_model::policy::Role;
use shared_model::sample;
use shared_model::setting::{BusinessSettings, StoreSettings};
use shared_model::unit::*;
use shared_model::wire::told::catalogue::{PriceTold, ProductTold};
use shared_model::wire::{Level, Told};
use std::path::Path;
use std::time::{Duration, Instant};
use sync_server::auth::pin_hash;
use uuid::Uuid;

pub const PRODUCTS: u64 = 100_000;
const PAGE: usize = 2_000;
/// Floors that a first load of the first version took.
const BEFORE: f64 = 3.8;
const STORE: StoreId = StoreId(Uuid::from_u128(3));

/// Words as a gift shop uses them; names are made of four, so that short prefixes match much.
const WORDS: &str = "white hanging heart holder metal lantern cream cupid coat hanger knitted union flag bottle red woolly hottie babushka nesting boxes \
    glass star frosted hand warmer polka dot bird ornament playhouse bedroom kitchen cosy poppy recipe teaspoon vintage letter candle silver";

/// Who sells here, and the PIN.
pub const STAFF: StaffId = StaffId(Uuid::from_u128(6));
pub const PIN: &str = "482915";
const WAREHOUSE: WarehouseId = WarehouseId(Uuid::from_u128(4));

pub struct Filled {
    pub replica: Replica,
    pub settings: BusinessSettings,
    pub store: StoreSettings,
    pub products: Vec<Product>,
    /// What applying the stream took, and putting the search index together afterwards.
    took: Duration,
    settled: Duration,
}

impl Filled {
    /// Applying the whole stream, beside copying the rows it left into an empty file of the
    /// same schema, set by set in one transaction.
    pub fn stream_lines(&self, folder: &Path) -> [Line; 2] {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let floor = floor::copy(&self.replica.dir().join("told.db"), &folder.join("copy.db"));
        [
            Line::new("applying 300,000 rows of a first load", ms(self.took), ms(floor), None).no_worse(BEFORE),
            Line::seconds("putting the search index together afterwards", self.settled.as_secs_f64()),
        ]
    }
}

pub fn id(number: u64) -> Uuid {
    Uuid::from_u64_pair(0x0190_0000_0000_7000, 0x8000_0000_0000_0000 | number)
}

pub fn fill(folder: &Path) -> Filled {
    let (settings, store) = (settings(), store());
    let replica = open(folder);
    let products: Vec<Product> = (1..=PRODUCTS).map(product).collect();
    let mut server = Server::new(settings.business);
    let trust = server.trust();
    let mut took = Duration::ZERO;
    let mut timed = |apply: &dyn Fn()| {
        let start = Instant::now();
        apply();
        took += start.elapsed();
    };
    let shop =
        [(Scope::Business, vec![Told::Business(Box::new(settings.clone()))]), (Scope::Store(STORE), staffed(&store))];
    for (scope, told) in shop {
        let page = server.page(scope, &told);
        timed(&|| drop(replica.page_apply(&trust, &page).expect("the page applies")));
    }
    for part in products.chunks(PAGE / 2) {
        let told: Vec<Told> = part.iter().flat_map(|row| told(row, settings.currency)).collect();
        let page = server.page(Scope::Business, &told);
        timed(&|| drop(replica.page_apply(&trust, &page).expect("the page applies")));
    }
    for part in products.chunks(PAGE) {
        let levels = server.levels(WAREHOUSE, part.iter().map(level).collect());
        timed(&|| drop(replica.levels_apply(&trust, &levels).expect("the levels apply")));
    }
    let settling = Instant::now();
    settle(&replica);
    let settled = settling.elapsed();
    Filled { replica, settings, store, products, took, settled }
}

/// As a till does when it has nothing else to do.
fn settle(replica: &Replica) {
    let mut step = SettleStep::First;
    while replica.search_settle(step).expect("the index is put together") {
        step = SettleStep::Next;
    }
}

/// What a new till is told of one product.
fn told(row: &Product, currency: Currency) -> [Told; 2] {
    let price = PriceTold {
        product: row.id,
        amount: Amount(295),
        currency,
        list: None,
        quantity_break: None,
        valid_from: None,
        valid_to: None,
        entry: None,
    };
    [Told::Product(ProductTold { row: row.clone(), changes: Vec::new() }), Told::Price(price)]
}

fn level(row: &Product) -> Level {
    let quantity = Quantity(1_000_000);
    let (product, backordered) = (row.id, Quantity::ZERO);
    Level { product, on_hand: quantity, free: quantity, backordered, version: 1, position: 1, short: Quantity(0) }
}

fn store() -> StoreSettings {
    StoreSettings { store: STORE, warehouse: WAREHOUSE, ..sample::store() }
}

fn staffed(store: &StoreSettings) -> Vec<Told> {
    vec![
        Told::Store(Box::new(store.clone())),
        Told::Staff(Staff {
            id: STAFF,
            code: "01".into(),
            name: "Cashier 01".into(),
            role: Role::Cashier,
            pin_hash: pin_hash(PIN).expect("a PIN of digits"),
            active: true,
        }),
    ]
}

/// An enrolled replica with nothing in it.
pub fn open(folder: &Path) -> Replica {
    let (replica, _) = Replica::open(folder, OpenOptions::default()).expect("the replica opens");
    let server = Server::new(settings().business);
    let certificate = server.certificate(TerminalId(id(1)), STORE);
    let enrolment = Enrolment::of(certificate, "http://127.0.0.1:1".into(), server.trust().public_key);
    let saved: Result<(), ReplicaError> = replica.write(move |own| {
        own.device_key_save([2; 32])?;
        own.enrolment_save(&enrolment)
    });
    saved.expect("the enrolment is kept");
    replica
}

fn settings() -> BusinessSettings {
    let tax_classes = sample::tax_classes().into_iter().take(1).collect();
    BusinessSettings { business: BusinessId(id(2)), tax_classes, ..sample::business() }
}

fn product(number: u64) -> Product {
    let words: Vec<&str> = WORDS.split(' ').collect();
    let word = |step: u64| words[(number.wrapping_mul(step) / 7 % words.len() as u64) as usize];
    let ean = barcode::in_store_ean13("20", number).expect("a number that fits");
    let name = format!("{} {} {} {}", word(1), word(3), word(11), word(29));
    let plain = Product::plain(ProductId(id(1_000 + number)), &format!("{number:06}"), &name, "standard");
    Product { category: word(13).into(), barcodes: vec![barcode::fold(&ean)], ..plain }
}
