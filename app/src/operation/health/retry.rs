//! `set_aside_retry`: what only the server can do, at once.

use super::set_aside_list::views;
use crate::operation::Operation;
use crate::till::{Act, CallFailure, Caller, Till};
use shared_model::command::{SetAsideRetry, SetAsideView};
use shared_model::refusal::{HealthRefusal, Refusal};
use shared_model::unit::Hash;
use shared_model::wire::{Answer, Call};

impl Operation<SetAsideRetry> for Till {
    type Prepared = SetAsideRetry;

    async fn prepare(&self, caller: &Caller, ask: SetAsideRetry) -> Result<SetAsideRetry, Refusal> {
        let staff = caller.staff()?.id;
        let entry = Hash::from_hex(&ask.entry).ok_or(HealthRefusal::NoSuchEntry)?;
        match self.call(Call::RetrySetAside { entry, staff }).await? {
            Answer::Retried { applied: true, .. } => Ok(ask),
            Answer::Retried { applied: false, reason } => Err(HealthRefusal::StillSetAside { reason }.into()),
            Answer::GoodsReceived { .. } | Answer::Takers { .. } | Answer::Order { .. } | Answer::Newer(_) => {
                Err(CallFailure::Lost.into())
            }
        }
    }

    fn run(act: &mut Act<'_>, applied: SetAsideRetry) -> Result<Vec<SetAsideView>, Refusal> {
        let mut left = views(act.look())?;
        // The log says so too, a moment later.
        left.retain(|view| view.entry != applied.entry);
        Ok(left)
    }
}
