//! What can be done with the selected line: always in the same place, so that a hand finds it.

use crate::input::keys;
use crate::kit::Button;
use crate::page::sell::line::after;
use crate::page::sell::{LINE, Sell};
use crate::text;
use leptos::prelude::*;
use shared_model::command::CartLineView;
use shared_model::order::Fulfilment;
use shared_model::party::Address;

pub fn line_actions(page: Sell) -> impl IntoView {
    let line = Memo::new(move |_| page.selected_line());
    // A figure of the line that moves draws itself alone: somebody may be typing beside it.
    let number = Memo::new(move |_| line.with(|line| line.as_ref().map(|line| line.line)));
    let frozen = Memo::new(move |_| page.is_frozen());
    view! {
        <div class="actions" role="group" aria-label=text::cart::line_actions()>
            {move || match number.get() {
                _ if frozen.get() => view! { <p class="hint">{text::cart::frozen()}</p> }.into_any(),
                Some(number) => selected(page, number, line).into_any(),
                None => view! { <p class="hint">{text::cart::no_line_selected()}</p> }.into_any(),
            }}
        </div>
    }
}

fn selected(page: Sell, number: u32, line: Memo<Option<CartLineView>>) -> impl IntoView {
    let way = Memo::new(move |_| line.with(|line| line.as_ref().map(|line| line.fulfilment.clone())));
    // Another customer may leave the line as it was.
    let theirs = Memo::new(move |_| page.cart.with(|cart| Some(cart.as_ref()?.customer.as_ref()?.addresses.clone())));
    view! {
        <div class="row">
            <Button label="−" testid="line-less" class="square" on_press=move || page.step_quantity(false) />
            {quantity(page, number, line)}
            <Button label="+" testid="line-more" class="square" on_press=move || page.step_quantity(true) />
            <Button
                label=text::catalogue::price()
                key=keys::PRICE
                testid="line-price"
                on_press=move || page.open_price()
            />
            <Button
                label=text::cart::remove()
                key=keys::REMOVE
                testid="line-remove"
                on_press=move || page.remove_selected()
            />
        </div>
        <div class="row segments">
            {move || {
                way.get().map(|now| {
                    view! {
                        {segment(page, number, &now, Fulfilment::CarryOut, "fulfil-carry-out")}
                        {segment(page, number, &now, Fulfilment::Pickup, "fulfil-pickup")}
                        {segment(page, number, &now, Fulfilment::Delivery { address: None }, "fulfil-delivery")}
                    }
                })
            }}
        </div>
        {move || addresses(page, number, way.get()?, theirs.get())}
    }
}

fn quantity(page: Sell, number: u32, line: Memo<Option<CartLineView>>) -> impl IntoView {
    // As it is typed, so that what stands there reads back.
    let held = move || line.with(|line| line.as_ref().map(|line| line.quantity.to_string()));
    let typed = move || page.line_typed.with(|lines| lines.get(&number).cloned());
    let shown = Memo::new(move |_| typed().or_else(held).unwrap_or_default());
    let name = Memo::new(move |_| line.with(|line| line.as_ref().map(|line| line.name.clone())).unwrap_or_default());
    view! {
        <input
            id=LINE
            class="quantity"
            type="text"
            inputmode="decimal"
            autocomplete="off"
            data-testid=LINE
            aria-label=move || text::cart::quantity_of(&name.get())
            prop:value=move || shown.get()
            on:focus:target=|event| event.target().select()
            on:input:target=move |event| page.type_quantity(number, event.target().value())
            on:change=move |_| {
                page.send_typed();
                page.refuses_typed();
            }
        />
    }
}

/// One place where the line's goods may go. The key stands on the choice that it would make next.
fn segment(page: Sell, line: u32, now: &Fulfilment, choice: Fulfilment, testid: &'static str) -> impl IntoView + use<> {
    let chosen = same_way(now, &choice);
    let key = if same_way(&after(now), &choice) { keys::FULFILMENT } else { "" };
    view! {
        <Button
            label=text::cart::fulfilment(&choice)
            testid=testid
            key=key
            class=if chosen { "segment chosen" } else { "segment" }
            pressed=Signal::stored(chosen)
            on_press=move || page.set_fulfilment(line, choice.clone())
        />
    }
}

/// Wherever it is delivered to.
fn same_way(one: &Fulfilment, other: &Fulfilment) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// Where to: what the cart holds is what stands there, also where that is none of the customer's addresses.
fn addresses(page: Sell, line: u32, now: Fulfilment, theirs: Option<Vec<Address>>) -> Option<AnyView> {
    let Fulfilment::Delivery { address: chosen } = now else { return None };
    let addresses = theirs?;
    if addresses.is_empty() {
        return Some(view! { <p class="hint">{text::cart::no_address()}</p> }.into_any());
    }
    let chosen = chosen.filter(|chosen| addresses.iter().any(|address| address.id == *chosen));
    let none =
        chosen.is_none().then(|| view! { <option value="" selected=true>{text::cart::choose_address()}</option> });
    let option = |address: Address| {
        let id = address.id.to_string();
        view! { <option value=id selected=chosen == Some(address.id)>{address.in_a_line()}</option> }
    };
    let held = chosen.map_or_else(String::new, |chosen| chosen.to_string());
    let select = view! {
        <select
            class="address"
            data-testid="delivery-address"
            aria-label=text::cart::deliver_to()
            on:change:target=move |event| {
                let address = event.target().value().parse().ok();
                // Until the cart holds it.
                event.target().set_value(&held);
                page.deliver_to(line, address);
            }
        >
            {none}
            {addresses.into_iter().map(option).collect_view()}
        </select>
    };
    Some(select.into_any())
}
