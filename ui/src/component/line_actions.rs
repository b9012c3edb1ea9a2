use super::Button;
use crate::format;
use crate::input::keys;
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::command::CartLineView;
use shared_model::order::Fulfilment;
use shared_model::unit::AddressId;

/// What can be done with the selected line: always in the same place, so that a hand finds it.
#[component]
pub fn LineActions() -> impl IntoView {
    let store = Store::here();
    let line = Memo::new(move |_| store.selling.selected_line());
    let frozen = Memo::new(move |_| store.selling.is_frozen());
    view! {
        <div class="actions" role="group" aria-label=text::line_actions()>
            {move || match line.get() {
                _ if frozen.get() => view! { <p class="hint">{text::cart_frozen()}</p> }.into_any(),
                Some(line) => selected(store, line).into_any(),
                None => view! { <p class="hint">{text::no_line_selected()}</p> }.into_any(),
            }}
        </div>
    }
}

fn selected(store: Store, line: CartLineView) -> impl IntoView {
    let number = line.line;
    let quantity = format::quantity(line.quantity);
    view! {
        <div class="row">
            <Button label="−" testid="line-less" class="square" on_press=move || store.step_quantity(false) />
            <input
                class="quantity"
                type="text"
                inputmode="decimal"
                autocomplete="off"
                data-testid="line-quantity"
                aria-label=text::quantity_of(&line.name)
                prop:value=quantity.clone()
                on:focus:target=|event| event.target().select()
                on:change:target=move |event| {
                    if !store.type_quantity(&event.target().value()) {
                        event.target().set_value(&quantity);
                    }
                }
            />
            <Button label="+" testid="line-more" class="square" on_press=move || store.step_quantity(true) />
            <Button label=text::price() key=keys::PRICE testid="line-price" on_press=move || store.open_price() />
            <Button
                label=text::remove()
                key=keys::REMOVE
                testid="line-remove"
                on_press=move || store.remove_selected()
            />
        </div>
        <div class="row segments">
            {segment(store, number, line.fulfilment, Fulfilment::CarryOut, "fulfil-carry-out")}
            {segment(store, number, line.fulfilment, Fulfilment::Pickup, "fulfil-pickup")}
            {segment(store, number, line.fulfilment, Fulfilment::Delivery { address: None }, "fulfil-delivery")}
        </div>
        {addresses(store, number, line.fulfilment)}
    }
}

fn segment(store: Store, line: u32, now: Fulfilment, choice: Fulfilment, testid: &'static str) -> impl IntoView {
    let chosen = std::mem::discriminant(&now) == std::mem::discriminant(&choice);
    let key = if chosen { "" } else { next_key(now, choice) };
    view! {
        <Button
            label=text::fulfilment(choice)
            testid=testid
            key=key
            class=if chosen { "segment chosen" } else { "segment" }
            pressed=Signal::stored(chosen)
            on_press=move || store.set_fulfilment(line, choice)
        />
    }
}

/// The key stands on the choice that it would make next.
fn next_key(now: Fulfilment, choice: Fulfilment) -> &'static str {
    let is_next = matches!(
        (now, choice),
        (Fulfilment::CarryOut, Fulfilment::Pickup)
            | (Fulfilment::Pickup, Fulfilment::Delivery { .. })
            | (Fulfilment::Delivery { .. }, Fulfilment::CarryOut)
    );
    if is_next { keys::FULFILMENT } else { "" }
}

/// Where to, when the customer has more than one address.
fn addresses(store: Store, line: u32, now: Fulfilment) -> Option<impl IntoView> {
    let Fulfilment::Delivery { address: chosen } = now else { return None };
    let addresses =
        store.selling.cart.with_untracked(|cart| Some(cart.as_ref()?.customer.as_ref()?.addresses.clone()))?;
    if addresses.is_empty() {
        return Some(view! { <p class="hint">{text::no_address()}</p> }.into_any());
    }
    let choose = move |id: String| {
        let address = id.parse::<AddressId>().ok();
        store.change_cart(shared_model::command::CartFulfilment { line, fulfilment: Fulfilment::Delivery { address } });
    };
    let option = |address: shared_model::party::Address| {
        let id = address.id.to_string();
        view! { <option value=id selected=chosen == Some(address.id)>{address.lines.join(", ")}</option> }
    };
    let select = view! {
        <select
            class="address"
            data-testid="delivery-address"
            aria-label=text::deliver_to()
            on:change:target=move |event| choose(event.target().value())
        >
            {addresses.into_iter().map(option).collect_view()}
        </select>
    };
    Some(select.into_any())
}
