use crate::component::{Button, Empty, Keypad, NoticeBanner};
use crate::input::keys;
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::command::StaffView;

/// Who is here? A large button each, then the PIN.
#[component]
pub fn SignInScreen() -> impl IntoView {
    let store = Store::here();
    view! {
        <main class="sign-in" data-testid="sign-in">
            {move || match store.sign_in.chosen.get() {
                None => people(store).into_any(),
                Some(staff) => pin(store, staff).into_any(),
            }}
        </main>
    }
}

fn people(store: Store) -> impl IntoView {
    let person = move |staff: StaffView| {
        let testid = format!("staff-{}", staff.code);
        let (name, code, role) = (staff.name.clone(), staff.code.clone(), staff.role);
        view! {
            <button
                type="button"
                class="button person"
                data-testid=testid
                on:click=move |_| store.choose_staff(Some(staff.clone()))
            >
                <span class="code">{code}</span>
                <span class="name">{name}</span>
                <span class="role">{text::role(role)}</span>
            </button>
        }
    };
    view! {
        <div class="sheet wide">
            <h1>{text::who_is_here()}</h1>
            <NoticeBanner />
            {move || {
                let people = store.sign_in.people.get();
                match people.is_empty() {
                    true => view! { <Empty words=text::nobody_yet() /> }.into_any(),
                    false => {
                        view! { <div class="people">{people.into_iter().map(person).collect_view()}</div> }.into_any()
                    }
                }
            }}
        </div>
    }
}

fn pin(store: Store, staff: StaffView) -> impl IntoView {
    let dots = move || {
        let entered = store.sign_in.pin.with(String::len);
        (0..entered.max(4))
            .map(|at| view! { <span class=if at < entered { "dot full" } else { "dot" }></span> })
            .collect_view()
    };
    let empty = Signal::derive(move || store.sign_in.pin.with(String::is_empty) || store.sign_in.busy.get());
    view! {
        <div class="sheet">
            <h1>{text::pin_of(&staff.name)}</h1>
            <div class="dots" role="status" aria-label=move || text::pin_digits(store.sign_in.pin.with(String::len))>
                {dots}
            </div>
            <NoticeBanner />
            <Keypad name="pin" on_key=move |key| store.pin_key(key) />
            <Button
                label=text::sign_in()
                key=keys::ENTER
                testid="pin-enter"
                class="primary"
                disabled=empty
                on_press=move || store.send_pin()
            />
            <Button label=text::somebody_else() key=keys::BACK testid="pin-somebody-else" on_press=move || store.choose_staff(None) />
            <p class="faint">{text::pin_works_offline()}</p>
        </div>
    }
}
