//! The one door to all commands: what is there, and what it says to what is not a command.

use crate::world::*;
use app::operation::registry;
use serde_json::json;
use shared_model::command::NAMES;
use shared_model::refusal::ErrorCode;

#[test]
fn every_command_of_the_contract_has_a_handler() {
    let names: Vec<&str> = registry().iter().map(|registered| registered.name).collect();
    assert_eq!(names, NAMES);
    for registered in registry() {
        assert!((registered.input)().as_value().is_object(), "{} has no schema", registered.name);
        assert!((registered.output)().as_value().is_object(), "{} has no schema", registered.name);
    }
}

#[tokio::test]
async fn what_does_not_read_as_a_command_is_refused_whole() {
    let world = World::open().await;
    for input in [json!({ "code": 7 }), json!({ "code": "LAMP1", "qty": 2000 }), json!(["LAMP1", 2000])] {
        assert_eq!(world.send_refused("cart_scan", input).await, ErrorCode::BadRequest);
    }
    assert_eq!(world.send_refused("fly", json!({})).await, ErrorCode::UnknownCommand);
}

#[tokio::test]
async fn a_manager_s_command_says_no_to_a_cashier_and_yes_to_a_manager() {
    let mut world = World::open().await;
    assert_eq!(world.send_refused("review_list", json!({})).await, ErrorCode::NotAllowed);
    world.sign_in(MANAGER).await;
    assert_eq!(world.send("review_list", json!({})).await.unwrap(), json!([]));
}
