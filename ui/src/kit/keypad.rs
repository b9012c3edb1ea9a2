//! Digits for fingers.

use crate::text;
use leptos::prelude::*;

/// Each key is the keyboard's own name of it.
#[component]
pub fn Keypad(
    /// Starts each key's test name: `pin-7`.
    name: &'static str,
    /// The key beside the zero: `.` or `00` for money, nothing for a PIN.
    #[prop(default = "")]
    extra: &'static str,
    on_key: impl Fn(&str) -> bool + Copy + 'static,
) -> impl IntoView {
    let keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", extra, "0", "Backspace"];
    let button = move |key: &'static str| {
        if key.is_empty() {
            return view! { <span></span> }.into_any();
        }
        let is_back = key == "Backspace";
        let (testid, face) = if is_back { ("back", "⌫") } else { (key, key) };
        let label = if is_back { text::kit::backspace() } else { key.to_owned() };
        // Pressing with a finger must not take the focus, or Enter would press it again.
        view! {
            <button
                type="button"
                class="button digit"
                tabindex="-1"
                data-testid=format!("{name}-{testid}")
                aria-label=label
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| {
                    on_key(key);
                }
            >
                {face}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="keypad" role="group" aria-label=text::kit::keypad()>
            {keys.into_iter().map(button).collect_view()}
        </div>
    }
}
