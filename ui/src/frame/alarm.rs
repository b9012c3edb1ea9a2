//! What is wrong with the till itself: stays until somebody has seen to it.

use crate::app::App;
use crate::text;
use leptos::prelude::*;

pub fn alarm(app: App) -> impl IntoView {
    let alarm = Memo::new(move |_| app.status.with(|status| status.as_ref().and_then(|status| status.alarm)));
    move || {
        alarm.get().map(|alarm| {
            view! {
                <p class="banner bad alarm" role="alert" data-testid="alarm">
                    <span class="shape" aria-hidden="true">"■"</span>
                    <span class="said">{text::frame::alarm(alarm)}</span>
                </p>
            }
        })
    }
}
