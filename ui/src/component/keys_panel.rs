use super::{Button, Field};
use crate::input::{keys, listener, settings};
use crate::state::Store;
use crate::text;
use leptos::prelude::*;

/// Every key, and how this till's scanner is set up. Opens above the bottom bar; F1 or Esc
/// closes it, and the sale goes on beneath.
#[component]
pub fn KeysPanel() -> impl IntoView {
    let store = Store::here();
    let rows = move || {
        text::key_map().into_iter().map(|(key, what)| {
            view! {
                <div class="key-row">
                    <dt><kbd class="key">{key}</kbd></dt>
                    <dd>{what}</dd>
                </div>
            }
        })
    };
    move || {
        store.keys_shown.get().then(|| {
            view! {
                <section class="keys-panel" data-testid="keys" aria-label=text::keys_title()>
                    <header class="panel-head">
                        <h2>{text::keys_title()}</h2>
                        <Button
                            label=text::close()
                            key=keys::HELP
                            testid="keys-close"
                            on_press=move || store.keys_shown.set(false)
                        />
                    </header>
                    <dl class="key-map">{rows().collect_view()}</dl>
                    <ScannerSetup />
                </section>
            }
        })
    }
}

#[component]
fn ScannerSetup() -> impl IntoView {
    let chosen = RwSignal::new(settings::load());
    let gap = RwSignal::new(chosen.get_untracked().gap_ms.to_string());
    let keep = move || listener::set_up_scanner(chosen.get_untracked());
    view! {
        <h3>{text::scanner()}</h3>
        <div class="row">
            <Field
                label=text::scanner_gap()
                id="scanner-gap"
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
                label=text::scanner_prefix()
                id="scanner-prefix"
                value=Signal::derive(move || chosen.get().prefix)
                on_input=move |typed| {
                    chosen.update(|chosen| chosen.prefix = typed);
                    keep();
                }
            />
            <Field
                label=text::scanner_suffix()
                id="scanner-suffix"
                value=Signal::derive(move || chosen.get().suffix)
                on_input=move |typed| {
                    chosen.update(|chosen| chosen.suffix = typed);
                    keep();
                }
            />
        </div>
    }
}
