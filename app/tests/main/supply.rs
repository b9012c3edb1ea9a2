//! Goods coming in.

use crate::world::*;
use shared_model::command::GoodsReceive;
use shared_model::fact::supply::ReceivedLine;
use shared_model::refusal::ErrorCode;
use shared_model::unit::{IntakeId, Quantity};

#[tokio::test]
async fn goods_are_taken_in_by_the_server_alone_and_only_if_there_are_any() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    let goods = |quantity| GoodsReceive {
        receipt: IntakeId(id(90)),
        lines: vec![ReceivedLine { product: LAMP, quantity: Quantity(quantity) }],
        reference: String::new(),
    };
    assert_eq!(world.refused(goods(1000)).await, ErrorCode::Offline);
    assert_eq!(world.refused(goods(0)).await, ErrorCode::Invalid);
}
