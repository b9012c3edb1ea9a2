//! The list of orders, searched by number or customer.

use super::Order;
use super::stage::stage;
use crate::format;
use crate::kit::{Button, Empty, PageBody, SearchField, VirtualGrid};
use crate::text;
use leptos::prelude::*;
use shared_model::command::OrderSummary;

pub const SEARCH: &str = "order-search";
const ROW_PX: usize = 64;

pub fn orders(page: Order) -> impl IntoView {
    let orders = Memo::new(move |_| page.list.get().unwrap_or_default());
    let none = move || {
        let known_empty = page.list.with(|orders| orders.as_ref().is_some_and(Vec::is_empty));
        known_empty.then(|| view! { <Empty words=text::order::none() /> })
    };
    let only = page.only_backordered;
    let class = Signal::derive(move || if only.get() { "chip chosen" } else { "chip" }.to_owned());
    view! {
        <PageBody title=text::order::list_title() about=text::order::list_about() testid="orders">
            <div class="row top-row">
                <SearchField
                    id=SEARCH
                    label=text::order::search_hint()
                    value=page.typed
                    on_input=move |typed| page.type_text(typed)
                />
                <Button
                    label=text::order::only_backordered()
                    testid="only-backordered"
                    class=class
                    pressed=Signal::derive(move || only.get())
                    on_press=move || page.toggle_backordered()
                />
            </div>
            {none}
            <VirtualGrid
                items=orders
                item=move |_, order| row(page, order).into_any()
                row_px=ROW_PX
                label=text::order::list_title()
            />
        </PageBody>
    }
}

fn row(page: Order, order: OrderSummary) -> impl IntoView {
    let id = order.order;
    let testid = format!("order-{}", order.number);
    view! {
        <button
            type="button"
            class="row-button order-row"
            data-testid=testid
            on:click=move |_| page.open_order(id)
        >
            <span class="name">{order.number}</span>
            <span class="faint">{format::day_time(order.placed_at)}</span>
            <span class="who">{order.customer.map_or_else(text::order::no_customer, |customer| customer.to_string())}</span>
            {stage(order.state, order.waiting)}
            <span class="faint">{text::order::lines(order.lines)}</span>
            <span class="sum">{format::money(order.gross, order.currency)}</span>
        </button>
    }
}
