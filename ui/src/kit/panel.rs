//! What takes the place of something for a moment.

use super::Button;
use crate::text;
use leptos::prelude::*;

/// Takes the place of the product grid for a moment; nothing is covered, Esc goes back.
#[component]
pub fn Panel(
    #[prop(into)] title: String,
    testid: &'static str,
    /// The key that goes back.
    key: &'static str,
    on_back: impl Fn() + 'static,
    children: Children,
) -> impl IntoView {
    let label = title.clone();
    view! {
        <section class="panel" data-testid=testid aria-label=label>
            <header class="panel-head">
                <h2>{title}</h2>
                <Button label=text::kit::back() key=key testid=format!("{testid}-back") on_press=on_back />
            </header>
            {children()}
        </section>
    }
}
