//! `pay_cash`: takes cash.

use super::ready::{journal_ready, ready};
use super::tender::{cash, change};
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartView, PayCash};
use shared_model::refusal::Refusal;

impl Operation<PayCash> for Till {
    type Prepared = PayCash;

    async fn prepare(&self, _: &Caller, ask: PayCash) -> Result<PayCash, Refusal> {
        journal_ready(self)?;
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, ask: PayCash) -> Result<CartView, Refusal> {
        change(act, |act, shop, cart| {
            ready(cart, act.look(), shop)?;
            cash(act, shop, cart, ask.amount)
        })
    }
}
