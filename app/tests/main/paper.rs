//! Receipts on paper.

use crate::world::*;
use app::till::{Parts, SystemRandomness, Till};
use shared_model::command::*;
use shared_model::unit::OrderId;
use std::sync::Arc;

#[tokio::test]
async fn the_second_print_is_a_copy_also_after_a_restart() {
    let world = World::open().await;
    let order = world.sell_lamp().await.order;
    let print = || ReceiptPrint { order, format: ReceiptFormat::Roll80 };
    let first = world.run(print()).await;
    assert_eq!(first.copy, 0);
    assert!(first.path.ends_with("receipts/T01-000001-80mm.pdf"), "{}", first.path);
    assert_eq!(std::fs::read_to_string(first.path).unwrap(), "T01-000001 0");
    let world = world.restart().await;
    let second = world.run(print()).await;
    assert_eq!(second.copy, 1);
    assert!(second.path.ends_with("T01-000001-copy-1-80mm.pdf"), "{}", second.path);
    let missing = ReceiptPrint { order: OrderId(id(12)), format: ReceiptFormat::A4 };
    assert_eq!(world.refused(missing).await, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_printer_that_fails_loses_no_sale_and_no_copy_number() {
    let world = World::open().await;
    let order = world.sell_lamp().await.order;
    let parts = Parts {
        replica: world.till.replica.clone(),
        clock: world.clock.clone(),
        random: Arc::new(SystemRandomness),
        render: Arc::new(|_, _, _| Err("no paper".into())),
    };
    let (broken, _ends) = Till::new(parts);
    let token = ask(&broken, None, sign_in(CASHIER)).await.unwrap().token;
    let print = || ReceiptPrint { order, format: ReceiptFormat::A4 };
    let failure = ask(&broken, Some(&token), print()).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::Printing);
    assert!(failure.message.contains("The sale is safe"), "{}", failure.message);
    assert_eq!(world.run(print()).await.copy, 1, "what was drawn may be on paper");
}
