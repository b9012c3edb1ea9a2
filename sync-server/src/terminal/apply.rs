//! Tills that are let in, locked out, and the codes that let them in.

use super::rows::{Enrolment, NewCode};
use crate::act::{Act, Beside, Carry, NotCarried, Origin, Recorded, RecordedError, nothing};
use shared_model::fact::setting::{TerminalEnrolled, TerminalReadmitted, TerminalRevoked};
use shared_model::setting::TerminalSettings;
use shared_model::unit::*;
use shared_model::wire::Told;
use shared_model::wire::told::setting::TerminalTold;

impl Carry for TerminalEnrolled {
    nothing!(name, judge, reckon, recorded);

    fn carry_out(&self, act: &mut Act, _: &Origin, beside: Beside) -> Result<(), NotCarried> {
        enrolled(act, self, beside.code);
        Ok(())
    }
}

impl Carry for TerminalSettings {
    nothing!(name, judge, reckon);

    async fn recorded(&self, it: &mut Recorded<'_>) -> Result<Beside, RecordedError> {
        told_last(it, self.terminal).await
    }

    fn carry_out(&self, act: &mut Act, _: &Origin, beside: Beside) -> Result<(), NotCarried> {
        changed(act, beside.terminal, |told| told.settings = self.clone())
    }
}

impl Carry for TerminalRevoked {
    nothing!(name, judge, reckon);

    async fn recorded(&self, it: &mut Recorded<'_>) -> Result<Beside, RecordedError> {
        told_last(it, self.terminal).await
    }

    fn carry_out(&self, act: &mut Act, _: &Origin, beside: Beside) -> Result<(), NotCarried> {
        changed(act, beside.terminal, |told| told.revoked = true)
    }
}

impl Carry for TerminalReadmitted {
    nothing!(name, judge, reckon);

    async fn recorded(&self, it: &mut Recorded<'_>) -> Result<Beside, RecordedError> {
        told_last(it, self.terminal).await
    }

    fn carry_out(&self, act: &mut Act, _: &Origin, beside: Beside) -> Result<(), NotCarried> {
        changed(act, beside.terminal, |told| told.revoked = false)
    }
}

async fn told_last(it: &Recorded<'_>, terminal: TerminalId) -> Result<Beside, RecordedError> {
    let terminal = super::told(&mut it.db.read().await?, it.business, terminal).await?;
    Ok(Beside { terminal, ..Beside::default() })
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

/// What is told of it goes on from what was told last.
fn changed(
    act: &mut Act,
    told: Option<TerminalTold>,
    change: impl FnOnce(&mut TerminalTold),
) -> Result<(), NotCarried> {
    let mut told = told.ok_or(NotCarried::NotRead)?;
    change(&mut told);
    act.tell(Scope::Business, Told::Terminal(told.clone()));
    act.pending.terminal.changed.push(told);
    Ok(())
}
