//! `cart_undo`: takes the last step back; with none left the cart stays as it is.

use super::draw::draw;
use super::step::load;
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartUndo, CartView};
use shared_model::order::{Cart, CartError};
use shared_model::refusal::Refusal;

impl Operation<CartUndo> for Till {
    type Prepared = CartUndo;

    async fn prepare(&self, _: &Caller, ask: CartUndo) -> Result<CartUndo, Refusal> {
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, _: CartUndo) -> Result<CartView, Refusal> {
        let shop = act.look().shop()?;
        let mut cart = load(act.look())?;
        if cart.is_frozen() {
            return Err(CartError::Frozen.into());
        }
        if let Some(before) = act.own().cart_undo_pop(cart.order)? {
            // Line numbers are not given out twice, and payments that failed stay on record. What was given up comes
            // back as another cart with the same goods: of the one before is recorded that it is over.
            let last_line = cart.last_line.max(before.last_line);
            cart = Cart { order: cart.order, last_line, tenders: cart.tenders, ..before };
            act.own().cart_save(&cart)?;
        }
        draw(act.look(), &shop, &cart, None)
    }
}
