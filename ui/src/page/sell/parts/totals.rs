//! Subtotal, discount, tax, and the one number that matters.

use crate::format;
use crate::input::keys;
use crate::kit::Button;
use crate::page::sell::Sell;
use crate::text;
use leptos::prelude::*;
use shared_model::command::CartView;
use shared_model::unit::Amount;

pub fn totals(page: Sell, paying: Memo<bool>) -> impl IntoView {
    let with_cart = move |draw: fn(&CartView) -> AnyView| page.cart.with(|cart| cart.as_ref().map(draw));
    view! {
        <div class="totals">
            <div class="parts">{move || with_cart(parts)}</div>
            <div class="to-pay">
                <span>{text::cart::to_pay()}</span>
                <strong data-testid="to-pay">{move || with_cart(total)}</strong>
            </div>
            {move || (!paying.get()).then(|| buttons(page))}
        </div>
    }
}

fn buttons(page: Sell) -> impl IntoView {
    let empty = Signal::derive(move || !page.has_lines());
    let kept = Signal::derive(move || !page.has_lines() || page.is_frozen());
    let cancel = Signal::derive(move || match page.cancel_said.get() {
        true => text::cart::cancel_sure(),
        false => text::cart::cancel(),
    });
    let no_undo = Signal::derive(move || page.cart.with(|cart| cart.as_ref().is_none_or(|cart| !cart.can_undo)));
    view! {
        <div class="row">
            <Button
                label=cancel
                testid="cancel-basket"
                class="tall"
                disabled=kept
                on_press=move || page.cancel_cart()
            />
            <Button
                label=text::cart::undo()
                key=keys::UNDO
                testid="undo"
                class="tall"
                disabled=no_undo
                on_press=move || page.undo()
            />
            <Button
                label=text::cart::pay()
                key=keys::PAY
                testid="pay"
                class="pay"
                disabled=empty
                on_press=move || page.go_pay()
            />
        </div>
    }
}

fn parts(cart: &CartView) -> AnyView {
    let amount = |amount| format::amount(amount, cart.currency);
    // The subtotal is what the lines came to before the discount, in the prices' own terms.
    let base = if cart.prices_include_tax { cart.gross } else { cart.net };
    let subtotal = Amount(base.0.saturating_add(cart.discount.0));
    let tax = if cart.prices_include_tax { text::cart::tax_included() } else { text::cart::tax_added() };
    let discount = (!cart.discount.is_zero()).then(|| {
        let less = format::minus(cart.discount, cart.currency);
        view! { <span>{text::cart::discount()} <b data-testid="discount">{less}</b></span> }
    });
    view! {
        <span data-testid="line-count">{text::cart::lines(cart.lines.len())}</span>
        <span>{text::cart::subtotal()} <b data-testid="subtotal">{amount(subtotal)}</b></span>
        {discount}
        <span>{tax} <b data-testid="tax">{amount(cart.tax)}</b></span>
    }
    .into_any()
}

fn total(cart: &CartView) -> AnyView {
    format::money(cart.gross, cart.currency).into_any()
}
