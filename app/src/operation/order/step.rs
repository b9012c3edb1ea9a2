//! The cart's steps. Each is one transaction: load, change, remember the step before, store,
//! and draw, so that two screens of one till can't lose each other's lines.

use super::draw::draw;
use crate::till::{Act, Look, Shop};
use shared_model::command::CartView;
use shared_model::order::Cart;
use shared_model::refusal::Refusal;
use shared_model::unit::OrderId;

/// The cart on the counter. A new one has a fresh id, which is kept with its first change
/// and not before.
pub(in crate::operation) fn load(look: Look<'_>) -> Result<Cart, Refusal> {
    let cart = look.reader.cart()?;
    Ok(cart.unwrap_or_else(|| Cart::new(OrderId(look.moment.uuid()))))
}

/// One step that can be taken back; `change` returns the line it touched.
pub(super) fn step(
    act: &mut Act<'_>,
    change: impl FnOnce(&mut Cart, Look<'_>, &Shop) -> Result<Option<u32>, Refusal>,
) -> Result<CartView, Refusal> {
    let shop = act.look().shop()?;
    let before = load(act.look())?;
    let mut cart = before.clone();
    let touched = change(&mut cart, act.look(), &shop)?;
    if cart != before {
        act.own().cart_undo_push(&before)?;
        act.own().cart_save(&cart)?;
    }
    draw(act.look(), &shop, &cart, touched)
}
