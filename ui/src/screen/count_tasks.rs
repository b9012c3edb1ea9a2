use crate::component::{Button, Empty, Page};
use crate::format;
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::command::CountTaskView;

/// Products to be counted because more was sold than the books held.
#[component]
pub fn CountTasksScreen() -> impl IntoView {
    let store = Store::here();
    let row = move |task: CountTaskView| {
        let order = task.order;
        view! {
            <li class="card-row">
                <div class="grow">
                    <p class="name">{task.name} " " <span class="faint">{task.sku}</span></p>
                    <p class="faint">
                        {text::count_because(&format::quantity(task.short), &format::day_time(task.opened_at))}
                    </p>
                </div>
                <Button
                    label=text::order_title(&task.number)
                    testid=format!("count-order-{}", task.number)
                    on_press=move || store.open_order(order)
                />
            </li>
        }
    };
    view! {
        <Page title=text::counts_title() about=text::counts_about() testid="count-tasks">
            {move || match store.office.count_tasks.get() {
                None => ().into_any(),
                Some(list) if list.is_empty() => view! { <Empty words=text::no_counts() /> }.into_any(),
                Some(list) => view! { <ul class="cards">{list.into_iter().map(row).collect_view()}</ul> }.into_any(),
            }}
        </Page>
    }
}
