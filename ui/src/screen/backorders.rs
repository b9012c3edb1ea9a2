use crate::component::{Button, Empty, Page};
use crate::format;
use crate::state::{Store, backorder_story};
use crate::text;
use leptos::prelude::*;
use shared_model::command::BackorderView;

/// Who waits for goods, oldest first, and the story of each.
#[component]
pub fn BackordersScreen() -> impl IntoView {
    let store = Store::here();
    let office = store.office;
    let chosen = Memo::new(move |_| store.chosen_backorder());
    let chosen_id = Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().map(|entry| entry.id)));
    let row = move |entry: BackorderView| {
        let id = entry.id;
        let class = move || if chosen_id.get() == Some(id) { "row-button selected" } else { "row-button" };
        view! {
            <button
                type="button"
                class=class
                data-testid=format!("backorder-{}-{}", entry.number, entry.line)
                on:click=move |_| office.backorder.set(Some(id))
            >
                <span class="name">{entry.name}</span>
                <span class="sum">{text::owed(&format::quantity(entry.quantity))}</span>
                <span class="faint">{text::order_line(&entry.number, entry.line)}</span>
                <span class="faint">{entry.customer.unwrap_or_else(|| text::walk_in().to_owned())}</span>
            </button>
        }
    };
    let list = move || match office.backorders.get() {
        None => ().into_any(),
        Some(list) if list.is_empty() => view! { <Empty words=text::no_backorders() /> }.into_any(),
        Some(list) => view! { <div class="rows">{list.into_iter().map(row).collect_view()}</div> }.into_any(),
    };
    view! {
        <Page title=text::backorders_title() about=text::backorders_about() testid="backorders">
            <div class="two">
                {list}
                {move || chosen.get().map(|entry| story(store, entry))}
            </div>
        </Page>
    }
}

fn story(store: Store, entry: BackorderView) -> impl IntoView {
    let step = |step: crate::state::StoryStep| {
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
    };
    let order = entry.order;
    view! {
        <section class="story" data-testid="story" aria-label=text::why_short()>
            <h2>{text::why_are_we_short(&entry.name)}</h2>
            <ol>{backorder_story(&entry).into_iter().map(step).collect_view()}</ol>
            <Button label=text::show_order() testid="story-order" on_press=move || store.open_order(order) />
        </section>
    }
}
