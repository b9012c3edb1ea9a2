//! What can be found beside what has come.

use super::state::Line;
use super::{Receive, SEARCH};
use crate::input::keys;
use crate::kit::{Button, Empty, Field, PageBody, SearchField, StockLabel};
use crate::text;
use leptos::prelude::*;
use shared_model::command::ProductTile;

pub fn page(page: Receive) -> impl IntoView {
    view! {
        <PageBody title=text::receive::title() about=text::receive::about() testid="receive">
            <div class="two">
                <div class="column">
                    <SearchField
                        id=SEARCH
                        label=text::catalogue::search_hint()
                        value=page.typed
                        on_input=move |typed| {
                            page.app.notices.put_right();
                            page.type_text(typed);
                        }
                    />
                    <div class="rows">
                        {move || page.found.get().into_iter().map(|tile| found(page, tile)).collect_view()}
                    </div>
                </div>
                {delivery(page)}
            </div>
        </PageBody>
    }
}

fn found(page: Receive, tile: ProductTile) -> impl IntoView {
    let shown = tile.clone();
    view! {
        <button
            type="button"
            class="row-button"
            data-testid=format!("receive-{}", tile.sku)
            on:click=move |_| page.take_tapped(&tile)
        >
            <span class="name">{shown.name}</span>
            <span class="faint">{shown.sku}</span>
            <StockLabel stock=shown.stock />
        </button>
    }
}

fn delivery(page: Receive) -> impl IntoView {
    let nothing = Signal::derive(move || page.lines.with(Vec::is_empty) || page.busy.get());
    let label = Signal::derive(move || match page.in_question.get() {
        true => text::receive::send_again(),
        false => text::receive::send(),
    });
    let lines = move || match page.lines.get() {
        lines if lines.is_empty() => view! { <Empty words=text::receive::nothing_entered() /> }.into_any(),
        lines => {
            let lines = lines.into_iter().map(|one| line(page, one)).collect_view();
            view! { <ul class="cards">{lines}</ul> }.into_any()
        }
    };
    view! {
        <section class="story">
            <h2>{text::receive::delivery()}</h2>
            {move || page.in_question.get().then(in_question)}
            <Field
                label=text::receive::reference()
                id="receive-reference"
                value=page.reference
                disabled=Signal::derive(move || page.is_held())
                on_input=move |typed| page.reference.set(typed)
            />
            {lines}
            <Button
                label=label
                key=keys::PAY
                testid="receive-send"
                class="primary"
                disabled=nothing
                on_press=move || page.send()
            />
        </section>
    }
}

/// It stays for as long as nobody knows.
fn in_question() -> impl IntoView {
    view! {
        <div class="banner warn" role="alert" data-testid="receive-in-question">
            <span class="shape" aria-hidden="true">"▲"</span>
            <span class="said">{text::receive::unanswered()}</span>
        </div>
    }
}

fn line(page: Receive, line: Line) -> impl IntoView {
    let product = line.product;
    view! {
        <li class="card-row">
            <input
                class="quantity"
                type="text"
                inputmode="decimal"
                autocomplete="off"
                data-testid=format!("receive-quantity-{}", line.sku)
                aria-label=text::cart::quantity_of(&line.name)
                disabled=move || page.is_held()
                prop:value=line.unread.clone().unwrap_or_else(|| line.quantity.to_string())
                on:focus:target=|event| event.target().select()
                on:change:target=move |event| page.set_quantity(product, &event.target().value())
            />
            <span class="grow name">{line.name}</span>
            <Button
                label=text::cart::remove()
                testid=format!("receive-remove-{}", line.sku)
                disabled=Signal::derive(move || page.is_held())
                on_press=move || page.drop_line(product)
            />
        </li>
    }
}
