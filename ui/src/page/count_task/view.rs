//! A card for each product to be counted, and the way to the order that asked for it.

use super::CountTask;
use crate::format;
use crate::kit::{Button, Cards, PageBody};
use crate::page::PageName;
use crate::text;
use leptos::prelude::*;
use shared_model::command::CountTaskView;

pub fn page(page: CountTask) -> impl IntoView {
    view! {
        <PageBody title=text::count_task::title() about=text::count_task::about() testid="count-tasks">
            <Cards list=page.list card=move |task| card(page, task) none=text::count_task::none />
        </PageBody>
    }
}

fn card(page: CountTask, task: CountTaskView) -> impl IntoView {
    let because = text::count_task::because(&format::quantity(task.short), &format::day_time(task.opened_at));
    let order = task.order;
    view! {
        <li class="card-row">
            <div class="grow">
                <p class="name">{task.name} " " <span class="faint">{task.sku}</span></p>
                <p class="faint">{because}</p>
            </div>
            <Button
                label=text::order::title(&task.number)
                testid=format!("count-order-{}", task.number)
                on_press=move || page.app.open(PageName::Order.of(order.to_string()))
            />
        </li>
    }
}
