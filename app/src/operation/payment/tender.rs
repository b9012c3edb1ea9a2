//! Changing the cart's payments. From the first one on, no step before it can be taken back.
//!
//! Invariant: a payment that counts is recorded in the transaction in which it begins to.

use super::ready::open_shift;
use crate::operation::order::{draw, load};
use crate::till::{Act, Shop};
use shared_model::command::CartView;
use shared_model::fact::Fact;
use shared_model::fact::payment::{PaymentTaken, PaymentVoided};
use shared_model::money::DocumentKind;
use shared_model::order::{Cart, CartError, Share, placing};
use shared_model::payment::{Payment, PaymentDirection, Settled, TenderKind};
use shared_model::refusal::{PaymentRefusal, Refusal};
use shared_model::unit::{Amount, PaymentId};

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
pub(super) fn begin(
    shop: &Shop,
    cart: &mut Cart,
    payment: PaymentId,
    kind: TenderKind,
    amount: Amount,
) -> Result<(), Refusal> {
    let settlement = shop.reckon(cart)?.settlement;
    if settlement.covered {
        return Err(PaymentRefusal::AlreadyCovered.into());
    }
    Ok(cart.begin_tender(payment, kind, amount, &settlement)?)
}

/// Takes cash, which counts at once.
pub(super) fn cash(act: &mut Act<'_>, shop: &Shop, cart: &mut Cart, amount: Amount) -> Result<(), Refusal> {
    let payment = PaymentId(act.moment().uuid());
    begin(shop, cart, payment, TenderKind::Cash, amount)?;
    taken(act, shop, cart, payment)
}

/// Records that a tender counts, with what it comes to as things stand.
pub(super) fn taken(act: &mut Act<'_>, shop: &Shop, cart: &mut Cart, tender: PaymentId) -> Result<(), Refusal> {
    let settlement = shop.reckon(cart)?.settlement;
    let shares = placing::shares(cart, &settlement)?;
    let share = shares.into_iter().find(|share| share.id == tender).ok_or(CartError::NoSuchTender)?;
    record(act, shop, cart, share)
}

pub(super) fn record(act: &mut Act<'_>, shop: &Shop, cart: &mut Cart, share: Share) -> Result<(), Refusal> {
    let shift = open_shift(act.look().reader)?;
    let payment = Payment {
        id: share.id,
        number: act.look().reader.number_next(&DocumentKind::Payment)?,
        method: share.kind.method(),
        direction: PaymentDirection::In,
        shift: Some(shift.id),
        business_date: shift.business_date,
        currency: shop.business.currency,
        tendered: share.tendered,
        settles: vec![Settled::order(cart.order, share.amount)],
        account: None,
        reference: share.reference,
    };
    if let Some(tender) = cart.tenders.iter_mut().find(|tender| tender.id == share.id) {
        tender.payment = Some(payment.clone());
    }
    act.record(Fact::PaymentTaken(PaymentTaken { payment }))?;
    Ok(())
}

/// Gives a payment back: a document of its own, of this day and out of this drawer.
pub(super) fn take_back(act: &mut Act<'_>, taken: Payment) -> Result<(), Refusal> {
    let shift = open_shift(act.look().reader)?;
    let payment = Payment {
        id: PaymentId(act.moment().uuid()),
        number: act.look().reader.number_next(&DocumentKind::Payment)?,
        direction: PaymentDirection::Out,
        shift: Some(shift.id),
        business_date: shift.business_date,
        ..taken.clone()
    };
    act.record(Fact::PaymentVoided(PaymentVoided { payment, reverses: taken.id }))?;
    Ok(())
}
