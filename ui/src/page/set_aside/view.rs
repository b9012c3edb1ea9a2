//! A card for each entry that was set aside: what it is, why, since when.

use super::SetAside;
use crate::format;
use crate::kit::{Button, Cards, PageBody};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Command, SetAsideRetry, SetAsideView};

pub fn page(page: SetAside) -> impl IntoView {
    view! {
        <PageBody title=text::set_aside::title() about=text::set_aside::about() testid="set-aside">
            <Cards list=page.list card=move |entry| card(page, entry) none=text::set_aside::none />
        </PageBody>
    }
}

fn card(page: SetAside, entry: SetAsideView) -> impl IntoView {
    let id = entry.entry.clone();
    let retry = page.app.session.may(SetAsideRetry::NEEDS).then(|| {
        view! {
            <Button
                label=text::set_aside::try_again()
                testid=format!("retry-{}", entry.seq)
                on_press=move || page.retry(id.clone())
            />
        }
    });
    view! {
        <li class="card-row">
            <div class="grow">
                <p class="name">{text::set_aside::entry(entry.seq, &entry.kind.replace('_', " "))}</p>
                <p>{text::set_aside::code(entry.code)} ": " {entry.reason.to_string()}</p>
                <p class="faint">{format::day_time(entry.at)}</p>
            </div>
            {retry}
        </li>
    }
}
