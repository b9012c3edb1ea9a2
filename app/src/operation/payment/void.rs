//! `pay_void`: takes a payment back before the sale is complete.

use super::tender::{change, take_back};
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartView, PayVoid};
use shared_model::refusal::Refusal;

impl Operation<PayVoid> for Till {
    type Prepared = PayVoid;

    async fn prepare(&self, _: &Caller, ask: PayVoid) -> Result<PayVoid, Refusal> {
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, PayVoid { tender }: PayVoid) -> Result<CartView, Refusal> {
        change(act, |act, _, cart| {
            cart.void_tender(tender)?;
            let voided = cart.tenders.iter_mut().find(|entry| entry.id == tender);
            if let Some(payment) = voided.and_then(|entry| entry.payment.take()) {
                take_back(act, payment)?;
            }
            Ok(())
        })
    }
}
