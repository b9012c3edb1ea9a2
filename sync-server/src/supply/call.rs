//! Goods that a till takes in by a call: into the warehouse of its own store, on the word of
//! somebody who may.

use super::receive::{ReceiveError, receive};
use crate::called::{failed, not_allowed, refused};
use crate::clock;
use crate::db::Db;
use shared_model::bounds::{INTAKE_LINES_MAX, LINE_BYTES_MAX};
use shared_model::fact::supply::GoodsReceived;
use shared_model::party::Actor;
use shared_model::refusal::{CallError, CallReason};
use shared_model::unit::*;
use shared_model::wire::Answer;

/// `whose`: the till's business and the warehouse of its store.
pub async fn receive_called(
    db: &Db,
    whose: (BusinessId, WarehouseId),
    staff: StaffId,
    goods: GoodsReceived,
) -> Result<Answer, CallError> {
    let GoodsReceived { intake, warehouse, lines, reference } = goods;
    if warehouse != whose.1 {
        return Err(refused(CallReason::IntakeElsewhere {}));
    }
    if reference.len() > LINE_BYTES_MAX {
        return Err(refused(CallReason::IntakeReference { max: LINE_BYTES_MAX as u64 }));
    }
    if lines.len() > INTAKE_LINES_MAX {
        return Err(refused(CallReason::IntakeLines { max: INTAKE_LINES_MAX as u64 }));
    }
    let received = receive(db, intake, whose, lines, reference, Actor::staff(staff), clock::now()).await;
    let received = received.map_err(|error| match error {
        ReceiveError::Database(source) => failed(&source),
        ReceiveError::Denied(denied) => not_allowed::<GoodsReceived>(&denied),
        ReceiveError::Refused(reason) => refused(reason),
    })?;
    Ok(Answer::GoodsReceived { backorders_filled: received.filled, already_received: received.already })
}
