use super::Button;
use crate::format;
use crate::input::keys;
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::command::CartView;
use shared_model::unit::Amount;

/// Subtotal, discount, tax, and the one number that matters.
#[component]
pub fn Totals(paying: Memo<bool>) -> impl IntoView {
    let store = Store::here();
    let with_cart = move |draw: fn(&CartView) -> AnyView| store.selling.cart.with(|cart| cart.as_ref().map(draw));
    let empty = Signal::derive(move || !store.selling.has_lines());
    let kept = Signal::derive(move || !store.selling.has_lines() || store.selling.is_frozen());
    let no_undo =
        Signal::derive(move || store.selling.cart.with(|cart| cart.as_ref().is_none_or(|cart| !cart.can_undo)));
    view! {
        <div class="totals">
            <div class="parts">{move || with_cart(parts)}</div>
            <div class="to-pay">
                <span>{text::to_pay()}</span>
                <strong data-testid="to-pay">{move || with_cart(total)}</strong>
            </div>
            {move || {
                (!paying.get())
                    .then(|| {
                        view! {
                            <div class="row">
                                <Button
                                    label=text::undo()
                                    key=keys::UNDO
                                    testid="undo"
                                    class="tall"
                                    disabled=no_undo
                                    on_press=move || store.undo()
                                />
                                <Button
                                    label=text::cancel_basket()
                                    testid="cancel-basket"
                                    class="tall"
                                    disabled=kept
                                    on_press=move || store.cancel_cart()
                                />
                                <Button
                                    label=text::pay()
                                    key=keys::PAY
                                    testid="pay"
                                    class="pay"
                                    disabled=empty
                                    on_press=move || store.go_pay()
                                />
                            </div>
                        }
                    })
            }}
        </div>
    }
}

fn parts(cart: &CartView) -> AnyView {
    let amount = |amount| format::amount(amount, cart.currency);
    // The subtotal is what the lines came to before the discount, in the prices' own terms.
    let base = if cart.prices_include_tax { cart.gross } else { cart.net };
    let subtotal = Amount(base.0.saturating_add(cart.discount.0));
    let tax = if cart.prices_include_tax { text::tax_included() } else { text::tax_added() };
    view! {
        <span data-testid="line-count">{text::items(cart.lines.len() as u64)}</span>
        <span>{text::subtotal()} <b data-testid="subtotal">{amount(subtotal)}</b></span>
        {(!cart.discount.is_zero())
            .then(|| {
                view! {
                    <span>{text::discount()} <b data-testid="discount">{format::minus(cart.discount, cart.currency)}</b></span>
                }
            })}
        <span>{tax} <b data-testid="tax">{amount(cart.tax)}</b></span>
    }
    .into_any()
}

fn total(cart: &CartView) -> AnyView {
    format::money(cart.gross, cart.currency).into_any()
}
