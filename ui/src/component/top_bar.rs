use crate::state::{Store, Tone};
use crate::text;
use leptos::prelude::*;

/// Where, how it stands with the world, who, and when: always here, always true.
#[component]
pub fn TopBar() -> impl IntoView {
    let store = Store::here();
    let place = move || {
        store.status.with(|status| {
            status.as_ref().map(|status| {
                view! {
                    <strong>{status.store.clone()}</strong>
                    <span class="till">{text::till(&status.terminal_code, &status.terminal_name)}</span>
                }
            })
        })
    };
    let connection = move || {
        let connection = store.connection();
        let (shape, class) = match connection.tone {
            Tone::Good => ("●", "connection good"),
            Tone::Warn => ("▲", "connection warn"),
            Tone::Bad => ("■", "connection bad"),
        };
        let whole = connection.sentence.clone();
        view! {
            <p class=class role="status" data-testid="connection" title=whole>
                <span class="shape" aria-hidden="true">{shape}</span>
                <span>{connection.sentence}</span>
            </p>
        }
    };
    let staff = move || {
        store.staff.get().map(|staff| {
            view! {
                <button type="button" class="button who" data-testid="sign-out" on:click=move |_| store.sign_out()>
                    <span class="name">{staff.name}</span>
                    <span class="leave">{text::sign_out()}</span>
                </button>
            }
        })
    };
    view! {
        <header class="top">
            <div class="place">{place}</div>
            {connection}
            <div class="end">
                {staff}
                <time class="clock" data-testid="clock">{move || store.clock.get()}</time>
            </div>
        </header>
    }
}
