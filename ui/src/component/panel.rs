use super::Button;
use crate::input::keys;
use crate::text;
use leptos::prelude::*;

/// Takes the place of the product grid for a moment; nothing is covered, Esc goes back.
#[component]
pub fn Panel(
    #[prop(into)] title: String,
    testid: &'static str,
    on_back: impl Fn() + 'static,
    children: Children,
) -> impl IntoView {
    let label = title.clone();
    view! {
        <section class="panel" data-testid=testid aria-label=label>
            <header class="panel-head">
                <h2>{title}</h2>
                <Button label=text::back() key=keys::BACK testid=format!("{testid}-back") on_press=on_back />
            </header>
            {children()}
        </section>
    }
}
