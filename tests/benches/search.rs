//! Searching and scanning at 100,000 products.

use super::catalogue::PRODUCTS;
use super::measure::{Line, Times};
use app::replica::{Replica, ReplicaError};
use rusqlite::Connection;
use shared_model::catalogue::barcode;
use std::collections::BTreeSet;

const ROWS: usize = 50;
const SCANS: usize = 20_000;
/// Each after its own floor: both must meet the machine in the same mood.
const ROUNDS: usize = 5;
/// Floors that the first version of the till took.
const BEFORE: Floor = Floor { search: 17.6, barcode: 3.1 };
/// What a search took then, when the index it is measured by was in more pieces.
const BEFORE_MS: f64 = 0.395;

/// From one letter to several words, as somebody types them.
fn texts() -> Vec<String> {
    let phrases = ["white hanging heart", "red woolly hottie", "silver candle", "polka dot bird", "kitchen cosy poppy"];
    let mut texts: BTreeSet<String> = BTreeSet::new();
    texts.extend(('a'..='z').map(String::from));
    for word in phrases.iter().flat_map(|phrase| phrase.split(' ')) {
        texts.extend((1..=4.min(word.len())).map(|letters| word[..letters].to_owned()));
    }
    for phrase in phrases {
        texts.extend((1..=phrase.len()).map(|letters| phrase[..letters].to_owned()));
    }
    texts.extend(["h h", "s c", "w h h", "0", "01", "0123", "012345", "zz"].map(str::to_owned));
    texts.into_iter().collect()
}

pub fn measure(replica: &Replica) -> Vec<Line> {
    let texts = texts();
    let mut rounds: Vec<(Floor, Times, Times)> = Vec::new();
    for _ in 0..ROUNDS {
        let floor = floor(replica);
        let searches = Times::of(texts.len() * 20 / ROUNDS, |run| {
            let text = texts[run % texts.len()].clone();
            let found: Result<_, ReplicaError> = replica.read(move |view| view.product_search(&text, None, ROWS));
            found.expect("the search runs");
        });
        let scans = Times::of(SCANS / ROUNDS, |run| {
            let number = run as u64 * 7_919 % PRODUCTS + 1;
            let ean = barcode::fold(&barcode::in_store_ean13("20", number).expect("a number that fits"));
            let found: Result<_, ReplicaError> = replica.read(move |view| view.products_by_code(&ean));
            assert!(!found.expect("the lookup runs").is_empty(), "product {number} was not found");
        });
        rounds.push((floor, searches, scans));
    }
    let each = |value: fn(&(Floor, Times, Times)) -> f64| rounds.iter().map(value).collect::<Vec<_>>();
    let (search, barcode) = (each(|round| round.0.search), each(|round| round.0.barcode));
    vec![
        Line::of("search, p50", each(|round| round.1.p50()), search.clone()).no_worse(BEFORE.search).or(BEFORE_MS),
        Line::of("search, p99", each(|round| round.1.p99()), search).within(5.0),
        Line::of("barcode, p50", each(|round| round.2.p50()), barcode.clone()).no_worse(BEFORE.barcode),
        Line::of("barcode, p99", each(|round| round.2.p99()), barcode).within(0.2),
    ]
}

struct Floor {
    search: f64,
    barcode: f64,
}

/// The least SQLite itself needs on the same file: 20 rows of an unranked full-text prefix,
/// and one row by its number.
fn floor(replica: &Replica) -> Floor {
    let path = replica.dir().join("told.db");
    let database = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).expect("it opens");
    let mut prefix = database
        .prepare("select rowid from product_search where product_search match 'h*' limit 20")
        .expect("the statement reads");
    let search = Times::of(2_000 / ROUNDS, |_| {
        let rows = prefix.query_map([], |row| row.get::<_, i64>(0)).expect("the search runs");
        assert!(rows.count() > 0);
    });
    let mut row = database.prepare("select sku_folded from product where number = ?1").expect("the statement reads");
    let barcode = Times::of(SCANS / ROUNDS, |run| {
        let number = run as i64 * 7_919 % PRODUCTS as i64 + 1;
        row.query_row([number], |row| row.get::<_, String>(0)).expect("the row is there");
    });
    Floor { search: search.p50(), barcode: barcode.p50() }
}
