//! `cart_quantity`: how many of a line.

use super::step::step;
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartQuantity, CartView};
use shared_model::refusal::Refusal;

impl Operation<CartQuantity> for Till {
    type Prepared = CartQuantity;

    async fn prepare(&self, _: &Caller, ask: CartQuantity) -> Result<CartQuantity, Refusal> {
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, ask: CartQuantity) -> Result<CartView, Refusal> {
        step(act, |cart, _, _| {
            cart.set_quantity(ask.line, ask.quantity)?;
            Ok(Some(ask.line))
        })
    }
}
