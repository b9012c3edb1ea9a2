//! What was said to the person at the till, in place and never in the way. Where it is kept is
//! not known here: whoever keeps it provides [`Said`] to everything drawn below.

use crate::text;
use leptos::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidOne {
    pub id: u32,
    pub good: bool,
    pub words: String,
}

#[derive(Clone, Copy)]
pub struct Said {
    /// The newest last.
    pub shown: Signal<Vec<SaidOne>>,
    pub dismiss: Callback<u32>,
}

/// What was said, newest first; each can be put aside by itself.
#[component]
pub fn NoticeBanner() -> impl IntoView {
    let said = expect_context::<Said>();
    let any = Memo::new(move |_| said.shown.with(|shown| !shown.is_empty()));
    let newest_first = move || said.shown.get().into_iter().rev();
    move || {
        any.get().then(|| {
            view! {
                <div class="notices">
                    <For each=newest_first key=|one| one.id children=move |one| banner(said.dismiss, one) />
                </div>
            }
        })
    }
}

fn banner(dismiss: Callback<u32>, one: SaidOne) -> impl IntoView {
    let SaidOne { id, good, words } = one;
    view! {
        <div
            class=if good { "banner good" } else { "banner bad" }
            role=if good { "status" } else { "alert" }
            data-testid="notice"
        >
            <span class="shape" aria-hidden="true">{if good { "●" } else { "■" }}</span>
            <span class="said">{words}</span>
            <button
                type="button"
                class="button quiet"
                data-testid="notice-dismiss"
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| dismiss.run(id)
            >
                {text::kit::dismiss()}
            </button>
        </div>
    }
}
