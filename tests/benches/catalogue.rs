//! A till with a large catalogue, filled the way a server would fill it: by pages of the log.

use app::replica::own::device::Enrolment;
use app::replica::{OpenOptions, Replica, ReplicaError};
use shared_model::catalogue::{Product, barcode};
use shared_model::encoding;
use shared_model::order::{TaxClass, TaxComponent, TaxMethod, TaxRounding};
use shared_model::settings::BusinessSettings;
use shared_model::unit::*;
use shared_model::wire::{Cursor, LogBody, LogEntry};
use std::path::Path;
use uuid::Uuid;

pub const PRODUCTS: u64 = 100_000;
const PAGE: u64 = 2_000;

/// Words as a gift shop uses them; names are made of four, so that short prefixes match much.
const WORDS: [&str; 40] = [
    "white",
    "hanging",
    "heart",
    "holder",
    "metal",
    "lantern",
    "cream",
    "cupid",
    "coat",
    "hanger",
    "knitted",
    "union",
    "flag",
    "bottle",
    "red",
    "woolly",
    "hottie",
    "babushka",
    "nesting",
    "boxes",
    "glass",
    "star",
    "frosted",
    "hand",
    "warmer",
    "polka",
    "dot",
    "bird",
    "ornament",
    "playhouse",
    "bedroom",
    "kitchen",
    "cosy",
    "poppy",
    "recipe",
    "teaspoon",
    "vintage",
    "letter",
    "candle",
    "silver",
];

pub struct Filled {
    pub replica: Replica,
    pub settings: BusinessSettings,
    pub products: Vec<Product>,
}

pub fn id(number: u64) -> Uuid {
    Uuid::from_u64_pair(0x0190_0000_0000_7000, 0x8000_0000_0000_0000 | number)
}

pub fn fill(folder: &Path) -> Filled {
    let settings = settings();
    let replica = open(folder);
    let products: Vec<Product> = (1..=PRODUCTS).map(product).collect();
    let mut position = 0;
    let mut log = |bodies: Vec<LogBody>| {
        let entries: Vec<LogEntry> = bodies
            .iter()
            .map(|body| {
                position += 1;
                LogEntry { position, prev: position - 1, body: encoding::encode(body) }
            })
            .collect();
        let cursor = Cursor { position, hash: Hash::ZERO };
        replica.apply_log_blocking(entries, cursor).expect("the page applies");
    };
    log(vec![LogBody::Business(settings.clone())]);
    for page in products.chunks(PAGE as usize / 2) {
        let bodies = page.iter().flat_map(|row| {
            let price = LogBody::Price { product: row.id, amount: Amount(295), currency: settings.currency };
            [LogBody::Product { row: row.clone(), change: Vec::new() }, price]
        });
        log(bodies.collect());
    }
    Filled { replica, settings, products }
}

/// An enrolled replica with nothing in it.
pub fn open(folder: &Path) -> Replica {
    let (replica, _) = Replica::open(folder, OpenOptions::default()).expect("the replica opens");
    let enrolment = Enrolment {
        server_url: "http://127.0.0.1:1".into(),
        server_key: [1; 32],
        terminal: TerminalId(id(1)),
        business: settings().business,
        store: StoreId(id(3)),
        code: "T01".into(),
        incarnation: 1,
    };
    let saved: Result<(), ReplicaError> = replica.write_blocking(move |own| {
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
    let word = |step: u64| WORDS[(number.wrapping_mul(step) / 7 % WORDS.len() as u64) as usize];
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
