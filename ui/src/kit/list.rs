//! Pages that list what there is: heading, what it is for, and its content.

use super::NoticeBanner;
use leptos::prelude::*;

#[component]
pub fn PageBody(
    #[prop(into)] title: String,
    #[prop(into)] about: String,
    testid: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <main class="page" data-testid=testid>
            <header class="page-head">
                <h1>{title}</h1>
                <p>{about}</p>
            </header>
            <NoticeBanner />
            {children()}
        </main>
    }
}

/// Said where a list has nothing: always why, and what would be here.
#[component]
pub fn Empty(#[prop(into)] words: String) -> impl IntoView {
    view! { <p class="empty" role="status">{words}</p> }
}

/// A list of cards, drawn once it is known: before the first answer nothing is said, not even "none".
#[component]
pub fn Cards<T: Clone + Send + Sync + 'static, V: IntoView + 'static>(
    list: RwSignal<Option<Vec<T>>>,
    card: impl Fn(T) -> V + Copy + Send + 'static,
    none: fn() -> String,
) -> impl IntoView {
    move || match list.get() {
        None => ().into_any(),
        Some(list) if list.is_empty() => view! { <Empty words=none() /> }.into_any(),
        Some(list) => view! { <ul class="cards">{list.into_iter().map(card).collect_view()}</ul> }.into_any(),
    }
}
