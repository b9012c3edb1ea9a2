//! Finding products and customers by what somebody types or scans.

use crate::world::*;
use app::replica::told::index::SettleStep;
use shared_model::catalogue::{Product, search};
use shared_model::command::*;
use shared_model::encoding::Bytes;
use shared_model::unit::*;
use shared_model::wire::Told;
use shared_model::wire::told::catalogue::ProductTold;
use std::time::{Duration, Instant};

const NAMES: [&str; 12] =
    ["Red", "Retro", "Rose", "Set", "Small", "Silver", "Santa", "Heart", "Hanging", "Holder", "Vintage", "Paper"];
const GOODS: [&str; 8] = ["lamp", "chair", "candle", "bag", "box", "bowl", "clock", "crème brûlée dish"];

fn product(number: u64) -> Product {
    let at = |divisor: u64, length: usize| (number / divisor % length as u64) as usize;
    let sku = format!("P{number:06}");
    let name = format!("{} {} {} {number}", NAMES[at(1, 12)], NAMES[at(12, 12)], GOODS[at(144, 8)]);
    Product {
        category: format!("Group {}", number % 40),
        barcodes: vec![format!("{number:014}")],
        ..Product::plain(ProductId(id(1_000_000 + u128::from(number))), &sku, &name, "standard")
    }
}

/// As the server tells them, each with the changes of an edited document.
async fn load(world: &mut World, count: u64) -> Duration {
    let mut spent = Duration::ZERO;
    for chunk in (0..count).collect::<Vec<_>>().chunks(2000) {
        let told = |number: &u64| {
            let changes = vec![Bytes::from(vec![1; 300])];
            Told::Product(ProductTold { row: product(*number), changes }).encode()
        };
        let page = world.server.page_of(Scope::Business, chunk.iter().map(told).collect());
        let begun = Instant::now();
        world.apply(&page).unwrap();
        spent += begun.elapsed();
    }
    spent
}

fn p99(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() * 99 / 100]
}

#[tokio::test]
async fn any_prefix_and_any_barcode_are_found_at_once_among_100_000_products() {
    let mut world = World::open().await;
    let loaded = load(&mut world, 100_000).await;
    let texts = [
        "r",
        "re",
        "red",
        "s",
        "se",
        "set",
        "h",
        "p",
        "p0",
        "p09",
        "p0999",
        "red lamp",
        "r s",
        "h b",
        "v c",
        "santa clock",
        "heart holder bag",
        "crem",
        "brulee",
        "group",
        "9",
        "99",
        "99999",
        "red retro lamp 13",
        "xyz",
        "l",
        "c",
        "b",
    ];
    let mut times = Vec::new();
    let mut slowest = (Duration::ZERO, "");
    for text in texts.iter().cycle().take(texts.len() * 8) {
        let query = (*text).to_owned();
        let (found, time) = world
            .till
            .replica
            .read::<_, app::replica::ReplicaError, _>(move |view| {
                let begun = Instant::now();
                Ok((view.product_search(&query, None, 40)?, begun.elapsed()))
            })
            .unwrap();
        check(text, &found.products);
        slowest = slowest.max((time, text));
        times.push(time);
    }
    let mut scans = Vec::new();
    for number in (0..100_000).step_by(97) {
        let code = format!("{number:014}");
        let (found, time) = world
            .till
            .replica
            .read::<_, app::replica::ReplicaError, _>(move |view| {
                let begun = Instant::now();
                Ok((view.products_by_code(&code)?, begun.elapsed()))
            })
            .unwrap();
        assert_eq!(found[0].sku, format!("P{number:06}"));
        scans.push(time);
    }
    let (search, scan) = (p99(times), p99(scans));
    eprintln!("loaded in {loaded:?}; search p99 {search:?}, slowest {slowest:?}; barcode p99 {scan:?}");
    // Far above the targets, which the benchmark holds on an optimised build: a loaded test
    // machine must not fail here, a search that reads every match must.
    assert!(search < Duration::from_millis(50), "search took {search:?}");
    assert!(scan < Duration::from_millis(20), "barcode took {scan:?}");
}

/// Every result matches every word, and nothing is empty that should not be.
fn check(text: &str, found: &[Product]) {
    assert_eq!(found.is_empty(), text == "xyz", "{text:?} found {}", found.len());
    for product in found {
        let all = format!("{} {} {} {}", product.name, product.sku, product.category, product.barcodes.join(" "));
        let mut words = search::words(&all);
        words.extend(product.barcodes.iter().map(|code| code.trim_start_matches('0').to_owned()));
        for typed in search::words(text) {
            assert!(words.iter().any(|word| word.starts_with(&typed)), "{text:?} found {all:?}");
        }
    }
}

#[tokio::test]
async fn a_code_comes_first_then_names_and_a_category_narrows() {
    let mut world = World::open().await;
    load(&mut world, 1000).await;
    let skus = async |ask: ProductSearch| {
        let found = world.run(ask).await;
        found.tiles.into_iter().map(|tile| tile.sku).collect::<Vec<_>>()
    };
    assert_eq!(skus(find("P000999")).await, ["P000999"]);
    assert_eq!(skus(ProductSearch { limit: Some(3), ..find("p00099") }).await, ["P000990", "P000991", "P000992"]);
    assert_eq!(skus(find("CREME desk")).await, ["LAMP1"]);
    assert_eq!(skus(find("folding")).await, ["CH-2"]);
    assert_eq!(skus(find("ch-2")).await[0], "CH-2");
    let narrowed = skus(ProductSearch { category: Some("Group 7".into()), limit: Some(200), ..find("r") }).await;
    assert!(!narrowed.is_empty());
    for sku in narrowed {
        let number: u64 = sku[1..].parse().unwrap();
        assert_eq!(number % 40, 7, "{sku} is of another category");
    }
    assert_eq!(skus(ProductSearch { category: Some("Seats".into()), ..find("") }).await, ["CH-2"]);
    let everything = world.run(ProductSearch { limit: Some(5), ..find("") }).await;
    assert_eq!((everything.tiles.len(), everything.more), (5, true));
    assert_eq!(everything.categories.len(), 42);
    for text in ["\"", "a\" OR \"b", "*", "NEAR(", "'; drop table product; --", "\u{0}"] {
        world.run(find(text)).await;
    }
}

#[tokio::test]
async fn a_renamed_product_is_found_by_its_new_name_only() {
    let mut world = World::open().await;
    let renamed = Product { name: "Bedside light".into(), category: "Bedroom".into(), ..lamp() };
    world.hear(vec![row(renamed)]).await.unwrap();
    for (text, expected) in [("lamp", 1), ("desk", 0), ("bedside", 1), ("bedroom", 1)] {
        let found = world.run(find(text)).await;
        assert_eq!(found.tiles.len(), expected, "{text}");
    }
    let found = world.run(CustomerSearch { text: "by 123".into(), limit: None }).await;
    assert_eq!(found[0].label.to_string(), "Ada Byron");
}

/// Segments that the index of products is in.
fn pieces(world: &World) -> i64 {
    let told = rusqlite::Connection::open(world.till.replica.dir().join("told.db")).unwrap();
    told.query_row("select count(distinct segid) from product_search_idx", [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn an_index_that_was_put_together_finds_the_same_in_one_piece() {
    let mut world = World::open().await;
    load(&mut world, 9_000).await;
    let found = async |world: &mut World| {
        let mut all = Vec::new();
        for text in ["r", "red lamp", "p00599", "brulee", "desk", "santa clock"] {
            all.push(world.run(find(text)).await.tiles);
        }
        all
    };
    let (before, in_pieces) = (found(&mut world).await, pieces(&world));
    assert!(in_pieces > 1, "there is something to put together");
    let (mut step, mut steps) = (SettleStep::First, 1);
    while world.till.replica.search_settle(step).unwrap() {
        (step, steps) = (SettleStep::Next, steps + 1);
        assert!(steps < 1_000, "it comes to an end");
    }
    assert_eq!(pieces(&world), 1, "after {steps} steps");
    assert_eq!(found(&mut world).await, before);
}
