use crate::component::{Button, Empty, Field, Page, SearchField, StockLabel};
use crate::format;
use crate::input::keys;
use crate::state::{ReceivingLine, Store};
use crate::text;
use leptos::prelude::*;
use shared_model::command::ProductTile;

/// Taking goods in: find or scan, say how many, send.
#[component]
pub fn ReceiveScreen() -> impl IntoView {
    let store = Store::here();
    let receiving = store.receiving;
    store.type_receiving(receiving.typed.get_untracked());
    let found = move |tile: ProductTile| {
        let shown = tile.clone();
        view! {
            <button
                type="button"
                class="row-button"
                data-testid=format!("receive-{}", tile.sku)
                on:click=move |_| store.receive_product(&tile, None)
            >
                <span class="name">{shown.name}</span>
                <span class="faint">{shown.sku}</span>
                <StockLabel stock=shown.stock />
            </button>
        }
    };
    let nothing = Signal::derive(move || receiving.lines.with(Vec::is_empty) || receiving.busy.get());
    view! {
        <Page title=text::receive_title() about=text::receive_about() testid="receive">
            <div class="two">
                <div class="column">
                    <SearchField
                        id="receive-search"
                        label=text::search_hint()
                        value=receiving.typed
                        on_input=move |typed| store.type_receiving(typed)
                    />
                    <div class="rows">{move || receiving.found.get().into_iter().map(found).collect_view()}</div>
                </div>
                <section class="story">
                    <h2>{text::delivery()}</h2>
                    <Field
                        label=text::delivery_reference()
                        id="receive-reference"
                        value=receiving.reference
                        on_input=move |typed| receiving.reference.set(typed)
                    />
                    {move || match receiving.lines.get() {
                        lines if lines.is_empty() => view! { <Empty words=text::nothing_received() /> }.into_any(),
                        lines => {
                            view! {
                                <ul class="cards">
                                    {lines.into_iter().map(|one| line(store, one)).collect_view()}
                                </ul>
                            }
                                .into_any()
                        }
                    }}
                    <Button
                        label=text::receive_send()
                        key=keys::PAY
                        testid="receive-send"
                        class="primary"
                        disabled=nothing
                        on_press=move || store.send_receiving()
                    />
                </section>
            </div>
        </Page>
    }
}

fn line(store: Store, line: ReceivingLine) -> impl IntoView {
    let product = line.product;
    view! {
        <li class="card-row">
            <input
                class="quantity"
                type="text"
                inputmode="decimal"
                autocomplete="off"
                data-testid=format!("receive-quantity-{}", line.sku)
                aria-label=text::quantity_of(&line.name)
                prop:value=format::quantity(line.quantity)
                on:change:target=move |event| store.receiving_quantity(product, &event.target().value())
            />
            <span class="grow name">{line.name}</span>
            <Button
                label=text::remove()
                testid=format!("receive-remove-{}", line.sku)
                on_press=move || store.drop_receiving_line(product)
            />
        </li>
    }
}
