//! `pay_cash`, `pay_card_start`, `pay_card_result`, `pay_void`: payments on the cart. What
//! is about to happen at the card reader is on disk before the reader is asked.

use super::cart::load;
use super::cart_view::{draw, reckon};
use super::failure::{Refused, refuse, storage};
use super::pay::ready;
use super::session::Caller;
use super::shop::{Shop, Touch};
use super::till::Till;
use crate::replica::OwnTx;
use shared_model::command::{CartView, ErrorCode, Failure, PayCardResult, PayCardStart, PayCash, PayVoid};
use shared_model::fact::Fact;
use shared_model::order::{CardOutcome, Cart, TenderKind};
use shared_model::party::Staff;
use shared_model::unit::*;

const REFERENCE_CHARS_MAX: usize = 100;

pub(super) async fn cash(till: &Till, caller: &Caller, input: PayCash) -> Result<CartView, Failure> {
    begin(till, caller.staff()?.clone(), TenderKind::Cash, input.amount).await
}

pub(super) async fn card_start(till: &Till, caller: &Caller, input: PayCardStart) -> Result<CartView, Failure> {
    begin(till, caller.staff()?.clone(), TenderKind::Card, input.amount).await
}

/// No sale starts that could not be kept.
pub(super) async fn journal_ready(till: &Till) -> Result<(), Failure> {
    till.replica.journal_ready().map_err(|error| storage(&error))
}

async fn begin(till: &Till, staff: Staff, kind: TenderKind, amount: Amount) -> Result<CartView, Failure> {
    journal_ready(till).await?;
    let tender = TenderId(till.uuid());
    change(till, move |own, shop, cart, touch, now| {
        ready(cart, own.reader(), shop, &staff, touch)?;
        take(shop, cart, tender, kind, amount)?;
        if kind == TenderKind::Card {
            let fact = Fact::TenderIntended { order: cart.order, tender, kind, amount };
            own.record(fact, Some(staff.id), now)?;
        }
        Ok(())
    })
    .await
}

/// Begins a tender against what is still owed.
pub(super) fn take(
    shop: &Shop,
    cart: &mut Cart,
    tender: TenderId,
    kind: TenderKind,
    amount: Amount,
) -> Result<(), Refused> {
    let settlement = reckon(shop, cart)?.settlement;
    if settlement.covered {
        let message = "Everything is paid already. Nothing more was taken. Complete the sale.";
        return Err(refuse(ErrorCode::Invalid, message).into());
    }
    Ok(cart.begin_tender(tender, kind, amount, settlement.due)?)
}

pub(super) async fn card_result(till: &Till, caller: &Caller, input: PayCardResult) -> Result<CartView, Failure> {
    let staff = caller.staff()?.id;
    let outcome = checked(input.result)?;
    change(till, move |own, _, cart, _, now| {
        cart.resolve_tender(input.tender, &outcome)?;
        let fact = Fact::TenderResolved { order: cart.order, tender: input.tender, outcome };
        own.record(fact, Some(staff), now)?;
        Ok(())
    })
    .await
}

fn checked(outcome: CardOutcome) -> Result<CardOutcome, Failure> {
    let CardOutcome::Approved { reference } = outcome else { return Ok(outcome) };
    let reference = reference.trim().to_owned();
    if reference.is_empty() || reference.chars().count() > REFERENCE_CHARS_MAX {
        let message = "An approved card needs the reference on the reader's slip. The payment is still open. Enter it from the slip.";
        return Err(refuse(ErrorCode::Invalid, message));
    }
    Ok(CardOutcome::Approved { reference })
}

pub(super) async fn void(till: &Till, caller: &Caller, input: PayVoid) -> Result<CartView, Failure> {
    let staff = caller.staff()?.id;
    change(till, move |own, _, cart, _, now| {
        cart.void_tender(input.tender)?;
        own.record(Fact::TenderVoided { order: cart.order, tender: input.tender }, Some(staff), now)?;
        Ok(())
    })
    .await
}

/// One transaction around a change of the cart's payments. From the first one on, no step
/// before it can be taken back.
async fn change<F>(till: &Till, work: F) -> Result<CartView, Failure>
where
    F: FnOnce(&mut OwnTx<'_>, &Shop, &mut Cart, Touch, Timestamp) -> Result<(), Refused> + Send + 'static,
{
    let (touch, now, fresh) = (Touch::of(till), till.now(), OrderId(till.uuid()));
    let changed = till.replica.write(move |own| {
        let shop = Shop::load(own.reader())?;
        let mut cart = load(own.reader(), fresh)?;
        work(own, &shop, &mut cart, touch, now)?;
        own.cart_undo_clear()?;
        own.cart_save(&cart)?;
        draw(own.reader(), &shop, &cart, touch, None)
    });
    let drawn = changed.map_err(|refused: Refused| refused.0)?;
    till.recorded();
    Ok(drawn)
}
