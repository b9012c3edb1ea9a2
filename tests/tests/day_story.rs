//! A new day at the counter: the screens ask for the next shift, and what was scanned stays.

use crate::window_story::{BARCODE, in_a_browser, open_shift, shop};
use counterfoil_tests::driver::Screen;
use counterfoil_tests::driver::key::{ENTER, HAND_MS, function};
use counterfoil_tests::world::*;
use rusqlite::Connection;
use shared_model::unit::BusinessDate;
use std::path::Path;

/// The shift was opened so many days ago.
fn opened_before(folder: &Path, days: i32) -> BusinessDate {
    let own = Connection::open(folder.join("till/own.db")).expect("the till's file");
    own.busy_timeout(std::time::Duration::from_secs(10)).expect("it waits");
    let read = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    let today: String = own.query_row("select business_date from shift", [], read).expect("a shift");
    let today: BusinessDate = today.parse().expect("a date");
    let then = BusinessDate::from_days(today.to_days() - days);
    own.execute("update shift set business_date = ?1", [then.to_string()]).expect("it is another day");
    today
}

async fn sign_in(screen: &Screen, (code, pin): (&str, &str)) {
    screen.click(&format!("[data-testid=staff-{code}]")).await;
    screen.find("[data-testid=pin-enter]").await;
    screen.keys(&format!("{pin}{ENTER}"), HAND_MS).await;
}

async fn booked_on(world: &World, date: BusinessDate) {
    wait_for("the sale to be booked", SETTLE_LIMIT, async || {
        let days = world.server.rows("takings").await;
        let found =
            days.iter().map(|day| (day["business_date"].as_str().unwrap_or_default().to_owned(), &day["orders"]));
        let found: Vec<_> = found.collect();
        met(found == [(date.to_string(), &serde_json::json!(1))], format!("{found:?}"))
    })
    .await;
}

#[tokio::test]
async fn the_day_has_changed_since_the_shift_was_opened_and_the_basket_waits_for_the_next_one() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.scan(BARCODE).await;
    screen.reads("[data-testid=to-pay]", "24.99").await;
    let today = opened_before(folder.path(), 1);
    screen.keys(&function(9).to_string(), HAND_MS).await;
    screen.find("[data-testid=paying]").await;
    screen.keys(&ENTER.to_string(), HAND_MS).await;
    screen.find("[data-testid=shift]").await;
    screen.reads("[data-testid=shift-day]", "what stands in the basket is kept").await;
    screen.click("[data-testid=float-100]").await;
    screen.click("[data-testid=open-shift]").await;
    screen.find("[data-testid=sell]").await;
    screen.reads("[data-testid=to-pay]", "24.99").await;
    screen.keys(&function(9).to_string(), HAND_MS).await;
    screen.find("[data-testid=paying]").await;
    screen.keys(&ENTER.to_string(), HAND_MS).await;
    screen.find("[data-testid=done]").await;
    booked_on(&world, today).await;
}

#[tokio::test]
async fn whoever_comes_in_the_morning_counts_the_drawer_before_the_first_sale() {
    let (world, folder) = shop().await;
    let (mut till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    till.kill();
    let today = opened_before(folder.path(), 3);
    till.start().await;
    screen.run("location.reload()", &[]).await;
    screen.reads("[data-testid=connection]", "Online").await;
    sign_in(&screen, CASHIER).await;
    screen.find("[data-testid=shift]").await;
    screen.reads("[data-testid=shift-day]", "The day of the last shift is over").await;
    screen.click("[data-testid=float-100]").await;
    screen.click("[data-testid=open-shift]").await;
    screen.find("[data-testid=sell]").await;
    screen.scan(BARCODE).await;
    screen.reads("[data-testid=to-pay]", "24.99").await;
    screen.keys(&function(9).to_string(), HAND_MS).await;
    screen.find("[data-testid=paying]").await;
    screen.keys(&ENTER.to_string(), HAND_MS).await;
    screen.find("[data-testid=done]").await;
    booked_on(&world, today).await;
}

/// It was opened while the machine's clock was ten years ahead.
#[tokio::test]
async fn a_manager_dates_anew_what_a_wrong_clock_dated() {
    let (world, folder) = shop().await;
    let (mut till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    till.kill();
    let today = opened_before(folder.path(), -3_650);
    till.start().await;
    screen.run("location.reload()", &[]).await;
    screen.reads("[data-testid=connection]", "Online").await;
    sign_in(&screen, CASHIER).await;
    screen.find("[data-testid=sell]").await;
    screen.shows("A manager can date it anew").await;
    screen.click("[data-testid=sign-out]").await;
    sign_in(&screen, MANAGER).await;
    screen.reads("[data-testid=shift-day]", "a clock was wrong").await;
    screen.click("[data-testid=redate]").await;
    screen.find("[data-testid=sell]").await;
    screen.scan(BARCODE).await;
    screen.reads("[data-testid=to-pay]", "24.99").await;
    screen.keys(&function(9).to_string(), HAND_MS).await;
    screen.find("[data-testid=paying]").await;
    screen.keys(&ENTER.to_string(), HAND_MS).await;
    screen.find("[data-testid=done]").await;
    booked_on(&world, today).await;
}
