use super::done::PrintButtons;
use super::orders::stage;
use crate::component::{Button, Empty, NoticeBanner, ReceiptPaper};
use crate::format;
use crate::input::keys;
use crate::state::{Screen, Store};
use crate::text;
use leptos::prelude::*;
use shared_model::command::OrderDetail;
use shared_model::wire::log::LineState;

/// One order: where its lines stand, and the receipt as it was printed.
#[component]
pub fn OrderScreen() -> impl IntoView {
    let store = Store::here();
    view! {
        <main class="done" data-testid="order">
            {move || match store.office.order.get() {
                Some(detail) => order(store, detail).into_any(),
                None => view! { <NoticeBanner /> <Empty words=text::loading_order() /> }.into_any(),
            }}
        </main>
    }
}

fn order(store: Store, detail: OrderDetail) -> impl IntoView {
    let OrderDetail { summary, receipt, line_states } = detail;
    let names = receipt.lines.iter().map(|line| (line.line, line.name.clone())).collect::<Vec<_>>();
    let seen = !line_states.is_empty();
    let rows = line_states.into_iter().map(move |state| {
        let name = names.iter().find(|(line, _)| *line == state.line).map(|(_, name)| name.clone());
        line_state(store, state, name.unwrap_or_default())
    });
    view! {
        <section class="done-main">
            <div class="row spread">
                <h1>{text::order_title(&summary.number)}</h1>
                <Button
                    label=text::back()
                    key=keys::BACK
                    testid="order-back"
                    on_press=move || store.open(Screen::Orders)
                />
            </div>
            <p>
                {format::day_time(summary.placed_at)} " · "
                {summary.customer.clone().unwrap_or_else(|| text::walk_in().to_owned())} " · "
                <b>{format::money(summary.gross, summary.currency)}</b>
            </p>
            <p>{stage(summary.state, summary.waiting)}</p>
            <NoticeBanner />
            <PrintButtons order=summary.order />
            <h2>{text::where_lines_stand()}</h2>
            {match seen {
                true => view! { <ul class="states">{rows.collect_view()}</ul> }.into_any(),
                false => view! { <Empty words=text::not_seen_by_server() /> }.into_any(),
            }}
        </section>
        <section class="done-receipt" tabindex="0" aria-label=text::receipt()>
            <ReceiptPaper receipt=receipt />
        </section>
    }
}

fn line_state(store: Store, state: LineState, name: String) -> impl IntoView {
    let part = |class: &'static str, shape: &'static str, quantity, words: fn(&str) -> String| {
        let quantity: shared_model::unit::Quantity = quantity;
        quantity.is_positive().then(|| {
            view! {
                <span class=class>
                    <span class="shape" aria-hidden="true">{shape}</span>
                    {words(&format::quantity(quantity))}
                </span>
            }
        })
    };
    let why = state.shortage.is_some();
    view! {
        <li class="state">
            <span class="name">{name}</span>
            {part("stock free", "●", state.handed_over, text::state_handed_over)}
            {part("stock free", "●", state.allocated, text::state_allocated)}
            {part("stock none", "■", state.backordered, text::state_backordered)}
            {why
                .then(|| {
                    view! {
                        <Button
                            label=text::why_short()
                            testid=format!("why-{}", state.line)
                            on_press=move || store.open(Screen::Backorders)
                        />
                    }
                })}
        </li>
    }
}
