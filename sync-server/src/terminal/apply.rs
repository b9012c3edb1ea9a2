//! Tills that are let in, locked out, and the codes that let them in.

use super::rows::{Enrolment, NewCode};
use crate::act::{Act, Beside, Carry, Origin};
use crate::ledger::Refused;
use shared_model::fact::setting::{TerminalEnrolled, TerminalReadmitted, TerminalRevoked};
use shared_model::unit::*;
use shared_model::wire::told::setting::TerminalTold;
use shared_model::wire::{Scope, Told};

impl Carry for TerminalEnrolled {
    fn carry_out(&self, act: &mut Act, _: &Origin, beside: Beside) -> Result<(), Refused> {
        enrolled(act, self, beside.code);
        Ok(())
    }
}

impl Carry for TerminalRevoked {
    fn carry_out(&self, act: &mut Act, _: &Origin, _: Beside) -> Result<(), Refused> {
        revoked(act, self.terminal, true);
        Ok(())
    }
}

impl Carry for TerminalReadmitted {
    fn carry_out(&self, act: &mut Act, _: &Origin, _: Beside) -> Result<(), Refused> {
        revoked(act, self.terminal, false);
        Ok(())
    }
}

/// By a code, or by an entry that is read again and has none.
fn enrolled(act: &mut Act, enrolled: &TerminalEnrolled, code: Option<Hash>) {
    let TerminalEnrolled { settings, certificate } = enrolled.clone();
    let told = TerminalTold { settings, certificate, revoked: false };
    act.tell(Scope::Business, Told::Terminal(told.clone()));
    act.pending.terminal.enrolled.push(Enrolment { told, code });
}

/// No fact of the business: it is shown once, and counts for nothing until it is used.
pub fn code_issued(act: &mut Act, code: NewCode) {
    act.pending.terminal.codes.push(code);
}

/// Told to all where it is known; see [`super::Rows::know`].
fn revoked(act: &mut Act, terminal: TerminalId, revoked: bool) {
    if let Some(known) = act.pending.terminal.known.get(&terminal) {
        let told = TerminalTold { revoked, ..known.clone() };
        act.tell(Scope::Business, Told::Terminal(told));
    }
    act.pending.terminal.revoked.insert(terminal, revoked);
}
