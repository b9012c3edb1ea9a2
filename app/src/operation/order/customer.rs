//! `cart_customer`: who buys.

use super::step::step;
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartCustomer, CartView};
use shared_model::refusal::{PartyRefusal, Refusal};

impl Operation<CartCustomer> for Till {
    type Prepared = CartCustomer;

    async fn prepare(&self, _: &Caller, ask: CartCustomer) -> Result<CartCustomer, Refusal> {
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, ask: CartCustomer) -> Result<CartView, Refusal> {
        step(act, |cart, look, _| {
            let customer = ask.customer.map(|customer| look.reader.customer(customer)).transpose()?.flatten();
            if customer.is_none() && ask.customer.is_some() {
                return Err(PartyRefusal::NoSuchCustomer.into());
            }
            cart.set_customer(customer.as_ref())?;
            Ok(None)
        })
    }
}
