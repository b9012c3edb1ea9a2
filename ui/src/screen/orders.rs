use crate::component::{Button, Empty, Page, SearchField, VirtualGrid};
use crate::format;
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{OrderStage, OrderSummary};

const ROW_PX: usize = 64;

/// This store's orders, newest first.
#[component]
pub fn OrdersScreen() -> impl IntoView {
    let store = Store::here();
    let office = store.office;
    let orders = Memo::new(move |_| office.orders.get().unwrap_or_default());
    let none = move || {
        let known_empty = office.orders.with(|orders| orders.as_ref().is_some_and(Vec::is_empty));
        known_empty.then(|| view! { <Empty words=text::no_orders() /> })
    };
    let only = office.only_backordered;
    let toggle = move || {
        only.update(|only| *only = !*only);
        store.load_orders();
    };
    let class = Signal::derive(move || if only.get() { "chip chosen" } else { "chip" }.to_owned());
    view! {
        <Page title=text::orders_title() about=text::orders_about() testid="orders">
            <div class="row top-row">
                <SearchField
                    id="order-search"
                    label=text::order_search_hint()
                    value=office.order_text
                    on_input=move |typed| store.type_order_text(typed)
                />
                <Button
                    label=text::only_backordered()
                    testid="only-backordered"
                    class=class
                    pressed=Signal::derive(move || only.get())
                    on_press=toggle
                />
            </div>
            {none}
            <VirtualGrid
                items=orders
                item=move |_, order| row(store, order).into_any()
                row_px=ROW_PX
                label=text::orders_title()
            />
        </Page>
    }
}

pub fn stage(stage: OrderStage, waiting: bool) -> impl IntoView {
    let (shape, class) = match (stage, waiting) {
        (_, true) => ("▲", "stock risk"),
        (OrderStage::AwaitingStock, _) => ("■", "stock none"),
        (OrderStage::Placed, _) => ("○", "stock service"),
        (OrderStage::HandedOver | OrderStage::Allocated, _) => ("●", "stock free"),
    };
    view! {
        <span class=class>
            <span class="shape" aria-hidden="true">{shape}</span>
            {text::order_stage(stage, waiting)}
        </span>
    }
}

fn row(store: Store, order: OrderSummary) -> impl IntoView {
    let id = order.order;
    let testid = format!("order-{}", order.number);
    view! {
        <button
            type="button"
            class="row-button order-row"
            data-testid=testid
            on:click=move |_| store.open_order(id)
        >
            <span class="name">{order.number}</span>
            <span class="faint">{format::day_time(order.placed_at)}</span>
            <span class="who">{order.customer.unwrap_or_else(|| text::walk_in().to_owned())}</span>
            {stage(order.state, order.waiting)}
            <span class="faint">{text::lines(u64::from(order.lines))}</span>
            <span class="sum">{format::money(order.gross, order.currency)}</span>
        </button>
    }
}
