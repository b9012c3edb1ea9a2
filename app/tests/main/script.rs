//! Finding in any script, however it is encoded and however much of a code is typed.

use crate::world::*;
use shared_model::catalogue::Product;
use shared_model::command::*;
use shared_model::party::Customer;
use shared_model::unit::{CustomerId, ProductId};
use shared_model::wire::Told;
use shared_model::wire::told::party::CustomerTold;

const GOODS: [(&str, &str, &str); 15] = [
    ("P1", "ดินสอไม้", ""),
    ("P2", "किताब पुरानी", ""),
    ("P3", "இட்லி தட்டு", ""),
    ("P4", "كُرْسِيّ خشب", ""),
    ("P5", "ΛΑΜΠΑ ΔΑΠΕΔΟΥ", ""),
    ("P6", "Μαύρος φακός", ""),
    ("P7", "Чайник стальной", ""),
    ("P8", "\u{415}\u{308}лка искусственная", ""),
    ("P9", "여행가방 갈색", ""),
    ("P10", "陶瓷杯子", ""),
    ("P11", "Käseglocke", ""),
    ("P12", "Gruener Tee", ""),
    ("P13", "שולחן עץ", ""),
    ("AB-1234-C", "T-Shirt blue", "04006381333931"),
    ("P15", "ガラスの花瓶", ""),
];

async fn shop() -> World {
    let mut world = World::open().await;
    let goods = GOODS.into_iter().enumerate().map(|(at, (sku, name, code))| {
        let barcodes = if code.is_empty() { Vec::new() } else { vec![code.to_owned()] };
        row(Product { barcodes, ..Product::plain(ProductId(id(300 + at as u128)), sku, name, "standard") })
    });
    let customer = |at, number: &str, name: &str, phone: &str| {
        let row = Customer { phone: phone.into(), ..Customer::named(CustomerId(id(at)), number, name) };
        Told::Customer(CustomerTold { row, changes: Vec::new() })
    };
    let customers = [
        customer(400, "C-2001", "Σοφία Γεωργίου", "+30 210 555 0142"),
        customer(401, "C-2002", "สมชาย ใจดี", ""),
        customer(402, "C-2003", "Jörg Müller", ""),
        customer(403, "C-2004", "山田太郎", ""),
    ];
    let rows = goods.chain(customers).collect();
    world.hear(rows).await.unwrap();
    world
}

async fn skus(world: &World, text: &str) -> Vec<String> {
    world.run(find(text)).await.tiles.into_iter().map(|tile| tile.sku).collect()
}

async fn numbers(world: &World, text: &str) -> Vec<String> {
    let found = world.run(CustomerSearch { text: text.into(), limit: None }).await;
    found.into_iter().map(|customer| customer.number).collect()
}

const TYPED: [(&str, &str); 36] = [
    ("ดินสอ", "P1"),
    ("ไม้", "P1"),
    ("किताब", "P2"),
    ("पुरा", "P2"),
    ("இட்லி", "P3"),
    ("كُرْسِيّ", "P4"),
    ("كرسي", "P4"),
    ("λάμπα", "P5"),
    ("λαμπα", "P5"),
    ("ΦΑΚΟΣ", "P6"),
    ("φακος", "P6"),
    ("φακός", "P6"),
    ("чайник", "P7"),
    ("чаи\u{306}ник", "P7"),
    ("ёлка", "P8"),
    ("елка", "P8"),
    ("여행", "P9"),
    ("가방", "P9"),
    ("갈색 가방", "P9"),
    ("陶瓷", "P10"),
    ("杯子", "P10"),
    ("käse", "P11"),
    ("ka\u{308}se", "P11"),
    ("KAESE", "P11"),
    ("kase", "P11"),
    ("grüner", "P12"),
    ("gruener", "P12"),
    ("שולחנ", "P13"),
    ("ab1234c", "AB-1234-C"),
    ("AB-1234-C", "AB-1234-C"),
    ("1234", "AB-1234-C"),
    ("3931", "AB-1234-C"),
    ("4006381333931", "AB-1234-C"),
    ("t-shirt", "AB-1234-C"),
    ("tshirt", ""),
    ("花瓶", "P15"),
];

#[tokio::test]
async fn goods_are_found_in_every_script_and_by_parts_of_their_codes() {
    let world = shop().await;
    for (text, sku) in TYPED {
        let expected = if sku.is_empty() { Vec::new() } else { vec![sku.to_owned()] };
        assert_eq!(skus(&world, text).await, expected, "{text}");
    }
    assert_eq!(skus(&world, "blue 3931").await, ["AB-1234-C"]);
    let narrowed = ProductSearch { category: Some("Seats".into()), ..find("CH2") };
    assert_eq!(world.run(narrowed).await.tiles[0].sku, "CH-2");
    assert_eq!(world.run(ProductSearch { category: Some("Light".into()), ..find("CH2") }).await.tiles, []);
}

#[tokio::test]
async fn customers_are_found_in_every_script_and_by_the_end_of_their_number() {
    let world = shop().await;
    let typed = [
        ("ΣΟΦΙΑ", "C-2001"),
        ("γεωργιου", "C-2001"),
        ("0142", "C-2001"),
        ("2105550142", "C-2001"),
        ("+30 210 5550142", "C-2001"),
        ("ใจดี", "C-2002"),
        ("mueller", "C-2003"),
        ("müller joerg", "C-2003"),
        ("太郎", "C-2004"),
        ("c2004", "C-2004"),
    ];
    for (text, number) in typed {
        assert_eq!(numbers(&world, text).await, [number], "{text}");
    }
}

#[tokio::test]
async fn no_text_that_can_be_typed_is_an_error() {
    let world = shop().await;
    for text in ["☕", "-", "\"", "\u{1d}"] {
        assert_eq!(skus(&world, text).await, [""; 0], "nothing is called so: {text}");
        assert_eq!(numbers(&world, text).await, [""; 0], "{text}");
    }
    // Each letter there is but those of one kind, also of scripts that are younger than the index.
    let letters = ('\0'..'\u{3400}').chain('\u{d7a4}'..'\u{20000}').filter(|letter| letter.is_alphanumeric());
    for some in letters.collect::<Vec<_>>().chunks(8) {
        let text: String = some.iter().flat_map(|letter| ['a', *letter, 'b', ' ']).collect();
        world.run(ProductSearch { limit: Some(1), ..find(&text) }).await;
        world.run(CustomerSearch { text, limit: Some(1) }).await;
    }
    for text in
        ["\" OR \"", "a\" OR \"b", "NEAR(", "a AND", "(", "*", "^a", "-a", "{words}: a", "\u{e000}", "\u{e001}1393"]
    {
        world.run(find(text)).await;
        world.run(CustomerSearch { text: text.into(), limit: None }).await;
    }
}

#[tokio::test]
async fn what_an_older_program_folded_is_found_after_the_update() {
    let world = shop().await;
    world.run(CartCustomer { customer: Some(CustomerId(id(400))) }).await;
    let sale = world.sell_lamp().await;
    let orders = OrderList { text: "ΣΟΦΙΑ".into(), ..all_orders() };
    let world = world
        .restart_after(|dir| {
            let told = rusqlite::Connection::open(dir.join("told.db")).unwrap();
            let other = "update told_fold set version = 1;
                update product set sku_folded = 'x', name_folded = 'x';
                insert into product_search (product_search) values ('delete-all');
                insert into customer_search (customer_search) values ('delete-all');
                insert into product_search (rowid, words) values (1, 'stale');";
            told.execute_batch(other).unwrap();
            let own = rusqlite::Connection::open(dir.join("own.db")).unwrap();
            own.execute_batch("update own_fold set version = 1; update own_order set search = 'x';").unwrap();
        })
        .await;
    for (text, sku) in TYPED.into_iter().filter(|(_, sku)| !sku.is_empty()) {
        assert_eq!(skus(&world, text).await, [sku], "{text}");
    }
    assert_eq!(skus(&world, "stale").await, [""; 0]);
    assert_eq!(numbers(&world, "mueller").await, ["C-2003"]);
    let named = world.run(ProductSearch { code: true, ..find("ab-1234-c") }).await;
    assert_eq!(named.tiles[0].sku, "AB-1234-C");
    let found = world.run(orders).await;
    assert_eq!(found.iter().map(|order| order.order).collect::<Vec<_>>(), [sale.order]);
}
