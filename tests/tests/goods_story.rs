//! Goods taken in and products edited at the screens: what is booked or saved is what stands there.

use crate::window_story::{BARCODE, POT, in_a_browser, in_a_browser_behind, open_shift, shop};
use counterfoil_tests::driver::Screen;
use counterfoil_tests::driver::key::{ENTER, HAND_MS, SLOW_MS, function};
use counterfoil_tests::network::Link;
use counterfoil_tests::world::*;

/// What the field of this line holds is all marked, as if somebody had just gone there.
const MARK: &str = "const field = document.querySelector(arguments[0]); field.focus(); field.select()";
const KETTLE: &str = "[data-testid=receive-quantity-KETTLE]";

async fn receive(screen: &Screen) {
    open_shift(screen, MANAGER).await;
    screen.click("[data-testid=nav-receive]").await;
    screen.find("[data-testid=nav-receive].here").await;
}

/// Whoever opened the shift signs in once more and goes where goods are received.
async fn come_back(screen: &Screen) {
    screen.click(&format!("[data-testid=staff-{}]", MANAGER.0)).await;
    screen.find("[data-testid=pin-enter]").await;
    screen.keys(&format!("{}{ENTER}", MANAGER.1), HAND_MS).await;
    screen.find("[data-testid=sell]").await;
    screen.click("[data-testid=nav-receive]").await;
    screen.find("[data-testid=nav-receive].here").await;
}

async fn type_over(screen: &Screen, selector: &str, typed: &str) {
    screen.find(selector).await;
    screen.run(MARK, &[selector.into()]).await;
    screen.keys(typed, SLOW_MS).await;
}

async fn on_hand(world: &World, sku: &str) -> i64 {
    let stock = world.server.rows("stock").await;
    stock.iter().find(|row| row["sku"] == sku).map_or(0, |row| row["on_hand"].as_i64().unwrap_or(-1))
}

#[tokio::test]
async fn what_was_taken_off_the_screen_before_it_could_be_sent_is_not_taken_in() {
    let (world, folder) = shop().await;
    let link = Link::open(world.server.address).await;
    let (_till, screen) = in_a_browser_behind(&link.url(), &world, folder.path()).await;
    receive(&screen).await;
    screen.keys("3*", SLOW_MS).await;
    screen.scan("4006381333948").await;
    screen.shows("No product has the code").await;
    screen.scan(BARCODE).await;
    screen.find(KETTLE).await;
    screen.holds("one kettle", &format!("return document.querySelector('{KETTLE}').value === '1'")).await;
    type_over(&screen, KETTLE, "50").await;
    screen.scan(POT).await;
    screen.find("[data-testid=receive-quantity-POT]").await;
    screen.reads("[data-testid=connection]", "Online").await;
    link.cut();
    screen.reads("[data-testid=connection]", "Offline").await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.shows("Nothing was changed").await;
    screen.click("[data-testid=receive-remove-POT]").await;
    type_over(&screen, KETTLE, "2").await;
    link.restore();
    screen.reads("[data-testid=connection]", "Online").await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.shows("Taken in.").await;
    screen.shows_no("Nothing was changed").await;
    assert_eq!((on_hand(&world, "KETTLE").await, on_hand(&world, "POT").await), (7_000, 0));
}

#[tokio::test]
async fn a_delivery_whose_answer_was_lost_stands_as_it_was_sent_until_it_is_answered() {
    let (world, folder) = shop().await;
    let link = Link::open(world.server.address).await;
    let (_till, screen) = in_a_browser_behind(&link.url(), &world, folder.path()).await;
    receive(&screen).await;
    screen.scan(BARCODE).await;
    type_over(&screen, KETTLE, "3").await;
    screen.reads("[data-testid=connection]", "Online").await;
    link.lose_replies();
    screen.keys(&function(9).to_string(), 0).await;
    wait_for("the server to have it", SETTLE_LIMIT, async || {
        let pieces = on_hand(&world, "KETTLE").await;
        met(pieces == 8_000, pieces.to_string())
    })
    .await;
    link.cut();
    screen.find("[data-testid=receive-in-question]").await;
    screen.holds("the field to be closed", &format!("return document.querySelector('{KETTLE}').disabled")).await;
    screen.scan(POT).await;
    screen.shows("Not added.").await;
    // Screens that start anew know no less.
    screen.run("location.reload()", &[]).await;
    come_back(&screen).await;
    screen.find("[data-testid=receive-in-question]").await;
    link.restore();
    screen.reads("[data-testid=connection]", "Online").await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.shows("nothing was taken in twice").await;
    screen.shows_no("no answer came").await;
    assert_eq!((on_hand(&world, "KETTLE").await, on_hand(&world, "POT").await), (8_000, 0));
}

/// The till's program ends before it can say what became of the delivery, and knows nobody when it is back.
#[tokio::test]
async fn a_delivery_stays_as_it_was_sent_while_its_till_is_away_and_until_somebody_signs_in_again() {
    let (world, folder) = shop().await;
    let link = Link::open(world.server.address).await;
    let (mut till, screen) = in_a_browser_behind(&link.url(), &world, folder.path()).await;
    receive(&screen).await;
    screen.scan(BARCODE).await;
    type_over(&screen, KETTLE, "3").await;
    screen.reads("[data-testid=connection]", "Online").await;
    link.lose_replies();
    screen.keys(&function(9).to_string(), 0).await;
    wait_for("the server to have it", SETTLE_LIMIT, async || {
        let pieces = on_hand(&world, "KETTLE").await;
        met(pieces == 8_000, pieces.to_string())
    })
    .await;
    till.kill();
    screen.find("[data-testid=receive-in-question]").await;
    screen.keys(&function(9).to_string(), HAND_MS).await;
    screen.shows("does not answer").await;
    screen.find("[data-testid=receive-in-question]").await;
    screen.holds("the field to be closed", &format!("return document.querySelector('{KETTLE}').disabled")).await;
    link.restore();
    till.start().await;
    screen.keys(&function(9).to_string(), HAND_MS).await;
    come_back(&screen).await;
    screen.find("[data-testid=receive-in-question]").await;
    screen.holds("the field to be closed", &format!("return document.querySelector('{KETTLE}').disabled")).await;
    screen.reads("[data-testid=connection]", "Online").await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.shows("nothing was taken in twice").await;
    // What comes next is another delivery.
    screen.scan(POT).await;
    screen.click("[data-testid=receive-remove-POT]").await;
    screen.scan(POT).await;
    screen.click("[data-testid=receive-quantity-POT]").await;
    screen.keys("2", SLOW_MS).await;
    screen.keys(&function(9).to_string(), 0).await;
    screen.shows("Taken in.").await;
    assert_eq!((on_hand(&world, "KETTLE").await, on_hand(&world, "POT").await), (8_000, 2_000));
}

#[tokio::test]
async fn a_product_that_was_changed_and_not_saved_is_left_when_it_is_said_twice() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, MANAGER).await;
    screen.click("[data-testid=nav-products]").await;
    screen.find("[data-testid=nav-products].here").await;
    screen.scan(BARCODE).await;
    screen.reads("[data-testid=product-editor] h2", "KETTLE").await;
    type_over(&screen, "[data-testid=product-price]", "abc").await;
    screen.keys(&function(9).to_string(), HAND_MS).await;
    screen.shows("That is not an amount").await;
    type_over(&screen, "[data-testid=product-price]", "44.44").await;
    screen.shows_no("That is not an amount").await;
    screen.scan(POT).await;
    screen.shows("is not saved").await;
    screen.reads("[data-testid=product-editor] h2", "KETTLE").await;
    screen.holds("the price", "return document.getElementById('product-price').value === '44.44'").await;
    screen.scan(POT).await;
    screen.reads("[data-testid=product-editor] h2", "POT").await;
    screen.shows_no("is not saved").await;
}
