//! Lines of text to type into.

use super::KeyHint;
use leptos::prelude::*;

/// A labelled line of text.
#[component]
pub fn Field(
    #[prop(into)] label: String,
    #[prop(into)] id: String,
    #[prop(into)] value: Signal<String>,
    on_input: impl Fn(String) + 'static,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "text")] mode: &'static str,
    #[prop(into, default = String::new())] note: String,
    #[prop(into, default = Signal::stored(false))] disabled: Signal<bool>,
) -> impl IntoView {
    let described = (!note.is_empty()).then(|| format!("{id}-note"));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id.clone()
                data-testid=id
                type=kind
                inputmode=mode
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described.clone()
                disabled=move || disabled.get()
                prop:value=move || value.get()
                on:input:target=move |event| on_input(event.target().value())
            />
            {described.map(|described| view! { <p class="note" id=described>{note}</p> })}
        </div>
    }
}

/// A large field that searches as one types.
#[component]
pub fn SearchField(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<String>,
    on_input: impl Fn(String) + 'static,
    #[prop(default = "")] key: &'static str,
    #[prop(into, optional)] marked: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="search">
            <svg class="lens" viewBox="0 0 24 24" aria-hidden="true">
                <circle cx="10" cy="10" r="6.5" />
                <path d="M15 15l6 6" />
            </svg>
            <input
                id=id
                data-testid=id
                type="text"
                inputmode="search"
                enterkeyhint="go"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-label=label.clone()
                aria-activedescendant=move || marked.get()
                placeholder=label
                prop:value=move || value.get()
                on:input:target=move |event| on_input(event.target().value())
            />
            {(!key.is_empty()).then(|| view! { <KeyHint key=key /> })}
        </div>
    }
}
