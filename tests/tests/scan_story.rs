//! Scans as scanners and labels send them: each sells what it names, or says why not.

use crate::window_story::{BARCODE, NAME, POT, in_a_browser, open_shift, shop};
use counterfoil_tests::driver::Screen;
use counterfoil_tests::driver::key::{ENTER, ESCAPE, HAND_MS, RIGHT, TAB, function};
use counterfoil_tests::world::*;

const TO_PAY: &str = "[data-testid=to-pay]";
const SCANNER_MS: u64 = 6;

/// The shop with two coats besides whose codes differ in a mark only, and a customer with a card.
async fn counter() -> (World, tempfile::TempDir) {
    let (world, folder) = shop().await;
    let goods = "sku,name,price,tax_class\nU100,Raincoat,10.00,standard\nÜ100,Overcoat,55.00,standard\n";
    world.server.cli(&["import", "catalogue", &world.server.file("coats.csv", goods)]).await;
    let people = "number,name\nC-2003,Jo Example\n";
    world.server.cli(&["import", "customers", &world.server.file("card.csv", people)]).await;
    (world, folder)
}

async fn search_is_empty(screen: &Screen) {
    let script = "return document.querySelector('#search').value === '' && document.activeElement.id === 'search'";
    screen.holds("an empty search field with the focus", script).await;
}

#[tokio::test]
async fn a_scanner_that_ends_with_tab_or_with_nothing_sells_each_piece_once() {
    let (world, folder) = counter().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    for (end, total) in [(Some(TAB), "24.99"), (Some(TAB), "49.98"), (None, "74.97"), (None, "99.96")] {
        screen.keys(&BARCODE.chars().chain(end).collect::<String>(), SCANNER_MS).await;
        screen.reads(TO_PAY, total).await;
        search_is_empty(&screen).await;
    }
    screen.keys("kettle", SCANNER_MS).await;
    screen.holds("what is no code stays", "return document.querySelector('#search').value === 'kettle'").await;
    screen.shows(NAME).await;
}

#[tokio::test]
async fn a_scan_that_names_two_products_waits_for_a_choice_and_is_not_forgotten() {
    let (world, folder) = counter().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.scan("U100").await;
    screen.reads(TO_PAY, "10.00").await;
    screen.scan("Ü100").await;
    screen.reads(TO_PAY, "65.00").await;

    screen.keys("2*", 250).await;
    screen.scan("ü100").await;
    screen.shows("The code “ü100” names 2 products").await;
    screen.find("[data-testid=tile-U100]").await;
    screen.find("[data-testid=tile-Ü100]").await;
    screen.reads(TO_PAY, "65.00").await;
    // A figure that moves meanwhile changes nothing of what there is to choose from.
    world.receive(&[("POT", 3)]).await;
    screen.keys(&format!("{RIGHT}{ENTER}"), HAND_MS).await;
    screen.reads(TO_PAY, "175.00").await;
    search_is_empty(&screen).await;

    screen.scan("ü100").await;
    screen.find("[data-testid=choose-one]").await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "184.99").await;
    screen.shows("“ü100” names several products and none was chosen").await;
    search_is_empty(&screen).await;
}

#[tokio::test]
async fn a_scan_that_sells_nothing_says_what_it_is() {
    let (world, folder) = counter().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.scan("'àà-\"_&\"\"\"ç\"&").await;
    screen.shows("the scanner is set up for another country’s keyboard").await;
    screen.scan("no-such-code").await;
    screen.shows("No product has the code “no-such-code”").await;

    screen.scan("C-2003").await;
    screen.shows("Jo Example").await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "9.99").await;
    screen.keys(&function(9).to_string(), HAND_MS).await;
    screen.find("[data-testid=paying]").await;
    screen.keys(&ENTER.to_string(), HAND_MS).await;
    screen.find("[data-testid=done]").await;

    screen.keys(&function(3).to_string(), HAND_MS).await;
    screen.keys(&ENTER.to_string(), HAND_MS).await;
    screen.scan("T01-000001").await;
    screen.shows("“T01-000001” is an order of this store").await;
    screen.click("[data-testid=open-order]").await;
    screen.reads("[data-testid=order]", "T01-000001").await;
    screen.shows("Jo Example").await;
}

#[tokio::test]
async fn a_category_does_not_hide_what_is_searched_for() {
    let (world, folder) = counter().await;
    let goods = "sku,name,price,tax_class,category\nSOFA,Long sofa,900.00,standard,Furniture\n";
    world.server.cli(&["import", "catalogue", &world.server.file("sofa.csv", goods)]).await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.click("[data-testid=category-Furniture]").await;
    screen.shows_no(NAME).await;
    screen.keys("kettle", HAND_MS).await;
    screen.shows("No product of “Furniture” matches “kettle”").await;
    screen.click("[data-testid=search-everywhere]").await;
    screen.shows(NAME).await;

    screen.click("[data-testid=category-Furniture]").await;
    screen.shows("No product of “Furniture” matches “kettle”").await;
    screen.keys(&ESCAPE.to_string(), HAND_MS).await;
    screen.shows(NAME).await;
    screen.shows("Long sofa").await;
}

#[tokio::test]
async fn a_customers_card_is_for_the_delivery_that_asks_whom_it_is_for() {
    let (world, folder) = counter().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "9.99").await;
    screen.keys(&function(3).to_string(), HAND_MS).await;
    screen.find("[data-testid=customer-panel]").await;
    screen.scan("C-2003").await;
    screen.shows("Jo Example").await;
    screen.shows_no("No product has the code").await;
    screen.reads(TO_PAY, "9.99").await;
}
