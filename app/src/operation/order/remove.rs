//! `cart_remove`: takes a line out.

use super::step::step;
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartRemove, CartView};
use shared_model::refusal::Refusal;

impl Operation<CartRemove> for Till {
    type Prepared = CartRemove;

    async fn prepare(&self, _: &Caller, ask: CartRemove) -> Result<CartRemove, Refusal> {
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, ask: CartRemove) -> Result<CartView, Refusal> {
        step(act, |cart, _, _| {
            cart.remove(ask.line)?;
            Ok(None)
        })
    }
}
