use crate::state::{Notice, Store, Tone};
use crate::text;
use leptos::prelude::*;

/// What is wrong with the till itself: stays until somebody has seen to it.
#[component]
pub fn AlarmBanner() -> impl IntoView {
    let store = Store::here();
    let alarm = Memo::new(move |_| store.status.with(|status| status.as_ref().and_then(|status| status.alarm)));
    move || {
        alarm.get().map(|alarm| {
            view! {
                <p class="banner bad alarm" role="alert" data-testid="alarm">
                    <span class="shape" aria-hidden="true">"■"</span>
                    <span class="said">{text::alarm(alarm)}</span>
                </p>
            }
        })
    }
}

/// What was said, newest first, in place and never in the way; each can be put aside by itself.
#[component]
pub fn NoticeBanner() -> impl IntoView {
    let store = Store::here();
    let any = Memo::new(move |_| store.notices.shown.with(|shown| !shown.is_empty()));
    let newest_first = move || store.notices.shown.get().into_iter().rev();
    move || {
        any.get().then(|| {
            view! {
                <div class="notices">
                    <For each=newest_first key=|notice| notice.id children=move |notice| one(store, notice) />
                </div>
            }
        })
    }
}

fn one(store: Store, notice: Notice) -> impl IntoView {
    let bad = notice.tone != Tone::Good;
    let id = notice.id;
    view! {
        <div
            class=if bad { "banner bad" } else { "banner good" }
            role=if bad { "alert" } else { "status" }
            data-testid="notice"
        >
            <span class="shape" aria-hidden="true">{if bad { "■" } else { "●" }}</span>
            <span class="said">{text::said(&notice.text, notice.times)}</span>
            <button
                type="button"
                class="button quiet"
                data-testid="notice-dismiss"
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| store.dismiss_notice(id)
            >
                {text::dismiss()}
            </button>
        </div>
    }
}
