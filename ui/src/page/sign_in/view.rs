//! Who is here? A large button each, then the PIN.

use super::SignIn;
use crate::input::{focus, keys};
use crate::kit::{Button, Empty, Keypad, NoticeBanner};
use crate::text;
use leptos::prelude::*;
use shared_model::command::StaffView;

pub fn page(page: SignIn) -> impl IntoView {
    view! {
        <main class="sign-in" data-testid="sign-in">
            {move || match page.chosen.get() {
                None => people(page).into_any(),
                Some(staff) => pin(page, staff).into_any(),
            }}
        </main>
    }
}

fn people(page: SignIn) -> impl IntoView {
    let all = move || {
        let people = page.app.session.people.get();
        match people.is_empty() {
            true => view! { <Empty words=text::sign_in::nobody_yet() /> }.into_any(),
            false => {
                let buttons = people.into_iter().map(|staff| person(page, staff)).collect_view();
                view! { <div class="people" id=focus::ACTION tabindex="-1">{buttons}</div> }.into_any()
            }
        }
    };
    view! {
        <div class="sheet wide">
            <h1>{text::sign_in::title()}</h1>
            <NoticeBanner />
            {all}
        </div>
    }
}

fn person(page: SignIn, staff: StaffView) -> impl IntoView {
    let testid = format!("staff-{}", staff.code);
    let (name, code, role) = (staff.name.clone(), staff.code.clone(), staff.role.clone());
    view! {
        <button
            type="button"
            class="button person"
            data-testid=testid
            on:click=move |_| page.choose(Some(staff.clone()))
        >
            <span class="code">{code}</span>
            <span class="name">{name}</span>
            <span class="role">{text::sign_in::role(&role)}</span>
        </button>
    }
}

fn pin(page: SignIn, staff: StaffView) -> impl IntoView {
    let dots = move || {
        let entered = page.pin.with(String::len);
        (0..entered.max(4))
            .map(|at| view! { <span class=if at < entered { "dot full" } else { "dot" }></span> })
            .collect_view()
    };
    let said = move || text::sign_in::digits(page.pin.with(String::len));
    let empty = Signal::derive(move || page.pin.with(String::is_empty) || page.busy.get());
    view! {
        <div class="sheet">
            <h1>{text::sign_in::pin_of(&staff.name)}</h1>
            <div class="dots" role="status" aria-label=said>
                {dots}
            </div>
            <NoticeBanner />
            <Keypad name="pin" on_key=move |key| page.pin_key(key) />
            <Button
                label=text::sign_in::enter()
                key=keys::ENTER
                testid="pin-enter"
                class="primary"
                disabled=empty
                on_press=move || page.send()
            />
            <Button
                label=text::sign_in::somebody_else()
                key=keys::BACK
                testid="pin-somebody-else"
                on_press=move || page.choose(None)
            />
            <p class="faint">{text::sign_in::works_offline()}</p>
        </div>
    }
}
