//! The drawer's working periods and their dates.

use crate::world::*;
use app::till::ServerClock;
use shared_model::command::{PayCardStart, PayCash, ShiftOpen, ShiftRedate, Status};
use shared_model::money::DocumentKind;
use shared_model::refusal::ErrorCode;
use shared_model::unit::{Amount, Timestamp};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn a_wrong_clock_sells_and_the_business_date_never_goes_back() {
    let world = World::open().await;
    let open = || ShiftOpen { float: Amount::ZERO };
    assert_eq!(world.refused(open()).await, ErrorCode::ShiftOpen);
    world.clock.0.store(NOON - 400 * 86_400_000, Ordering::Relaxed);
    let sale = world.sell_lamp().await;
    assert_eq!(sale.receipt.business_date.to_string(), "2026-03-01");
    assert_eq!(world.refused(open()).await, ErrorCode::ShiftOpen);
    world.clock.0.store(NOON + 86_400_000, Ordering::Relaxed);
    world.run(open()).await;
    assert_eq!(world.sell_lamp().await.receipt.business_date.to_string(), "2026-03-02");
    let headers = world.sealed().into_iter().filter_map(|sealed| sealed.open().unwrap().money);
    let shifts = headers.filter(|header| header.kind == DocumentKind::ShiftOpened);
    let numbers: Vec<String> = shifts.filter_map(|header| header.number).map(|number| number.to_string()).collect();
    assert_eq!(numbers, ["T01-S000001", "T01-S000002"], "a shift that was refused drew none");
}

fn day(world: &World, days: i64) {
    world.clock.0.store(NOON + days * 86_400_000, Ordering::Relaxed);
}

/// The server is heard, and its clock is so many days on.
fn server_says(world: &World, days: i64) {
    world.go_online();
    let said = Timestamp::new(NOON + days * 86_400_000, 0);
    let clock = ServerClock::heard(said, world.till.now());
    world.ends.connection.send_modify(|it| it.server_clock = Some(clock));
}

const OPEN: ShiftOpen = ShiftOpen { float: Amount::ZERO };

#[tokio::test]
async fn what_is_sold_on_the_next_day_is_not_booked_on_the_last_one() {
    let world = World::open().await;
    world.run(add(LAMP)).await;
    let paid = world.run(PayCash { amount: Amount(500) }).await;
    day(&world, 1);
    assert_eq!(paid.due, Amount(700));
    assert_eq!(world.run(Status {}).await.shift.and_then(|shift| shift.next), None, "it is paid first");
    assert_eq!(world.refused(OPEN).await, ErrorCode::ShiftOpen, "its money lies in this drawer");
    let sale = world.run(complete(700)).await;
    assert_eq!(sale.receipt.business_date.to_string(), "2026-03-01", "what was begun before midnight is of that day");
    world.run(add(LAMP)).await;
    let shift = world.run(Status {}).await.shift.expect("a shift");
    assert_eq!(shift.next.map(|next| next.to_string()).as_deref(), Some("2026-03-02"));
    for refused in [world.refused(complete(1200)).await, world.refused(PayCash { amount: Amount(1200) }).await] {
        assert_eq!(refused, ErrorCode::ShiftClosed);
    }
    assert_eq!(world.refused(PayCardStart { amount: Amount(1200) }).await, ErrorCode::ShiftClosed);
    let shift = world.run(OPEN).await.shift.expect("the next");
    assert_eq!((shift.business_date.to_string().as_str(), shift.next), ("2026-03-02", None));
    let sale = world.run(complete(1200)).await;
    assert_eq!(sale.receipt.business_date.to_string(), "2026-03-02", "the cart was kept");
}

#[tokio::test]
async fn a_clock_that_jumped_books_nothing_years_ahead_and_stops_no_sale() {
    let mut world = World::open().await;
    day(&world, 3650);
    assert_eq!(world.refused(OPEN).await, ErrorCode::NotAllowed);
    let shift = world.run(Status {}).await.shift.expect("a shift");
    assert_eq!((shift.next, shift.doubted.map(|date| date.to_string()).as_deref()), (None, Some("2036-02-27")));
    assert_eq!(world.sell_lamp().await.receipt.business_date.to_string(), "2026-03-01");

    server_says(&world, 3);
    assert_eq!(world.refused(complete(1200)).await, ErrorCode::ShiftClosed, "the server knows what day it is");
    let shift = world.run(OPEN).await.shift.expect("the next");
    assert_eq!((shift.business_date.to_string().as_str(), shift.doubted), ("2026-03-04", None));
    assert_eq!(world.sell_lamp().await.receipt.business_date.to_string(), "2026-03-04");
    day(&world, 3670);
    let shift = world.run(Status {}).await.shift.expect("a shift");
    assert_eq!(
        (shift.next, shift.doubted),
        (None, None),
        "what the server said goes on, whatever the till's clock does"
    );

    world.go_offline();
    day(&world, 8);
    assert_eq!(world.refused(OPEN).await, ErrorCode::NotAllowed);
    world.sign_in(MANAGER).await;
    let shift = world.run(OPEN).await.shift.expect("a manager stands for it");
    assert_eq!(shift.business_date.to_string(), "2026-03-09");
}

#[tokio::test]
async fn a_shift_that_a_wrong_clock_dated_is_dated_anew_by_whoever_may() {
    let mut world = World::open().await;
    day(&world, 3650);
    world.sign_in(MANAGER).await;
    let shift = world.run(OPEN).await.shift.expect("the manager took the clock's word");
    assert_eq!(shift.business_date.to_string(), "2036-02-27");
    world.sell_lamp().await;

    server_says(&world, 1);
    let shift = world.run(Status {}).await.shift.expect("a shift");
    let today = shift.ahead.expect("the server says that this day has not come");
    assert_eq!(today.to_string(), "2026-03-02");
    let redate =
        |date: &str, reason: &str| ShiftRedate { business_date: date.parse().expect("a date"), reason: reason.into() };
    for (date, reason) in [("2026-03-03", "clock"), ("2036-02-27", "clock"), ("2026-03-02", " ")] {
        assert_eq!(world.refused(redate(date, reason)).await, ErrorCode::Invalid, "{date} {reason:?}");
    }
    let shift = world.run(redate("2026-03-02", "the clock was ahead")).await.shift.expect("a shift");
    assert_eq!((shift.business_date, shift.ahead), (today, None));
    assert_eq!(world.kinds().await.last(), Some(&"shift_redated"));
    assert_eq!(world.sell_lamp().await.receipt.business_date, today);
    world.sign_in(CASHIER).await;
    assert_eq!(world.refused(redate("2026-03-01", "no")).await, ErrorCode::NotAllowed);
    let world = world.restart().await;
    assert_eq!(world.run(Status {}).await.shift.map(|shift| shift.business_date), Some(today));
}
