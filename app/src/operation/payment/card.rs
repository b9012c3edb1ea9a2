//! `pay_card_start`: the card reader is about to be asked; that is on disk before it is.

use super::ready::{journal_ready, ready};
use super::tender::{change, take};
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartView, PayCardStart};
use shared_model::fact::Fact;
use shared_model::order::TenderKind;
use shared_model::refusal::Refusal;
use shared_model::unit::TenderId;

impl Operation<PayCardStart> for Till {
    type Prepared = PayCardStart;

    async fn prepare(&self, _: &Caller, ask: PayCardStart) -> Result<PayCardStart, Refusal> {
        journal_ready(self)?;
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, ask: PayCardStart) -> Result<CartView, Refusal> {
        change(act, |act, shop, cart| {
            let (tender, kind, amount) = (TenderId(act.moment().uuid()), TenderKind::Card, ask.amount);
            ready(cart, act.look(), shop)?;
            take(shop, cart, tender, kind, amount)?;
            act.record(Fact::TenderIntended { order: cart.order, tender, kind, amount })?;
            Ok(())
        })
    }
}
