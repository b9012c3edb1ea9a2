//! Tills that are let in, locked out, and the codes that let them in.

use super::rows::{Enrolment, NewCode};
use crate::act::Act;
use crate::log::Scope;
use shared_model::unit::*;
use shared_model::wire::LogBody;

pub fn enrolled(act: &mut Act, enrolment: Enrolment) {
    act.tell(Scope::Business, LogBody::Terminal(enrolment.settings.clone()));
    act.pending.terminal.enrolled.push(enrolment);
}

pub fn code_issued(act: &mut Act, code: NewCode) {
    act.pending.terminal.codes.push(code);
}

pub fn revoked(act: &mut Act, terminal: TerminalId, revoked: bool) {
    act.pending.terminal.revoked.insert(terminal, revoked);
}
