//! The cart's steps, and the sales that carts become.

use crate::world::*;
use app::replica::{OpenOptions, Replica, ReplicaError};
use shared_model::command::*;
use shared_model::refusal::ErrorCode;
use shared_model::unit::{Amount, Quantity};
use std::sync::Arc;

fn scan(code: &str, quantity: Option<i64>) -> CartScan {
    CartScan { code: code.into(), quantity: quantity.map(Quantity) }
}

#[tokio::test]
async fn a_sale_is_whole_after_a_restart_or_not_there_at_all() {
    let world = World::open().await;
    world.run(scan("lamp1", Some(2000))).await;
    assert_eq!(world.refused(complete(100)).await, ErrorCode::NotCovered);
    let cart = world.run(CartShow {}).await;
    assert_eq!((cart.paid, cart.frozen), (Amount(0), false), "a refused sale took cash");
    let sale = world.run(complete(5000)).await;
    assert_eq!((sale.number.as_str(), sale.change), ("T01-000001", Amount(2600)));
    assert_eq!(sale.cart.lines, []);
    assert_eq!(world.kinds().await, ["process_started", "shift_opened", "payment_taken", "order_placed"]);

    let world = world.restart().await;
    assert_eq!(world.report, Default::default());
    assert_eq!(world.run(OrderShow { order: sale.order }).await.receipt, sale.receipt);
    let cart = world.run(CartShow {}).await;
    assert_eq!(cart.lines, []);
    assert_ne!(cart.order, sale.order);
    let cart = world.run(add(LAMP)).await;
    assert_eq!(world.run(CartShow {}).await.order, cart.order, "kept from the first line on");
}

#[tokio::test]
async fn receipt_numbers_have_no_gap_over_restarts_and_refusals() {
    let mut world = World::open().await;
    for number in 1..=6 {
        assert_eq!(world.refused(complete(100)).await, ErrorCode::CartEmpty);
        assert_eq!(world.sell_lamp().await.number, format!("T01-{number:06}"));
        if number % 2 == 0 {
            world = world.restart().await;
        }
    }
}

#[tokio::test]
async fn steps_can_be_taken_back_until_the_first_payment() {
    let world = World::open().await;
    world.run(add(LAMP)).await;
    assert_eq!(world.run(add(CHAIR)).await.lines.len(), 2);
    let world = world.restart().await;
    let one = world.run(CartUndo {}).await;
    assert_eq!((one.lines.len(), one.can_undo), (1, true));
    assert_eq!(world.run(add(CHAIR)).await.touched, Some(3), "a line number was given out twice");
    world.run(PayCash { amount: Amount(100) }).await;
    assert_eq!(world.refused(CartUndo {}).await, ErrorCode::CartFrozen);
    assert_eq!(world.refused(CartRemove { line: 1 }).await, ErrorCode::CartFrozen);
    assert_eq!(world.refused(CartCancel {}).await, ErrorCode::CartFrozen);
}

#[tokio::test]
async fn nothing_is_sold_without_a_shift_or_goods() {
    let mut world = World::bare(Arc::new(tempfile::tempdir().unwrap())).unwrap();
    assert_eq!(world.refused(CartShow {}).await, ErrorCode::NotSignedIn);
    world.enrol().await;
    world.load_shop().await;
    world.sign_in(CASHIER).await;
    world.run(add(LAMP)).await;
    assert_eq!(world.refused(PayCash { amount: Amount(2000) }).await, ErrorCode::ShiftClosed);
    assert_eq!(world.refused(scan("no such thing", None)).await, ErrorCode::UnknownBarcode);
    assert_eq!(world.refused(CartQuantity { line: 1, quantity: Quantity(-1000) }).await, ErrorCode::Invalid);
}

#[tokio::test]
async fn a_basket_given_up_is_recorded_with_its_amount() {
    let world = World::open().await;
    let cart = world.run(add(LAMP)).await;
    let empty = world.run(CartCancel {}).await;
    assert_ne!(empty.order, cart.order);
    assert!(empty.lines.is_empty());
    assert_eq!(world.kinds().await.last(), Some(&"basket_cancelled"));
}

#[tokio::test]
async fn a_basket_given_up_can_be_taken_back_until_the_next_payment() {
    let world = World::open().await;
    world.run(add(LAMP)).await;
    let before = world.run(add(CHAIR)).await;
    assert!(world.run(CartCancel {}).await.can_undo);
    let world = world.restart().await;
    let back = world.run(CartUndo {}).await;
    assert_eq!(back.lines, before.lines);
    assert_ne!(back.order, before.order, "of that one is recorded that it is over");
    assert_eq!(world.run(CartUndo {}).await.lines.len(), 1, "and the steps before");
    assert_eq!(world.run(add(CHAIR)).await.touched, Some(3), "a line number was given out twice");

    // Somebody began the next one before it was missed.
    let before = world.run(CartShow {}).await;
    world.run(CartCancel {}).await;
    world.run(add(LAMP)).await;
    assert_eq!(world.run(CartUndo {}).await.lines, []);
    let back = world.run(CartUndo {}).await;
    assert_eq!(back.lines, before.lines);
    world.run(CartCancel {}).await;
    world.sell_lamp().await;
    let next = world.run(CartShow {}).await;
    assert!(next.lines.is_empty() && !next.can_undo);
    assert_eq!(world.run(CartUndo {}).await.lines, []);
}

#[tokio::test]
async fn a_second_process_on_the_same_data_is_refused() {
    let world = World::open().await;
    let second = Replica::open(world.dir(), OpenOptions::default());
    assert!(matches!(second, Err(ReplicaError::InUse { .. })));
}
