//! A button with its words, and the key that presses it printed on it.

use leptos::prelude::*;

/// The key that presses a button, printed on it.
#[component]
pub fn KeyHint(key: &'static str) -> impl IntoView {
    view! { <kbd class="key" aria-hidden="true">{key}</kbd> }
}

/// A button with its words, and its key if it has one.
#[component]
pub fn Button(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] testid: String,
    on_press: impl Fn() + 'static,
    #[prop(default = "")] key: &'static str,
    #[prop(into, default = Signal::stored(String::new()))] class: Signal<String>,
    #[prop(into, default = Signal::stored(false))] disabled: Signal<bool>,
    /// For buttons that choose one of several.
    #[prop(into, optional)]
    pressed: Option<Signal<bool>>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=move || format!("button {}", class.get())
            data-testid=testid
            aria-keyshortcuts=(!key.is_empty()).then_some(key)
            aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
            disabled=move || disabled.get()
            on:click=move |_| on_press()
        >
            <span class="label">{move || label.get()}</span>
            {(!key.is_empty()).then(|| view! { <KeyHint key=key /> })}
        </button>
    }
}
