//! A till with a large catalogue, filled the way a server would fill it: by pages of the log.

use super::floor;
use super::measure::Line;
use app::replica::own::device::Enrolment;
use app::replica::{OpenOptions, Replica, ReplicaError};
use shared_model::catalogue::{Product, barcode};
use shared_model::encoding;
use shared_model::order::{TaxClass, TaxComponent, TaxMethod, TaxRounding};
use shared_model::party::{Role, Staff};
use shared_model::settings::{BusinessSettings, StoreSettings};
use shared_model::unit::*;
use shared_model::wire::{Cursor, LogBody, LogEntry};
use std::path::Path;
use std::time::{Duration, Instant};
use sync_server::auth::pin_hash;
use uuid::Uuid;

pub const PRODUCTS: u64 = 100_000;
const PAGE: usize = 2_000;
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
    /// What applying the stream took.
    took: Duration,
}

impl Filled {
    /// Applying the whole stream, beside copying the rows it left into an empty file of the
    /// same schema, set by set in one transaction.
    pub fn stream_line(&self, folder: &Path) -> Line {
        let seconds = |time: Duration| time.as_secs_f64() * 1000.0;
        let floor = floor::copy(&self.replica.dir().join("told.db"), &folder.join("copy.db"));
        Line::new("applying 300,000 rows of a first load", seconds(self.took), seconds(floor), None)
    }
}

pub fn id(number: u64) -> Uuid {
    Uuid::from_u64_pair(0x0190_0000_0000_7000, 0x8000_0000_0000_0000 | number)
}

pub fn fill(folder: &Path) -> Filled {
    let settings = settings();
    let replica = open(folder);
    let products: Vec<Product> = (1..=PRODUCTS).map(product).collect();
    let mut position = 0;
    let mut took = Duration::ZERO;
    let mut log = |bodies: Vec<LogBody>| {
        let entries: Vec<LogEntry> = bodies
            .iter()
            .map(|body| {
                position += 1;
                LogEntry { position, prev: position - 1, body: encoding::encode(body) }
            })
            .collect();
        let cursor = Cursor { position, hash: Hash::ZERO };
        let start = Instant::now();
        replica.apply_log(&entries, cursor).expect("the page applies");
        took += start.elapsed();
    };
    let store = store();
    log(shop(&settings, &store));
    for page in products.chunks(PAGE / 3) {
        log(page.iter().flat_map(|row| rows(row, settings.currency)).collect());
    }
    Filled { replica, settings, store, products, took }
}

/// What a new till hears of one product.
fn rows(row: &Product, currency: Currency) -> [LogBody; 3] {
    let quantity = Quantity(1_000_000);
    [
        LogBody::Product { row: row.clone(), change: Vec::new() },
        LogBody::Price { product: row.id, amount: Amount(295), currency },
        LogBody::Stock {
            warehouse: WAREHOUSE,
            product: row.id,
            on_hand: quantity,
            free: quantity,
            backordered: Quantity::ZERO,
            version: 1,
        },
    ]
}

fn store() -> StoreSettings {
    StoreSettings {
        store: STORE,
        name: "Bench".into(),
        address: Vec::new(),
        tax_id: String::new(),
        warehouse: WAREHOUSE,
        warehouse_name: "Bench".into(),
        receipt_footer: Vec::new(),
    }
}

fn shop(settings: &BusinessSettings, store: &StoreSettings) -> Vec<LogBody> {
    vec![
        LogBody::Business(settings.clone()),
        LogBody::Store(store.clone()),
        LogBody::Staff(Staff {
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
    let enrolment = Enrolment {
        server_url: "http://127.0.0.1:1".into(),
        server_key: [1; 32],
        terminal: TerminalId(id(1)),
        business: settings().business,
        store: STORE,
        code: "T01".into(),
        incarnation: 1,
    };
    let saved: Result<(), ReplicaError> = replica.write(move |own| {
        own.device_key_save([2; 32])?;
        own.enrolment_save(&enrolment)
    });
    saved.expect("the enrolment is kept");
    replica
}

fn settings() -> BusinessSettings {
    let components = vec![TaxComponent { name: "VAT".into(), rate: Rate::percent(20) }];
    BusinessSettings {
        business: BusinessId(id(2)),
        name: "Bench".into(),
        currency: "GBP".parse().expect("a currency of ISO 4217"),
        tax_method: TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerLine },
        tax_classes: vec![TaxClass { code: "standard".into(), letter: 'A', components }],
        cash_step: Amount(1),
    }
}

fn product(number: u64) -> Product {
    let words: Vec<&str> = WORDS.split(' ').collect();
    let word = |step: u64| words[(number.wrapping_mul(step) / 7 % words.len() as u64) as usize];
    let ean = barcode::in_store_ean13("20", number).expect("a number that fits");
    Product {
        id: ProductId(id(1_000 + number)),
        sku: format!("{number:06}"),
        name: format!("{} {} {} {}", word(1), word(3), word(11), word(29)),
        description: String::new(),
        category: word(13).into(),
        tax_class: "standard".into(),
        barcodes: vec![barcode::fold(&ean)],
        stocked: true,
        shortage: Default::default(),
        archived: false,
    }
}
