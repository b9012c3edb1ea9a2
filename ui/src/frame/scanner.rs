//! How this till's scanner is set up.

use crate::input::{set_up_scanner, settings};
use crate::kit::Field;
use crate::text;
use leptos::prelude::*;

const GAP: &str = "scanner-gap";
const PREFIX: &str = "scanner-prefix";
const SUFFIX: &str = "scanner-suffix";

/// What is typed here is for no page.
pub const FIELDS: [&str; 3] = [GAP, PREFIX, SUFFIX];

pub fn setup() -> impl IntoView {
    let chosen = RwSignal::new(settings::load());
    let gap = RwSignal::new(chosen.get_untracked().gap_ms.to_string());
    let keep = move || set_up_scanner(chosen.get_untracked());
    view! {
        <h3>{text::keys::scanner()}</h3>
        <p class="faint">{text::keys::scanner_end()}</p>
        <div class="row">
            <Field
                label=text::keys::scanner_gap()
                id=GAP
                mode="numeric"
                value=gap
                on_input=move |typed| {
                    if let Ok(ms) = typed.parse() {
                        chosen.update(|chosen| chosen.gap_ms = ms);
                        keep();
                    }
                    gap.set(typed);
                }
            />
            <Field
                label=text::keys::scanner_prefix()
                id=PREFIX
                value=Signal::derive(move || chosen.get().prefix)
                on_input=move |typed| {
                    chosen.update(|chosen| chosen.prefix = typed);
                    keep();
                }
            />
            <Field
                label=text::keys::scanner_suffix()
                id=SUFFIX
                value=Signal::derive(move || chosen.get().suffix)
                on_input=move |typed| {
                    chosen.update(|chosen| chosen.suffix = typed);
                    keep();
                }
            />
        </div>
    }
}
