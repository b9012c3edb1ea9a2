//! `goods_receive`, `set_aside_retry`: what only the server can do, at once. And
//! `set_aside_list`, which the till knows by itself.

use super::failure::{self, not_found, refuse, storage};
use super::session::Caller;
use super::till::{CallFailure, Till};
use shared_model::command::{
    Area, ErrorCode, Failure, GoodsReceive, ReceivedView, Retry, SetAsideList, SetAsideRetry, SetAsideView,
};
use shared_model::unit::Hash;
use shared_model::wire::{Answer, Call};

const LINES_MAX: usize = 1000;
const REFERENCE_CHARS_MAX: usize = 200;

pub(super) async fn receive(till: &Till, caller: &Caller, input: GoodsReceive) -> Result<ReceivedView, Failure> {
    let staff = caller.staff()?.id;
    let fits = !input.lines.is_empty()
        && input.lines.len() <= LINES_MAX
        && input.lines.iter().all(|line| line.quantity.is_positive())
        && input.reference.chars().count() <= REFERENCE_CHARS_MAX;
    if !fits {
        let message = "Taking goods in needs at least one product and quantities above nothing. Nothing was changed. Correct the list and try again.";
        return Err(refuse(ErrorCode::Invalid, message));
    }
    let store = till.replica.read(|view| view.store()).map_err(|error| storage(&error))?;
    let warehouse = store.ok_or_else(failure::not_ready)?.warehouse;
    let call = Call::ReceiveGoods {
        receipt: input.receipt,
        staff,
        warehouse,
        lines: input.lines,
        reference: input.reference.trim().to_owned(),
    };
    match till.call(call).await.map_err(failure::call)? {
        Answer::GoodsReceived { backorders_filled, already_received } => {
            till.announce([Area::Stock, Area::Orders]);
            Ok(ReceivedView { backorders_filled, already_received })
        }
        Answer::Retried { .. } => Err(failure::call(CallFailure::Lost)),
    }
}

pub(super) async fn set_aside(till: &Till, _: &Caller, _: SetAsideList) -> Result<Vec<SetAsideView>, Failure> {
    till.replica.read(|view| view.set_aside()).map_err(|error| storage(&error))
}

pub(super) async fn retry(till: &Till, caller: &Caller, input: SetAsideRetry) -> Result<Vec<SetAsideView>, Failure> {
    let staff = caller.staff()?.id;
    let Some(entry) = Hash::from_hex(&input.entry) else { return Err(not_found("entry")) };
    match till.call(Call::RetrySetAside { entry, staff }).await.map_err(failure::call)? {
        Answer::Retried { applied: true, .. } => {
            let mut left = till.replica.read(|view| view.set_aside()).map_err(|error| storage(&error))?;
            // The log says so too, a moment later.
            left.retain(|view| view.entry != input.entry);
            Ok(left)
        }
        Answer::Retried { applied: false, reason } => {
            let reason = reason.unwrap_or_else(|| "it gave no reason".into());
            let message = format!(
                "The server still could not apply it: {reason}. It is kept and nothing is lost. Correct the cause, then try again."
            );
            Err(Failure { code: ErrorCode::Invalid, retry: Retry::AfterUser, message })
        }
        Answer::GoodsReceived { .. } => Err(failure::call(CallFailure::Lost)),
    }
}
