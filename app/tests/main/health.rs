//! What only the server can do, and a till that cannot reach it.

use crate::world::*;
use shared_model::command::SetAsideRetry;
use shared_model::refusal::ErrorCode;

#[tokio::test]
async fn what_needs_the_server_says_that_nothing_was_changed() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    let failure = world.try_run(SetAsideRetry { entry: "ab".repeat(32) }).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::Offline);
    assert!(failure.message.contains("Nothing was changed"), "{}", failure.message);
}
