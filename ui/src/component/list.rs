use super::NoticeBanner;
use leptos::prelude::*;

/// A page of the office part: heading, what it is for, and its content.
#[component]
pub fn Page(
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
