//! The drawer's working periods and their dates.

use crate::world::*;
use shared_model::command::ShiftOpen;
use shared_model::money::DocumentKind;
use shared_model::refusal::ErrorCode;
use shared_model::unit::Amount;
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
