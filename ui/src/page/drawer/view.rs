//! What is in the drawer before the first sale.

use super::Drawer;
use crate::format;
use crate::input::keys;
use crate::kit::{Button, Keypad, NoticeBanner};
use crate::text;
use leptos::prelude::*;
use shared_model::unit::Amount;

/// Usual floats, in whole units of the currency.
const FLOATS: [i64; 4] = [0, 50, 100, 200];

pub fn page(page: Drawer) -> impl IntoView {
    let money = move |amount: Amount| format::money_in(amount, page.app.currency());
    let typed = move || page.float.with(|entry| entry.text().to_owned());
    let shown = move || page.amount().map_or_else(typed, money);
    let label = Signal::derive(move || text::drawer::open_with(&shown()));
    let quick = move |units: i64| {
        let minor = move || Amount(units.saturating_mul(10_i64.pow(page.app.exponent())));
        let label = Signal::derive(move || money(minor()));
        let testid = format!("float-{units}");
        view! { <Button label=label testid=testid class="quick" on_press=move || page.choose(units) /> }
    };
    view! {
        <main class="sign-in" data-testid="shift">
            <div class="sheet">
                <h1>{text::drawer::title()}</h1>
                <p class="faint">{text::drawer::about()}</p>
                <output class="big-entry" data-testid="float">{shown}</output>
                <NoticeBanner />
                <div class="quick-row">{FLOATS.into_iter().map(quick).collect_view()}</div>
                <Keypad name="float-key" extra="." on_key=move |key| page.float_key(key) />
                <Button
                    label=label
                    key=keys::ENTER
                    testid="open-shift"
                    class="primary"
                    disabled=page.busy
                    on_press=move || page.open_shift()
                />
            </div>
        </main>
    }
}
