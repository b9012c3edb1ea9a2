use crate::state::{Store, Tone};
use crate::text;
use leptos::prelude::*;

/// What was last said, in place and never in the way; it stays until it is put aside or
/// the next thing succeeds.
#[component]
pub fn NoticeBanner() -> impl IntoView {
    let store = Store::here();
    move || {
        store.notice.get().map(|notice| {
            let bad = notice.tone != Tone::Good;
            view! {
                <div
                    class=if bad { "banner bad" } else { "banner good" }
                    role=if bad { "alert" } else { "status" }
                    data-testid="notice"
                >
                    <span class="shape" aria-hidden="true">{if bad { "■" } else { "●" }}</span>
                    <span class="said">{notice.text}</span>
                    <button
                        type="button"
                        class="button quiet"
                        data-testid="notice-dismiss"
                        on:click=move |_| store.dismiss_notice()
                    >
                        {text::dismiss()}
                    </button>
                </div>
            }
        })
    }
}
