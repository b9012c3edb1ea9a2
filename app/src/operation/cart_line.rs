//! `cart_quantity`, `cart_remove`, `cart_fulfilment`, `cart_price`: changing a line.

use super::cart::step;
use super::failure::refuse;
use super::pay::deny_short;
use super::pin;
use super::session::Caller;
use super::till::Till;
use shared_model::command::{CartFulfilment, CartPrice, CartQuantity, CartRemove, CartView, ErrorCode, Failure};
use shared_model::order::Override;
use shared_model::order::placed::PriceOverride;

const REASON_CHARS_MAX: usize = 500;

pub(super) async fn quantity(till: &Till, _: &Caller, input: CartQuantity) -> Result<CartView, Failure> {
    step(till, move |cart, _| {
        cart.set_quantity(input.line, input.quantity)?;
        Ok(Some(input.line))
    })
    .await
}

pub(super) async fn remove(till: &Till, _: &Caller, input: CartRemove) -> Result<CartView, Failure> {
    step(till, move |cart, _| {
        cart.remove(input.line)?;
        Ok(None)
    })
    .await
}

pub(super) async fn fulfilment(till: &Till, _: &Caller, input: CartFulfilment) -> Result<CartView, Failure> {
    step(till, move |cart, counter| {
        cart.set_fulfilment(input.line, input.fulfilment)?;
        deny_short(cart, counter.view, counter.shop, counter.touch)?;
        Ok(Some(input.line))
    })
    .await
}

pub(super) async fn price(till: &Till, caller: &Caller, input: CartPrice) -> Result<CartView, Failure> {
    let reason = input.reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        let message = "Another price needs a short reason. The cart is as it was. Say why and try again.";
        return Err(refuse(ErrorCode::Invalid, message));
    }
    let approved_by = pin::approve(till, caller.staff()?, input.approval).await?;
    step(till, move |cart, _| {
        let by = PriceOverride { approved_by, reason };
        cart.override_price(input.line, Override { price: input.price, by })?;
        Ok(Some(input.line))
    })
    .await
}
