//! `cart_price`: another price for a line, approved by somebody who may.

use super::step::step;
use crate::operation::Operation;
use crate::operation::party::pin;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartPrice, CartView};
use shared_model::order::{Override, PriceCause};
use shared_model::refusal::{OrderRefusal, Refusal};

const REASON_CHARS_MAX: usize = 500;

pub struct Approved {
    line: u32,
    price: Override,
}

impl Operation<CartPrice> for Till {
    type Prepared = Approved;

    async fn prepare(&self, caller: &Caller, ask: CartPrice) -> Result<Approved, Refusal> {
        let reason = ask.reason.trim().to_owned();
        if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
            return Err(OrderRefusal::NoReason.into());
        }
        let approved_by = pin::approve(self, caller.staff()?, ask.approval).await?;
        let cause = PriceCause::manual(approved_by, reason);
        Ok(Approved { line: ask.line, price: Override { price: ask.price, cause } })
    }

    fn run(act: &mut Act<'_>, Approved { line, price }: Approved) -> Result<CartView, Refusal> {
        step(act, |cart, _, _| {
            cart.override_price(line, price)?;
            Ok(Some(line))
        })
    }
}
