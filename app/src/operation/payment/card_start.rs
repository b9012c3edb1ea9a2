//! `pay_card_start`: the card reader is about to be asked; that is on disk before it is.

use super::ready::{journal_ready, ready};
use super::tender::{begin, change};
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartView, PayCardStart};
use shared_model::fact::Fact;
use shared_model::fact::payment::PaymentIntended;
use shared_model::payment::TenderKind;
use shared_model::refusal::Refusal;
use shared_model::unit::PaymentId;

impl Operation<PayCardStart> for Till {
    type Prepared = PayCardStart;

    async fn prepare(&self, _: &Caller, ask: PayCardStart) -> Result<PayCardStart, Refusal> {
        journal_ready(self)?;
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, ask: PayCardStart) -> Result<CartView, Refusal> {
        change(act, |act, shop, cart| {
            let (payment, kind, amount) = (PaymentId(act.moment().uuid()), TenderKind::Card, ask.amount);
            ready(cart, act.look(), shop)?;
            begin(shop, cart, payment, kind, amount)?;
            let (order, method) = (cart.order, kind.method());
            act.record(Fact::PaymentIntended(PaymentIntended { payment, order, method, amount }))?;
            Ok(())
        })
    }
}
