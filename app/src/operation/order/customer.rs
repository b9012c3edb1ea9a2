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
            if let Some(customer) = ask.customer
                && look.reader.customer(customer)?.is_none()
            {
                return Err(PartyRefusal::NoSuchCustomer.into());
            }
            cart.set_customer(ask.customer)?;
            Ok(None)
        })
    }
}
