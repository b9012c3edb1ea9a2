//! `cart_cancel`: the basket is given up; recorded with staff and amount. Until the next payment it can be taken back.

use super::draw::draw;
use super::step::load;
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartCancel, CartView};
use shared_model::fact::Fact;
use shared_model::fact::order::BasketCancelled;
use shared_model::order::{Cart, CartError};
use shared_model::refusal::Refusal;
use shared_model::unit::OrderId;

impl Operation<CartCancel> for Till {
    type Prepared = CartCancel;

    async fn prepare(&self, _: &Caller, ask: CartCancel) -> Result<CartCancel, Refusal> {
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, _: CartCancel) -> Result<CartView, Refusal> {
        let shop = act.look().shop()?;
        let cart = load(act.look())?;
        if cart.is_frozen() {
            return Err(CartError::Frozen.into());
        }
        if !cart.lines.is_empty() {
            let amount = shop.reckon(&cart)?.priced.totals.gross;
            act.own().cart_undo_push(&cart)?;
            act.record(Fact::BasketCancelled(BasketCancelled { order: cart.order, amount }))?;
        }
        let empty = Cart::new(OrderId(act.moment().uuid()));
        act.own().cart_clear()?;
        draw(act.look(), &shop, &empty, None)
    }
}
