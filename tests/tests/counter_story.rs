//! What is typed at the counter counts where it was typed, for whom it was typed, and is never dropped unsaid.

use crate::window_story::{BARCODE, POT, cancel_basket, in_a_browser, open_shift, shop};
use counterfoil_tests::driver::Screen;
use counterfoil_tests::driver::key::{BACKSPACE, ENTER, ESCAPE, HAND_MS, PAGE_UP, SLOW_MS, function};
use counterfoil_tests::world::*;

const TO_PAY: &str = "[data-testid=to-pay]";
const MARK: &str = "const field = document.querySelector(arguments[0]); field.focus(); field.select()";
const LINE: &str = "[data-testid=line-quantity]";
const REFERENCE: &str = "[data-testid=card-reference]";

async fn type_over(screen: &Screen, selector: &str, typed: &str) {
    screen.find(selector).await;
    screen.run(MARK, &[selector.into()]).await;
    screen.keys(typed, SLOW_MS).await;
}

async fn held(screen: &Screen, selector: &str, text: &str) {
    let script =
        format!("const field = document.querySelector('{selector}'); return !!field && field.value === '{text}'");
    screen.holds(&format!("'{text}' in {selector}"), &script).await;
}

async fn press(screen: &Screen, key: char) {
    screen.keys(&key.to_string(), HAND_MS).await;
}

/// Whoever hears the page is told what it is, and no column without a name.
async fn has_heading(screen: &Screen) {
    let script = "return document.querySelectorAll('h1').length === 1 && \
                  [...document.querySelectorAll('th')].every(cell => cell.innerText.trim() !== '')";
    screen.holds("one heading of the page", script).await;
}

async fn change_person(screen: &Screen, (code, pin): (&str, &str)) {
    screen.click("[data-testid=sign-out]").await;
    screen.click(&format!("[data-testid=staff-{code}]")).await;
    screen.find("[data-testid=pin-enter]").await;
    screen.keys(&format!("{pin}{ENTER}"), HAND_MS).await;
}

#[tokio::test]
async fn a_number_typed_for_a_line_counts_whatever_comes_next() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.scan(BARCODE).await;
    screen.reads(TO_PAY, "24.99").await;
    screen.reads("[data-testid=tile-KETTLE]", "4 left").await;
    type_over(&screen, LINE, "4").await;
    world.receive(&[("KETTLE", 60)]).await;
    screen.reads("[data-testid=tile-KETTLE]", "64 left").await;
    held(&screen, LINE, "4").await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "109.95").await;

    type_over(&screen, LINE, "7").await;
    press(&screen, PAGE_UP).await;
    screen.reads(TO_PAY, "169.89").await;
    held(&screen, LINE, "4").await;
    type_over(&screen, LINE, "5").await;
    screen.click("[data-testid=line-more]").await;
    screen.reads(TO_PAY, "219.87").await;
    type_over(&screen, LINE, "3").await;
    screen.click("[data-testid=tile-POT]").await;
    screen.reads(TO_PAY, "154.89").await;
    type_over(&screen, LINE, "1").await;
    press(&screen, ESCAPE).await;
    screen.reads(TO_PAY, "84.96").await;

    type_over(&screen, LINE, &format!("abc{ENTER}")).await;
    screen.shows("“abc” is not a quantity").await;
    held(&screen, LINE, "abc").await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "94.95").await;
    press(&screen, function(9)).await;
    held(&screen, LINE, "abc").await;
    screen.find("[data-testid=sell]").await;
    type_over(&screen, LINE, &BACKSPACE.to_string()).await;
    press(&screen, function(9)).await;
    screen.reads("[data-testid=still-to-pay]", "94.95").await;
    screen.shows_no("is not a quantity").await;
}

#[tokio::test]
async fn a_quantity_is_for_the_scan_that_it_was_typed_for() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    has_heading(&screen).await;
    for typed in ["1,000*", "0*", "lam2*"] {
        screen.click("[data-testid=search]").await;
        screen.keys(typed, SLOW_MS).await;
        screen.scan(BARCODE).await;
        screen.shows("is not a quantity. Nothing was added").await;
        held(&screen, "#search", typed).await;
        press(&screen, ESCAPE).await;
        held(&screen, "#search", "").await;
    }
    screen.keys("3*", SLOW_MS).await;
    screen.scan("4006381333948").await;
    screen.find("[data-testid=unknown-code]").await;
    screen.scan(BARCODE).await;
    screen.reads(TO_PAY, "24.99").await;
    screen.keys(&format!("99999999999*{POT}{ENTER}"), HAND_MS).await;
    screen.find("[data-testid=notice]").await;
    held(&screen, "#search", &format!("99999999999*{POT}")).await;
    press(&screen, ESCAPE).await;

    screen.keys("3*", SLOW_MS).await;
    press(&screen, function(9)).await;
    screen.find("[data-testid=paying]").await;
    has_heading(&screen).await;
    press(&screen, ENTER).await;
    screen.find("[data-testid=done]").await;
    has_heading(&screen).await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "9.99").await;
    screen.keys("4*", SLOW_MS).await;
    change_person(&screen, MANAGER).await;
    screen.find("[data-testid=sell]").await;
    held(&screen, "#search", "").await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "19.98").await;
}

#[tokio::test]
async fn a_card_reference_lands_in_its_field_whenever_the_question_is_shown() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.scan(BARCODE).await;
    screen.reads(TO_PAY, "24.99").await;
    for key in [function(9), function(8), ENTER] {
        press(&screen, key).await;
    }
    screen.find("[data-testid=card-answer]").await;
    press(&screen, ESCAPE).await;
    screen.find("[data-testid=sell]").await;
    press(&screen, function(9)).await;
    screen.find("[data-testid=card-answer]").await;
    screen.keys("REF9", HAND_MS).await;
    held(&screen, REFERENCE, "REF9").await;
    screen.run("document.activeElement.blur()", &[]).await;
    screen.keys("-1", SLOW_MS).await;
    held(&screen, REFERENCE, "REF9-1").await;
    screen.scan("SLIP-7788").await;
    held(&screen, REFERENCE, "SLIP-7788").await;
    change_person(&screen, MANAGER).await;
    screen.find("[data-testid=card-answer]").await;
    screen.holds("the focus", "return document.activeElement.id === 'card-reference'").await;
    press(&screen, function(7)).await;
    screen.shows("press once more").await;
    screen.find("[data-testid=card-answer]").await;
    screen.keys("R", HAND_MS).await;
    screen.shows_no("press once more").await;
    press(&screen, function(7)).await;
    screen.shows("press once more").await;
    screen.keys("1", HAND_MS).await;
    press(&screen, function(7)).await;
    screen.shows("press once more").await;
    screen.find("[data-testid=card-answer]").await;
    press(&screen, ENTER).await;
    screen.find("[data-testid=complete]").await;
    screen.reads("[data-testid=tenders]", "R1").await;
}

#[tokio::test]
async fn a_price_that_is_typed_and_a_basket_are_not_dropped_by_a_slip() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, MANAGER).await;
    screen.scan(BARCODE).await;
    screen.reads(TO_PAY, "24.99").await;
    press(&screen, function(7)).await;
    type_over(&screen, "[data-testid=price-amount]", "20").await;
    press(&screen, function(9)).await;
    screen.shows("is not used yet").await;
    has_heading(&screen).await;
    screen.scan(POT).await;
    held(&screen, "[data-testid=price-amount]", "20").await;
    screen.reads(TO_PAY, "24.99").await;
    press(&screen, ESCAPE).await;
    screen.shows_no("is not used yet").await;
    screen.find("[data-testid=search]").await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "34.98").await;
    screen.click("[data-testid=cancel-basket]").await;
    screen.shows("press once more").await;
    screen.reads(TO_PAY, "34.98").await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "44.97").await;
    cancel_basket(&screen).await;
}

#[tokio::test]
async fn the_barcode_of_a_receipt_opens_its_order_and_any_other_is_sold() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.scan(BARCODE).await;
    screen.reads(TO_PAY, "24.99").await;
    press(&screen, function(9)).await;
    screen.find("[data-testid=paying]").await;
    press(&screen, ENTER).await;
    screen.find("[data-testid=done]").await;
    let number = wait_for("the order at the server", SETTLE_LIMIT, async || {
        let orders = world.server.rows("orders").await;
        let number = orders.first().and_then(|order| order["number"].as_str().map(str::to_owned));
        number.ok_or_else(|| format!("{orders:?}"))
    })
    .await;
    press(&screen, function(6)).await;
    screen.find("[data-testid=orders]").await;
    screen.scan(&number).await;
    screen.reads("[data-testid=order]", &number).await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "9.99").await;
}
