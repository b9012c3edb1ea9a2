use super::{Button, LineActions, PromiseLabel, Totals};
use crate::format;
use crate::input::keys;
use crate::state::{Screen, Store};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{CartLineView, CartView};
use shared_model::unit::Currency;

/// The customer, the lines, what can be done with the selected one, and the totals.
#[component]
pub fn CartPane() -> impl IntoView {
    let store = Store::here();
    let paying = Memo::new(move |_| store.screen.get() == Screen::Pay);
    let lines = move || {
        let selected = store.selling.selected.get().filter(|_| !paying.get());
        store.selling.cart.with(|cart| match cart {
            Some(cart) if !cart.lines.is_empty() => cart_lines(cart, selected, paying.get()),
            _ => view! { <p class="empty">{text::cart_empty()}</p> }.into_any(),
        })
    };
    // The line that was just touched must be seen.
    Effect::new(move || {
        let selected = store.selling.selected.get();
        store.selling.cart.track();
        request_animation_frame(move || show_line(selected));
    });
    view! {
        <aside class="cart" aria-label=text::cart()>
            <CustomerRow paying=paying />
            <div class="lines" role=move || if store.selling.has_lines() { "list" } else { "region" } aria-label=text::cart() data-testid="cart-lines" tabindex="-1">{lines}</div>
            {move || (!paying.get()).then(|| view! { <LineActions /> })}
            <Totals paying=paying />
        </aside>
    }
}

fn show_line(selected: Option<u32>) {
    let Some(line) = selected.and_then(|line| document().get_element_by_id(&format!("line-{line}"))) else { return };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    line.scroll_into_view_with_scroll_into_view_options(&options);
}

#[component]
fn CustomerRow(paying: Memo<bool>) -> impl IntoView {
    let store = Store::here();
    let named = move || {
        store.selling.cart.with(|cart| {
            let customer = cart.as_ref()?.customer.as_ref()?;
            Some(text::customer(&customer.label, &customer.number))
        })
    };
    let label = Signal::derive(move || named().unwrap_or_else(|| text::no_customer().to_owned()));
    let frozen = Signal::derive(move || paying.get());
    view! {
        <div class="customer-row">
            <Button
                label=label
                key=keys::CUSTOMER
                testid="customer"
                class="customer"
                disabled=frozen
                on_press=move || store.open_customer()
            />
            {move || {
                (named().is_some() && !paying.get())
                    .then(|| {
                        view! {
                            <Button
                                label=text::nobody()
                                testid="customer-clear"
                                class="quiet"
                                on_press=move || store.choose_customer(None)
                            />
                        }
                    })
            }}
        </div>
    }
}

fn cart_lines(cart: &CartView, selected: Option<u32>, paying: bool) -> AnyView {
    let currency = cart.currency;
    let row = |line: &CartLineView| line_row(line.clone(), currency, selected == Some(line.line), paying);
    cart.lines.iter().map(row).collect_view().into_any()
}

fn line_row(line: CartLineView, currency: Currency, selected: bool, paying: bool) -> impl IntoView {
    let store = Store::here();
    let number = line.line;
    let price = match line.overridden {
        true => {
            text::price_instead(&format::amount(line.unit_price, currency), &format::amount(line.list_price, currency))
        }
        false => text::price_each(&format::amount(line.unit_price, currency)),
    };
    view! {
        <div role="listitem" class="line-item">
            <button
                type="button"
                id=format!("line-{number}")
                class=if selected { "line selected" } else { "line" }
                data-testid=format!("line-{number}")
                aria-current=selected.then_some("true")
                disabled=paying
                tabindex="-1"
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| store.select_line(number)
            >
                <span class="quantity">{format::quantity(line.quantity)}</span>
                <span class="what">
                    <span class="name">{line.name}</span>
                    <span class="sub">
                        <span class="where">{text::fulfilment(line.fulfilment)}</span>
                        <span class="each">{price}</span>
                        <PromiseLabel promise=line.promise carry_out=line.fulfilment.is_carry_out() />
                    </span>
                </span>
                <span class="sum">{format::amount(line.gross, currency)}</span>
            </button>
        </div>
    }
}
