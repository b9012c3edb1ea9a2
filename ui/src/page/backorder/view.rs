//! The lines that wait beside the story of one of them.

use super::Backorder;
use super::story::{StoryStep, steps};
use crate::format;
use crate::kit::{Button, Empty, PageBody};
use crate::page::PageName;
use crate::text;
use leptos::prelude::*;
use shared_model::command::BackorderView;
use shared_model::unit::BackorderId;

pub fn page(page: Backorder) -> impl IntoView {
    let chosen = Memo::new(move |_| page.chosen());
    let chosen_id = Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().map(|entry| entry.id)));
    let row = move |entry| row(page, chosen_id, entry);
    let list = move || match page.list.get() {
        None => ().into_any(),
        Some(list) if list.is_empty() => view! { <Empty words=text::backorder::none() /> }.into_any(),
        Some(list) => view! { <div class="rows">{list.into_iter().map(row).collect_view()}</div> }.into_any(),
    };
    view! {
        <PageBody title=text::backorder::title() about=text::backorder::about() testid="backorders">
            <div class="two">
                {list}
                {move || chosen.get().map(|entry| story(page, entry))}
            </div>
        </PageBody>
    }
}

fn row(page: Backorder, chosen: Memo<Option<BackorderId>>, entry: BackorderView) -> impl IntoView {
    let id = entry.id;
    let class = move || if chosen.get() == Some(id) { "row-button selected" } else { "row-button" };
    view! {
        <button
            type="button"
            class=class
            data-testid=format!("backorder-{}-{}", entry.number, entry.line)
            on:click=move |_| page.picked.set(Some(id))
        >
            <span class="name">{entry.name}</span>
            <span class="sum">{text::backorder::owed(&format::quantity(entry.quantity))}</span>
            <span class="faint">{text::backorder::order_line(&entry.number, entry.line)}</span>
            <span class="faint">{entry.customer.map_or_else(text::order::no_customer, |customer| customer.to_string())}</span>
        </button>
    }
}

fn story(page: Backorder, entry: BackorderView) -> impl IntoView {
    let order = entry.order;
    view! {
        <section class="story" data-testid="story" aria-label=text::backorder::story()>
            <h2>{text::backorder::why_are_we_short(&entry.name)}</h2>
            <ol>{steps(&entry).into_iter().map(step).collect_view()}</ol>
            <Button
                label=text::backorder::show_order()
                testid="story-order"
                on_press=move || page.app.open(PageName::Order.of(order.to_string()))
            />
        </section>
    }
}

fn step(step: StoryStep) -> impl IntoView {
    let shortage = step.is_shortage;
    view! {
        <li class=if shortage { "step short" } else { "step" }>
            <time>{step.when}</time>
            <span class="shape" aria-hidden="true">{if shortage { "▲" } else { "●" }}</span>
            <div>
                <p class="told">{step.told}</p>
                {(!step.detail.is_empty()).then(|| view! { <p class="faint">{step.detail}</p> })}
            </div>
        </li>
    }
}
