//! `pay_card_result`: what the card reader said.

use super::tender::{change, taken};
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::bounds::line_fits;
use shared_model::command::{CartView, PayCardResult};
use shared_model::fact::Fact;
use shared_model::fact::payment::{FailedOutcome, PaymentFailed};
use shared_model::payment::CardOutcome;
use shared_model::refusal::{PaymentRefusal, Refusal};

impl Operation<PayCardResult> for Till {
    type Prepared = PayCardResult;

    async fn prepare(&self, _: &Caller, ask: PayCardResult) -> Result<PayCardResult, Refusal> {
        Ok(PayCardResult { result: checked(ask.result)?, ..ask })
    }

    fn run(act: &mut Act<'_>, PayCardResult { tender, result }: PayCardResult) -> Result<CartView, Refusal> {
        change(act, |act, shop, cart| {
            cart.resolve_tender(tender, &result)?;
            let (payment, order) = (tender, cart.order);
            let mut failed = |outcome| act.record(Fact::PaymentFailed(PaymentFailed { payment, order, outcome }));
            match result {
                CardOutcome::Approved { .. } => return taken(act, shop, cart, tender),
                CardOutcome::Declined => failed(FailedOutcome::Declined)?,
                CardOutcome::Unknown => failed(FailedOutcome::Unknown)?,
            };
            Ok(())
        })
    }
}

fn checked(outcome: CardOutcome) -> Result<CardOutcome, PaymentRefusal> {
    let CardOutcome::Approved { reference } = outcome else { return Ok(outcome) };
    let reference = reference.trim().to_owned();
    if reference.is_empty() || !line_fits(&reference) {
        return Err(PaymentRefusal::NoReference);
    }
    Ok(CardOutcome::Approved { reference })
}
