//! `cart_fulfilment`: where the goods of a line go.

use super::step::step;
use crate::operation::Operation;
use crate::operation::payment::deny_short;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartFulfilment, CartView};
use shared_model::order::Fulfilment;
use shared_model::refusal::{Refusal, RequestRefusal};

impl Operation<CartFulfilment> for Till {
    type Prepared = CartFulfilment;

    async fn prepare(&self, _: &Caller, ask: CartFulfilment) -> Result<CartFulfilment, Refusal> {
        match &ask.fulfilment {
            Fulfilment::CarryOut | Fulfilment::Pickup | Fulfilment::Delivery { .. } => Ok(ask),
            Fulfilment::Newer(newer) => {
                let name = newer.name().to_owned();
                Err(RequestRefusal::UnknownVariant { name, known: Fulfilment::KNOWN }.into())
            }
        }
    }

    fn run(act: &mut Act<'_>, ask: CartFulfilment) -> Result<CartView, Refusal> {
        step(act, |cart, look, shop| {
            cart.set_fulfilment(ask.line, ask.fulfilment)?;
            deny_short(cart, look, shop)?;
            Ok(Some(ask.line))
        })
    }
}
