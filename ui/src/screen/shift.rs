use crate::component::{Button, Keypad, NoticeBanner};
use crate::input::{focus, keys};
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::input::AmountEntry;
use shared_model::unit::Amount;

/// Usual floats, in whole units of the currency.
const FLOATS: [i64; 4] = [0, 50, 100, 200];

/// What is in the drawer before the first sale.
#[component]
pub fn ShiftScreen() -> impl IntoView {
    let store = Store::here();
    focus::nothing();
    let float = move || store.sign_in.float.with(|entry| entry.amount(store.exponent())).unwrap_or(Amount::ZERO);
    let shown = move || store.money(float());
    let label = Signal::derive(move || text::open_shift(&store.money(float())));
    let busy = store.sign_in.busy;
    let enter = move |key: &str| {
        let exponent = untrack(|| store.exponent());
        store.sign_in.float.try_update(|entry| entry.press(key, exponent)).unwrap_or(false)
    };
    let quick = move |units: i64| {
        let minor = move || Amount(units.saturating_mul(10_i64.pow(store.exponent())));
        let label = Signal::derive(move || store.money(minor()));
        let choose = move || {
            store.sign_in.float.set(AmountEntry::default());
            for digit in units.to_string().chars() {
                enter(digit.encode_utf8(&mut [0; 4]));
            }
            focus::nothing();
        };
        view! { <Button label=label testid=format!("float-{units}") class="quick" on_press=choose /> }
    };
    view! {
        <main class="sign-in" data-testid="shift">
            <div class="sheet">
                <h1>{text::shift_title()}</h1>
                <p class="faint">{text::shift_about()}</p>
                <output class="big-entry" data-testid="float">{shown}</output>
                <NoticeBanner />
                <div class="quick-row">{FLOATS.into_iter().map(quick).collect_view()}</div>
                <Keypad name="float-key" extra="." on_key=enter />
                <Button
                    label=label
                    key=keys::ENTER
                    testid="open-shift"
                    class="primary"
                    disabled=Signal::derive(move || busy.get())
                    on_press=move || store.open_shift()
                />
            </div>
        </main>
    }
}
