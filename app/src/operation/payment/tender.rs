//! Changing the cart's payments. From the first one on, no step before it can be taken back.

use crate::operation::order::{draw, load};
use crate::till::{Act, Shop};
use shared_model::command::CartView;
use shared_model::order::{Cart, TenderKind};
use shared_model::refusal::{PaymentRefusal, Refusal};
use shared_model::unit::{Amount, TenderId};

/// Loads the cart, changes its payments, stores and draws it.
pub(super) fn change(
    act: &mut Act<'_>,
    work: impl FnOnce(&mut Act<'_>, &Shop, &mut Cart) -> Result<(), Refusal>,
) -> Result<CartView, Refusal> {
    let shop = act.look().shop()?;
    let mut cart = load(act.look())?;
    work(act, &shop, &mut cart)?;
    act.own().cart_undo_clear()?;
    act.own().cart_save(&cart)?;
    draw(act.look(), &shop, &cart, None)
}

/// Begins a tender against what is still owed.
pub(super) fn take(
    shop: &Shop,
    cart: &mut Cart,
    tender: TenderId,
    kind: TenderKind,
    amount: Amount,
) -> Result<(), Refusal> {
    let settlement = shop.reckon(cart)?.settlement;
    if settlement.covered {
        return Err(PaymentRefusal::AlreadyCovered.into());
    }
    Ok(cart.begin_tender(tender, kind, amount, settlement.due)?)
}
