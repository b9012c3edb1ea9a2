//! The customer, the lines, what can be done with the selected one, and the totals.

use super::line::line_actions;
use super::totals::totals;
use crate::format;
use crate::input::keys;
use crate::kit::{Button, PromiseLabel};
use crate::page::sell::Sell;
use crate::page::sell::state::Stage;
use crate::text;
use leptos::prelude::*;
use shared_model::command::CartLineView;
use shared_model::unit::Currency;

pub fn cart(page: Sell, stage: Memo<Stage>) -> impl IntoView {
    let paying = Memo::new(move |_| stage.get() == Stage::Pay);
    // The line that was just touched must be seen.
    Effect::new(move || {
        let selected = page.selected.get();
        page.cart.track();
        request_animation_frame(move || show_line(selected));
    });
    view! {
        <aside class="cart" aria-label=text::cart::title()>
            {customer(page, paying)}
            <div
                class="lines"
                role=move || if page.has_lines() { "list" } else { "region" }
                aria-label=text::cart::title()
                data-testid="cart-lines"
                tabindex="-1"
            >
                {move || lines(page, paying.get())}
            </div>
            {move || (!paying.get()).then(|| line_actions(page))}
            {totals(page, paying)}
        </aside>
    }
}

fn show_line(selected: Option<u32>) {
    let Some(line) = selected.and_then(|line| document().get_element_by_id(&format!("line-{line}"))) else { return };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    line.scroll_into_view_with_scroll_into_view_options(&options);
}

fn customer(page: Sell, paying: Memo<bool>) -> impl IntoView {
    let named = move || {
        page.cart.with(|cart| {
            let customer = cart.as_ref()?.customer.as_ref()?;
            Some(text::customer::named(&customer.label.to_string(), &customer.number))
        })
    };
    let label = Signal::derive(move || named().unwrap_or_else(text::cart::no_customer));
    let clear = move || {
        (named().is_some() && !paying.get()).then(|| {
            view! {
                <Button
                    label=text::cart::clear_customer()
                    testid="customer-clear"
                    class="quiet"
                    on_press=move || page.choose_customer(None)
                />
            }
        })
    };
    view! {
        <div class="customer-row">
            <Button
                label=label
                key=keys::CUSTOMER
                testid="customer"
                class="customer"
                disabled=paying
                on_press=move || page.open_customer()
            />
            {clear}
        </div>
    }
}

fn lines(page: Sell, paying: bool) -> AnyView {
    let selected = page.selected.get().filter(|_| !paying);
    page.cart.with(|cart| match cart {
        Some(cart) if !cart.lines.is_empty() => {
            let row = |line: &CartLineView| row(page, line.clone(), cart.currency, selected == Some(line.line), paying);
            cart.lines.iter().map(row).collect_view().into_any()
        }
        Some(_) | None => view! { <p class="empty">{text::cart::empty()}</p> }.into_any(),
    })
}

fn row(page: Sell, line: CartLineView, currency: Currency, selected: bool, paying: bool) -> impl IntoView {
    let number = line.line;
    let unit_price = format::amount(line.unit_price, currency);
    let price = match line.overridden {
        true => text::cart::price_instead(&unit_price, &format::amount(line.list_price, currency)),
        false => text::cart::price_each(&unit_price),
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
                on:click=move |_| page.select_line(number)
            >
                <span class="quantity">{format::quantity(line.quantity)}</span>
                <span class="what">
                    <span class="name">{line.name}</span>
                    <span class="sub">
                        <span class="where">{text::cart::fulfilment(&line.fulfilment)}</span>
                        <span class="each">{price}</span>
                        <PromiseLabel promise=line.promise />
                    </span>
                </span>
                <span class="sum">{format::amount(line.gross, currency)}</span>
            </button>
        </div>
    }
}
