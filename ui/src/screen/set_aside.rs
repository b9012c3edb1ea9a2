use crate::component::{Button, Empty, Page};
use crate::format;
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::command::SetAsideView;

/// What the server could not apply: kept whole, blocking nothing.
#[component]
pub fn SetAsideScreen() -> impl IntoView {
    let store = Store::here();
    let row = move |entry: SetAsideView| {
        let id = entry.entry.clone();
        let retry = store.is_manager().then(|| {
            view! {
                <Button
                    label=text::try_again()
                    testid=format!("retry-{}", entry.seq)
                    on_press=move || store.retry_set_aside(id.clone())
                />
            }
        });
        view! {
            <li class="card-row">
                <div class="grow">
                    <p class="name">{text::set_aside_entry(entry.seq, &entry.kind)}</p>
                    <p>{text::set_aside_code(entry.code)} ": " {entry.reason}</p>
                    <p class="faint">{format::day_time(entry.at)}</p>
                </div>
                {retry}
            </li>
        }
    };
    view! {
        <Page title=text::set_aside_title() about=text::set_aside_about() testid="set-aside">
            {move || match store.office.set_aside.get() {
                None => ().into_any(),
                Some(list) if list.is_empty() => view! { <Empty words=text::no_set_aside() /> }.into_any(),
                Some(list) => view! { <ul class="cards">{list.into_iter().map(row).collect_view()}</ul> }.into_any(),
            }}
        </Page>
    }
}
