//! What must hold before the first tender. After it the sale is always booked.

use super::cart_view::reckon;
use super::failure::{Refused, refuse};
use super::shop::{Shop, Touch};
use super::stock::Stock;
use crate::replica::Reader;
use shared_model::catalogue::ShortagePolicy;
use shared_model::command::{ErrorCode, ShiftView};
use shared_model::order::{Cart, Fulfilment};
use shared_model::party::{Role, Staff};

/// Refuses a first tender the sale could not be completed after.
pub(super) fn ready(cart: &Cart, view: Reader<'_>, shop: &Shop, staff: &Staff, touch: Touch) -> Result<(), Refused> {
    open_shift(view)?;
    if cart.is_frozen() {
        return Ok(());
    }
    if cart.lines.is_empty() {
        return Err(refuse(
            ErrorCode::CartEmpty,
            "The cart is empty. Nothing was charged. Scan or search something first.",
        )
        .into());
    }
    delivery_address(cart, view)?;
    deny_short(cart, view, shop, touch)?;
    ask_short(cart, view, shop, staff, touch)?;
    reckon(shop, cart)?;
    Ok(())
}

pub(super) fn open_shift(view: Reader<'_>) -> Result<ShiftView, Refused> {
    view.shift()?.ok_or_else(|| {
        refuse(
            ErrorCode::ShiftClosed,
            "No shift is open. The cart is kept and nothing was charged. Open a shift first.",
        )
        .into()
    })
}

fn delivery_address(cart: &Cart, view: Reader<'_>) -> Result<(), Refused> {
    let deliveries: Vec<_> = cart
        .lines
        .iter()
        .filter_map(|line| match line.fulfilment {
            Fulfilment::Delivery { address } => Some(address),
            _ => None,
        })
        .collect();
    if deliveries.is_empty() {
        return Ok(());
    }
    let Some(customer) = cart.customer.map(|customer| view.customer(customer)).transpose()?.flatten() else {
        let message = "A delivery needs a customer. Nothing was charged. Choose the customer, or carry the goods out.";
        return Err(refuse(ErrorCode::NeedsCustomer, message).into());
    };
    let known = |id| customer.addresses.iter().any(|address| address.id == id);
    if deliveries.into_iter().flatten().all(known) {
        return Ok(());
    }
    let message = "The address of a delivery is not this customer's. Nothing was charged. Choose one of the customer's addresses.";
    Err(refuse(ErrorCode::NeedsCustomer, message).into())
}

/// The first line for later that stock does not cover and whose product has `policy`.
fn short_line(
    cart: &Cart,
    view: Reader<'_>,
    shop: &Shop,
    touch: Touch,
    policy: ShortagePolicy,
) -> Result<Option<String>, Refused> {
    let stock = Stock { view, warehouse: shop.store.warehouse, fresh: touch.fresh };
    let promises = stock.promises(cart)?;
    let short = cart.lines.iter().zip(&promises).find(|(line, promise)| {
        !line.fulfilment.is_carry_out() && line.product.shortage == policy && promise.short.is_positive()
    });
    Ok(short.map(|(line, promise)| format!("{} of {}", promise.short, line.product.name)))
}

/// A product that may not be sold short is refused here, on what the till knows. What the
/// customer carries out is in their hands and never refused.
pub(super) fn deny_short(cart: &Cart, view: Reader<'_>, shop: &Shop, touch: Touch) -> Result<(), Refused> {
    let Some(short) = short_line(cart, view, shop, touch, ShortagePolicy::Deny)? else { return Ok(()) };
    let message = format!(
        "Stock does not cover {short}, and it may not be sold short. The cart is as it was and nothing was charged. Sell fewer, or take the line out."
    );
    Err(refuse(ErrorCode::StockDenied, message).into())
}

/// Selling short what must be asked for is a manager's decision.
fn ask_short(cart: &Cart, view: Reader<'_>, shop: &Shop, staff: &Staff, touch: Touch) -> Result<(), Refused> {
    if staff.role >= Role::Manager {
        return Ok(());
    }
    let Some(short) = short_line(cart, view, shop, touch, ShortagePolicy::Ask)? else { return Ok(()) };
    let message = format!(
        "Stock does not cover {short}, and only a manager may sell it short. The cart is kept and nothing was charged. Ask a manager to sign in, or sell fewer."
    );
    Err(refuse(ErrorCode::StockDenied, message).into())
}
