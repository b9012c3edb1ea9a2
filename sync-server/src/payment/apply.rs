//! A payment that was asked for, failed, was taken, or taken back.

use super::bounds::sensible;
use super::rows::{ASKED, DECLINED, PaymentRow, REVERSAL, TAKEN, UNKNOWN, VOIDED};
use super::stand::{PaymentConflict, PaymentIs, PaymentStand};
use crate::act::{Act, Beside, Carry, Judge, Named, NotCarried, Origin, nothing};
use crate::entry::Opened;
use shared_model::bounds::amount_fits;
use shared_model::entry::Entry;
use shared_model::fact::payment::{FailedOutcome, PaymentFailed, PaymentIntended, PaymentTaken, PaymentVoided};
use shared_model::payment::{Payment, PaymentDirection};
use shared_model::refusal::AsideReason;
use shared_model::unit::*;

impl Carry for PaymentIntended {
    nothing!(name, recorded);

    fn judge(&self, _: &Judge<'_>) -> Result<(), AsideReason> {
        if amount_fits(self.amount) { Ok(()) } else { Err(AsideReason::AmountsTooLarge {}) }
    }

    fn reckon(&self, judge: &mut Judge<'_>, _: &Opened, _: &Entry) -> Result<Beside, AsideReason> {
        judge.wants.payments.insert(self.payment);
        Ok(Beside::default())
    }

    fn carry_out(&self, act: &mut Act, origin: &Origin, _: Beside) -> Result<(), NotCarried> {
        intended(act, origin, self)
    }
}

impl Carry for PaymentFailed {
    nothing!(name, judge, recorded);

    fn reckon(&self, judge: &mut Judge<'_>, _: &Opened, _: &Entry) -> Result<Beside, AsideReason> {
        judge.wants.payments.insert(self.payment);
        Ok(Beside::default())
    }

    fn carry_out(&self, act: &mut Act, _: &Origin, _: Beside) -> Result<(), NotCarried> {
        failed(act, self)
    }
}

impl Carry for PaymentTaken {
    nothing!(recorded);

    fn judge(&self, _: &Judge<'_>) -> Result<(), AsideReason> {
        sensible(&self.payment)
    }

    fn name(&self, named: &mut Named) {
        named.payment_ids.insert(self.payment.id);
        named.payments.taken(&self.payment);
    }

    fn reckon(&self, judge: &mut Judge<'_>, _: &Opened, _: &Entry) -> Result<Beside, AsideReason> {
        let stand = PaymentStand::taken(judge.stand(self.payment.id), judge.terminal.id).map_err(refused)?;
        judge.stands.insert(self.payment.id, stand);
        judge.wants.payments.insert(self.payment.id);
        match stand.is {
            PaymentIs::Over => judge.payments.lapsed(self.payment.id),
            PaymentIs::Taken | PaymentIs::Begun | PaymentIs::BackBefore => judge.payments.taken(&self.payment),
        }
        Ok(Beside::default())
    }

    fn carry_out(&self, act: &mut Act, origin: &Origin, _: Beside) -> Result<(), NotCarried> {
        taken(act, origin, self)
    }
}

impl Carry for PaymentVoided {
    nothing!(recorded);

    fn judge(&self, _: &Judge<'_>) -> Result<(), AsideReason> {
        if self.payment.direction == PaymentDirection::In {
            return Err(refused(PaymentConflict::Direction));
        }
        sensible(&self.payment)
    }

    fn name(&self, named: &mut Named) {
        named.payment_ids.extend([self.payment.id, self.reverses]);
        named.payments.over(self.reverses);
    }

    fn reckon(&self, judge: &mut Judge<'_>, _: &Opened, _: &Entry) -> Result<Beside, AsideReason> {
        let (before, back) = (judge.stand(self.reverses), judge.stand(self.payment.id));
        let stand = PaymentStand::voided(before, back, judge.terminal.id).map_err(refused)?;
        let over = PaymentStand { is: PaymentIs::Over, ..stand };
        judge.stands.extend([(self.payment.id, over), (self.reverses, stand)]);
        judge.wants.payments.extend([self.payment.id, self.reverses]);
        judge.payments.over(self.reverses);
        Ok(Beside::default())
    }

    fn carry_out(&self, act: &mut Act, origin: &Origin, _: Beside) -> Result<(), NotCarried> {
        voided(act, origin, self)
    }
}

/// Known before it would be carried out, and said as if it was not.
fn refused(why: PaymentConflict) -> AsideReason {
    AsideReason::Refused { finding: why.code().to_owned() }
}

fn intended(act: &mut Act, origin: &Origin, it: &PaymentIntended) -> Result<(), NotCarried> {
    if held(act, it.payment).is_some() {
        return Ok(());
    }
    put(act, it.payment, |(store, terminal)| PaymentRow {
        store,
        terminal,
        method: it.method.as_str().to_owned(),
        direction: PaymentDirection::In.as_str().to_owned(),
        number: None,
        currency: None,
        amount: it.amount,
        tendered: it.amount,
        state: ASKED.to_owned(),
        reverses: None,
        reference: None,
        shift: None,
        business_date: None,
        entry: origin.hash,
        settles: Vec::new(),
        stands: false,
    })
}

/// Only what was asked for fails: what was taken stays taken, and what was taken back stays so.
fn failed(act: &mut Act, it: &PaymentFailed) -> Result<(), NotCarried> {
    let state = match &it.outcome {
        FailedOutcome::Declined => DECLINED,
        FailedOutcome::Unknown | FailedOutcome::Other(_) => UNKNOWN,
    };
    match held(act, it.payment) {
        Some(row) if row.stand().is == PaymentIs::Begun => {
            put(act, it.payment, |_| PaymentRow { state: state.to_owned(), ..row })
        }
        Some(_) | None => Ok(()),
    }
}

fn taken(act: &mut Act, origin: &Origin, it: &PaymentTaken) -> Result<(), NotCarried> {
    let stand = held(act, it.payment.id).map(|row| row.stand());
    let state = match PaymentStand::taken(stand, act.terminal()?.id)?.is {
        PaymentIs::Over => VOIDED,
        PaymentIs::Taken | PaymentIs::Begun | PaymentIs::BackBefore => TAKEN,
    };
    put(act, it.payment.id, |till| row_of(origin, till, &it.payment, state))
}

fn voided(act: &mut Act, origin: &Origin, it: &PaymentVoided) -> Result<(), NotCarried> {
    let before = held(act, it.reverses);
    let back = held(act, it.payment.id).map(|row| row.stand());
    PaymentStand::voided(before.as_ref().map(PaymentRow::stand), back, act.terminal()?.id)?;
    put(act, it.payment.id, |till| PaymentRow {
        reverses: Some(it.reverses),
        ..row_of(origin, till, &it.payment, REVERSAL)
    })?;
    put(act, it.reverses, |till| match before {
        Some(row) => PaymentRow { state: VOIDED.to_owned(), entry: origin.hash, ..row },
        // What was taken could not be carried out.
        None => PaymentRow {
            number: None,
            direction: PaymentDirection::In.as_str().to_owned(),
            ..row_of(origin, till, &it.payment, VOIDED)
        },
    })
}

fn row_of(origin: &Origin, (store, terminal): (StoreId, TerminalId), payment: &Payment, state: &str) -> PaymentRow {
    PaymentRow {
        store,
        terminal,
        method: payment.method.as_str().to_owned(),
        direction: payment.direction.as_str().to_owned(),
        number: Some(payment.number.to_string()),
        currency: Some(payment.currency),
        // It was judged to be within bounds.
        amount: payment.amount().unwrap_or_default(),
        tendered: payment.tendered,
        state: state.to_owned(),
        reverses: None,
        reference: payment.reference.clone(),
        shift: payment.shift,
        business_date: Some(payment.business_date),
        entry: origin.hash,
        settles: payment.settles.clone(),
        stands: false,
    }
}

fn held(act: &Act, payment: PaymentId) -> Option<PaymentRow> {
    act.pending.payment.get(payment).or_else(|| act.loaded.payments.get(&payment)).cloned()
}

/// One of another till's is not touched.
fn put(act: &mut Act, id: PaymentId, row: impl FnOnce((StoreId, TerminalId)) -> PaymentRow) -> Result<(), NotCarried> {
    let (store, terminal) = act.terminal().map(|till| (till.store, till.id))?;
    if held(act, id).is_some_and(|row| row.terminal != terminal) {
        return Err(PaymentConflict::OfOther.into());
    }
    let stands = act.loaded.payments.contains_key(&id);
    act.pending.payment.put(id, PaymentRow { stands, ..row((store, terminal)) });
    Ok(())
}
