//! Where, how it stands with the world, who, and when: always here, always true.

use super::connection;
use crate::app::{App, Tone};
use crate::format;
use crate::text;
use leptos::prelude::*;
use std::time::Duration;

pub fn top_bar(app: App) -> impl IntoView {
    view! {
        <header class="top">
            <div class="place">{move || place(app)}</div>
            {move || standing(app)}
            <div class="end">
                {move || staff(app)}
                <time class="clock" data-testid="clock">{clock()}</time>
            </div>
        </header>
    }
}

fn place(app: App) -> impl IntoView {
    app.status.with(|status| {
        status.as_ref().map(|status| {
            view! {
                <strong>{status.store.clone()}</strong>
                <span class="till">{text::frame::till(&status.terminal_code, &status.terminal_name)}</span>
            }
        })
    })
}

fn standing(app: App) -> impl IntoView {
    let connection = connection::connection(app);
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
}

fn staff(app: App) -> impl IntoView {
    app.session.staff.get().map(|staff| {
        view! {
            <button type="button" class="button who" data-testid="sign-out" on:click=move |_| app.sign_out()>
                <span class="name">{staff.name}</span>
                <span class="leave">{text::frame::sign_out()}</span>
            </button>
        }
    })
}

fn clock() -> impl IntoView {
    let shown = RwSignal::new(format::clock_now());
    let tick = move || {
        let now = format::clock_now();
        if shown.with_untracked(|shown| *shown != now) {
            shown.set(now);
        }
    };
    set_interval(tick, Duration::from_secs(1));
    move || shown.get()
}
