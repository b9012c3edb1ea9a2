use super::world::*;
use app::shell::answer;
use app::till::{Parts, SystemRandomness, Till};
use serde_json::json;
use shared_model::command::ErrorCode;
use std::sync::Arc;

#[tokio::test]
async fn the_second_print_is_a_copy_also_after_a_restart() {
    let world = World::open().await;
    let sale = world.sell_lamp().await;
    let print = json!({ "order": sale["order"], "format": "roll80" });
    let first = world.run("receipt_print", print.clone()).await;
    assert_eq!(first["copy"], 0);
    let path = first["path"].as_str().unwrap();
    assert!(path.ends_with("receipts/T01-000001-80mm.pdf"), "{path}");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "T01-000001 0");
    let world = world.restart().await;
    let second = world.run("receipt_print", print).await;
    assert_eq!(second["copy"], 1);
    assert!(second["path"].as_str().unwrap().ends_with("T01-000001-copy-1-80mm.pdf"));
    let missing = json!({ "order": id(12), "format": "a4" });
    assert_eq!(world.refused("receipt_print", missing).await, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_printer_that_fails_loses_no_sale_and_no_copy_number() {
    let world = World::open().await;
    let sale = world.sell_lamp().await;
    let parts = Parts {
        replica: world.till.replica.clone(),
        clock: world.clock.clone(),
        random: Arc::new(SystemRandomness),
        render: Arc::new(|_, _, _| Err("no paper".into())),
    };
    let (broken, _ends) = Till::new(parts);
    let signed_in = answer(&broken, None, "sign_in", json!({ "staff": CASHIER, "pin": PIN })).await.unwrap();
    let token = signed_in["token"].as_str();
    let print = json!({ "order": sale["order"], "format": "a4" });
    let failure = answer(&broken, token, "receipt_print", print.clone()).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::Printing);
    assert!(failure.message.contains("The sale is safe"), "{}", failure.message);
    assert_eq!(world.run("receipt_print", print).await["copy"], 1, "what was drawn may be on paper");
}
