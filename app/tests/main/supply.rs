//! Goods coming in.

use crate::world::*;
use shared_model::command::{GoodsReceive, GoodsUnanswered, ReceivedView};
use shared_model::fact::supply::ReceivedLine;
use shared_model::refusal::{ErrorCode, Failure};
use shared_model::unit::{IntakeId, Quantity};
use shared_model::wire::{Answer, Call};
use tokio::sync::mpsc;

fn goods(quantity: i64) -> GoodsReceive {
    GoodsReceive {
        receipt: IntakeId(id(90)),
        lines: vec![ReceivedLine { product: LAMP, quantity: Quantity(quantity) }],
        reference: "DN 7".into(),
    }
}

#[tokio::test]
async fn goods_are_taken_in_by_the_server_alone_and_only_if_there_are_any() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    assert_eq!(world.refused(goods(1000)).await, ErrorCode::Offline);
    assert_eq!(world.refused(goods(0)).await, ErrorCode::Invalid);
}

/// Sends goods to a server that takes the question and then says this, or nothing.
async fn sent(world: &mut World, says: Option<Answer>) -> Result<ReceivedView, Failure> {
    world.go_online();
    let mut calls = std::mem::replace(&mut world.ends.calls, mpsc::channel(1).1);
    let server = async {
        let pending = calls.recv().await.unwrap();
        let Call::ReceiveGoods { intake, .. } = pending.call else { panic!("another question") };
        assert_eq!(intake, IntakeId(id(90)));
        if let Some(answer) = says {
            let _ = pending.answer.send(Ok(answer));
        }
    };
    tokio::join!(world.try_run(goods(3000)), server).0
}

#[tokio::test]
async fn a_delivery_whose_answer_was_lost_is_there_again_after_a_restart_until_it_is_answered() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    assert_eq!(world.refused(goods(3000)).await, ErrorCode::Offline);
    assert_eq!(world.run(GoodsUnanswered { receipt: None }).await, None, "nothing was sent");
    let lost = sent(&mut world, None).await;
    assert_eq!(lost.unwrap_err().code, ErrorCode::Offline);

    let mut world = world.restart().await;
    world.sign_in(MANAGER).await;
    assert_eq!(world.refused(goods(3000)).await, ErrorCode::Offline);
    let kept = world.run(GoodsUnanswered { receipt: None }).await.expect("it may have been taken in");
    assert_eq!((kept.receipt, kept.reference.as_str()), (IntakeId(id(90)), "DN 7"));
    let lines: Vec<_> = kept.lines.iter().map(|line| (line.product, line.sku.as_str(), line.quantity.0)).collect();
    assert_eq!(lines, [(LAMP, "LAMP1", 3000)]);
    let named = async |number| world.run(GoodsUnanswered { receipt: Some(IntakeId(id(number))) }).await;
    assert_eq!((named(90).await, named(91).await), (Some(kept), None));
    let answer = Answer::GoodsReceived { backorders_filled: 0, already_received: true };
    assert!(sent(&mut world, Some(answer)).await.unwrap().already_received);
    assert_eq!(world.run(GoodsUnanswered { receipt: None }).await, None);
}
