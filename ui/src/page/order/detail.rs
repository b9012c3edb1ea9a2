//! One order: where its lines stand, and the receipt as it was printed.

use super::Order;
use super::stage::stage;
use crate::format;
use crate::input::{focus, keys};
use crate::kit::{Button, Empty, NoticeBanner, PrintButtons, ReceiptPaper};
use crate::page::PageName;
use crate::text;
use leptos::prelude::*;
use shared_model::command::LineState;
use shared_model::command::{OrderDetail, OrderSummary};
use shared_model::unit::Quantity;

pub fn order(page: Order) -> impl IntoView {
    view! {
        <main class="done" data-testid="order">
            {move || match page.detail.get() {
                Some(detail) => found(page, detail).into_any(),
                None => view! { <NoticeBanner /> <Empty words=text::order::loading() /> }.into_any(),
            }}
        </main>
    }
}

fn found(page: Order, detail: OrderDetail) -> impl IntoView {
    let OrderDetail { summary, receipt, line_states } = detail;
    let names = receipt.lines.iter().map(|line| (line.line, line.name.clone())).collect::<Vec<_>>();
    let seen = !line_states.is_empty();
    let order = summary.order;
    let rows = line_states.into_iter().map(move |state| {
        let name = names.iter().find(|(line, _)| *line == state.line).map(|(_, name)| name.clone());
        line_state(page, state, name.unwrap_or_default())
    });
    view! {
        <section class="done-main">
            {head(page, summary)}
            <NoticeBanner />
            <div id=focus::ACTION tabindex="-1">
                <PrintButtons printed=page.printed on_print=move |format| page.print(order, format) />
            </div>
            <h2>{text::order::where_lines_stand()}</h2>
            {match seen {
                true => view! { <ul class="states">{rows.collect_view()}</ul> }.into_any(),
                false => view! { <Empty words=text::order::not_seen_by_server() /> }.into_any(),
            }}
        </section>
        <section class="done-receipt" tabindex="0" aria-label=text::receipt::title()>
            <ReceiptPaper receipt=receipt />
        </section>
    }
}

fn head(page: Order, summary: OrderSummary) -> impl IntoView {
    view! {
        <div class="row spread">
            <h1>{text::order::title(&summary.number)}</h1>
            <Button
                label=text::kit::back()
                key=keys::BACK
                testid="order-back"
                on_press=move || page.app.open(PageName::Order.route())
            />
        </div>
        <p>
            {format::day_time(summary.placed_at)} " · " {summary.customer.map_or_else(text::order::no_customer, |customer| customer.to_string())}
            " · " <b>{format::money(summary.gross, summary.currency)}</b>
        </p>
        <p>{stage(summary.state, summary.waiting)}</p>
    }
}

fn line_state(page: Order, state: LineState, name: String) -> impl IntoView {
    let why = state.shortage.is_some().then(|| {
        view! {
            <Button
                label=text::order::why_short()
                testid=format!("why-{}", state.line)
                on_press=move || page.app.open(PageName::Backorder.route())
            />
        }
    });
    view! {
        <li class="state">
            <span class="name">{name}</span>
            {part("stock free", "●", state.handed_over, text::order::line_handed_over)}
            {part("stock free", "●", state.allocated, text::order::line_allocated)}
            {part("stock none", "■", state.backordered, text::order::line_backordered)}
            {why}
        </li>
    }
}

fn part(class: &'static str, shape: &'static str, quantity: Quantity, words: fn(&str) -> String) -> impl IntoView {
    quantity.is_positive().then(|| {
        view! {
            <span class=class>
                <span class="shape" aria-hidden="true">{shape}</span>
                {words(&format::quantity(quantity))}
            </span>
        }
    })
}
