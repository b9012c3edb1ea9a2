//! What was sold on one day and heard of on another.

use super::hostile::device;
use counterfoil_tests::world::*;
use shared_model::fact::Fact;
use shared_model::order::Fulfilment;
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, Told};

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_of_30_december_that_arrives_later_belongs_to_december_visibly_late() {
    let world = World::new().await;
    let (mut device, shop) = device(&world).await;
    let december = BusinessDate::new(2025, 12, 30).expect("a day of the calendar");
    let mut january = shop.order(&device, 1, "MUG", 1, Fulfilment::CarryOut);
    january.business_date = BusinessDate::new(2026, 1, 2).expect("a day of the calendar");
    let sealed = device.seal(Some(shop.cashier()), Fact::OrderPlaced(Box::new(january)), Vec::new());
    assert_eq!(device.push(&[sealed]).await, Ok(vec![EntryOutcome::Stored]));
    let mut order = shop.order(&device, 2, "LAMP", 1, Fulfilment::CarryOut);
    order.business_date = december;
    order.placed_at = Timestamp::new(1_767_110_400_000, 0);
    let sealed = device.seal(Some(shop.cashier()), Fact::OrderPlaced(Box::new(order.clone())), Vec::new());
    assert_eq!(device.push(&[sealed]).await, Ok(vec![EntryOutcome::Stored]));
    let published = device.find(|told| match told {
        Told::Order(sold) if sold.order == order.id => Some(sold.business_date),
        _ => None,
    });
    assert_eq!(published.await, Ok(december), "the store hears of it");

    let orders = world.server.rows("orders").await;
    let row = orders.iter().find(|row| row["order"] == order.id.to_string().as_str()).expect("the server has it");
    assert_eq!(row["business_date"], "2025-12-30");
    let received = row["received_at"].as_str().expect("when it came");
    assert!(received > "2025-12-31", "received {received}");
    assert_eq!(row["late"], true, "head office sees that it came late: {row}");
    let takings = world.server.rows("takings").await;
    let day: Vec<_> = takings.iter().filter(|row| row["business_date"] == "2025-12-30").collect();
    assert_eq!(day.len(), 1, "December's takings and tax: {takings:?}");
    assert_eq!(day[0]["gross"], order.totals.gross.0);
    assert_eq!(day[0]["tax"], order.totals.tax.0);
    assert_eq!(day[0]["late"], 1, "December's books say that one came late: {takings:?}");
}
