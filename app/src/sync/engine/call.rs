//! Questions to the server that wait for an answer. A call that gets none is answered as
//! lost: it carries an id of its own, so asking again is safe.

use super::{CallFailed, Effect, Ms};
use shared_model::bounds::CALLS_WAITING_MAX;
use shared_model::refusal::CallError;
use shared_model::wire::{Answer, Call, Called, ClientFrame};
use std::collections::BTreeMap;

pub const CALL_TIMEOUT: Ms = 15_000;

#[derive(Debug, Default)]
pub struct Calls {
    /// Deadline by id.
    waiting: BTreeMap<u64, Ms>,
}

impl Calls {
    pub fn wake_at(&self) -> Option<Ms> {
        self.waiting.values().min().copied()
    }

    pub fn ask(&mut self, now: Ms, live: bool, id: u64, call: Call, effects: &mut Vec<Effect>) {
        if !live {
            effects.push(Effect::AnswerCall { id, answer: Err(CallFailed::Offline) });
        } else if self.waiting.len() >= CALLS_WAITING_MAX {
            effects.push(Effect::AnswerCall { id, answer: Err(CallFailed::TooMany) });
        } else {
            self.waiting.insert(id, now + CALL_TIMEOUT);
            effects.push(Effect::Send(ClientFrame::Call(Called { id, call })));
        }
    }

    pub fn answered(&mut self, id: u64, answer: Result<Answer, CallError>, effects: &mut Vec<Effect>) {
        if self.waiting.remove(&id).is_some() {
            effects.push(Effect::AnswerCall { id, answer: answer.map_err(CallFailed::Server) });
        }
    }

    pub fn expire(&mut self, now: Ms, effects: &mut Vec<Effect>) {
        self.waiting.retain(|&id, &mut deadline| {
            let keep = now < deadline;
            if !keep {
                effects.push(Effect::AnswerCall { id, answer: Err(CallFailed::Lost) });
            }
            keep
        });
    }

    pub fn link_lost(&mut self, effects: &mut Vec<Effect>) {
        for (id, _) in std::mem::take(&mut self.waiting) {
            effects.push(Effect::AnswerCall { id, answer: Err(CallFailed::Lost) });
        }
    }
}
