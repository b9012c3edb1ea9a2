//! What must hold before the first tender. After it the sale is always booked.

use crate::operation::stock::Stock;
use crate::replica::Reader;
use crate::till::{Look, Shop, Till};
use shared_model::catalogue::ShortagePolicy;
use shared_model::command::ShiftView;
use shared_model::order::{Cart, Fulfilment};
use shared_model::policy::Permission;
use shared_model::refusal::{DrawerRefusal, PaymentRefusal, Refusal, StockRefusal};
use shared_model::unit::Quantity;

/// No sale starts that could not be kept.
pub(super) fn journal_ready(till: &Till) -> Result<(), Refusal> {
    Ok(till.replica.journal_ready()?)
}

/// Refuses a first tender the sale could not be completed after.
pub(super) fn ready(cart: &Cart, look: Look<'_>, shop: &Shop) -> Result<(), Refusal> {
    open_shift(look.reader)?;
    if cart.is_frozen() {
        return Ok(());
    }
    day_goes_on(look)?;
    if cart.lines.is_empty() {
        return Err(PaymentRefusal::CartEmpty.into());
    }
    delivery_address(cart, look.reader)?;
    deny_short(cart, look, shop)?;
    ask_short(cart, look, shop)?;
    shop.reckon(cart)?;
    Ok(())
}

pub(in crate::operation) fn open_shift(reader: Reader<'_>) -> Result<ShiftView, Refusal> {
    reader.shift()?.ok_or(DrawerRefusal::NotOpen.into())
}

/// What was begun before midnight is completed; what begins after it is of the next day.
fn day_goes_on(look: Look<'_>) -> Result<(), Refusal> {
    match look.shift()? {
        Some(ShiftView { business_date, next: Some(next), .. }) => {
            Err(DrawerRefusal::Over { business_date, next }.into())
        }
        _ => Ok(()),
    }
}

fn delivery_address(cart: &Cart, reader: Reader<'_>) -> Result<(), Refusal> {
    let delivery = |fulfilment: &Fulfilment| match fulfilment {
        Fulfilment::Delivery { address } => Some(*address),
        Fulfilment::CarryOut | Fulfilment::Pickup | Fulfilment::Newer(_) => None,
    };
    let deliveries: Vec<_> = cart.lines.iter().filter_map(|line| delivery(&line.fulfilment)).collect();
    if deliveries.is_empty() {
        return Ok(());
    }
    let Some(customer) = cart.customer.map(|customer| reader.customer(customer)).transpose()?.flatten() else {
        return Err(PaymentRefusal::DeliveryNeedsCustomer.into());
    };
    let known = |id| customer.addresses.iter().any(|address| address.id == id);
    if deliveries.into_iter().flatten().all(known) {
        return Ok(());
    }
    Err(PaymentRefusal::UnknownAddress.into())
}

/// The first line for later that stock does not cover and whose product has such a policy: how
/// much is short, and of what.
fn short_line(
    cart: &Cart,
    look: Look<'_>,
    shop: &Shop,
    policy: fn(&ShortagePolicy) -> bool,
) -> Result<Option<(Quantity, String)>, Refusal> {
    let promises = Stock::of(look, shop).promises(cart)?;
    let short = cart.lines.iter().zip(&promises).find(|(line, promise)| {
        !line.fulfilment.is_carry_out() && policy(&line.product.shortage) && promise.short.is_positive()
    });
    Ok(short.map(|(line, promise)| (promise.short, line.product.name.clone())))
}

/// A product that may not be sold short is refused here, on what the till knows. What the
/// customer carries out is in their hands and never refused.
pub(in crate::operation) fn deny_short(cart: &Cart, look: Look<'_>, shop: &Shop) -> Result<(), Refusal> {
    match short_line(cart, look, shop, |policy| *policy == ShortagePolicy::Deny)? {
        None => Ok(()),
        Some((short, product)) => Err(StockRefusal::Denied { short, product }.into()),
    }
}

/// Selling short what must be asked for is not everybody's decision.
fn ask_short(cart: &Cart, look: Look<'_>, shop: &Shop) -> Result<(), Refusal> {
    if look.may(look.moment.staff()?, Permission::SellShort)? {
        return Ok(());
    }
    match short_line(cart, look, shop, ShortagePolicy::asks)? {
        None => Ok(()),
        Some((short, product)) => Err(StockRefusal::MustBeAsked { short, product }.into()),
    }
}
