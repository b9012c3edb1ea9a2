//! What is in the drawer before the first sale.

use super::Drawer;
use crate::format;
use crate::input::keys;
use crate::kit::{Button, Keypad, NoticeBanner};
use crate::text;
use leptos::prelude::*;
use shared_model::command::ShiftView;
use shared_model::unit::{Amount, BusinessDate};

/// Usual floats, in whole units of the currency.
const FLOATS: [i64; 4] = [0, 50, 100, 200];

pub fn page(page: Drawer) -> impl IntoView {
    let sheet = move || match page.shift() {
        Some(ShiftView { business_date, ahead: Some(today), .. }) => wrong_date(page, business_date, today).into_any(),
        shift => count(page, shift).into_any(),
    };
    view! { <main class="sign-in" data-testid="shift">{sheet}</main> }
}

fn count(page: Drawer, shift: Option<ShiftView>) -> impl IntoView {
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
        <div class="sheet">
            <h1>{text::drawer::title()}</h1>
            {match shift {
                Some(shift) => day(page, shift).into_any(),
                None => view! { <p class="faint">{text::drawer::about()}</p> }.into_any(),
            }}
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
    }
}

/// For which day it is, where it is not the first shift of this till.
fn day(page: Drawer, ShiftView { business_date, next, doubted, .. }: ShiftView) -> impl IntoView {
    let says = match (next, doubted) {
        (Some(next), _) => Some(text::drawer::next(&format::day(next))),
        (None, doubted) => doubted.map(|clock| text::drawer::only_if(&format::day(clock))),
    };
    view! {
        <p data-testid="shift-day">{says}</p>
        {doubted.map(|_| stay(page, business_date))}
    }
}

/// It was opened by a clock that was ahead: nothing is counted anew.
fn wrong_date(page: Drawer, sold: BusinessDate, today: BusinessDate) -> impl IntoView {
    let (shown, day) = (format::day(sold), format::day(today));
    view! {
        <div class="sheet">
            <h1>{text::drawer::dated()}</h1>
            <p data-testid="shift-day">{text::drawer::ahead(&shown, &day)}</p>
            <NoticeBanner />
            <Button
                label=text::drawer::redate(&day)
                testid="redate"
                class="primary"
                disabled=page.busy
                on_press=move || page.redate(today)
            />
            {stay(page, sold)}
        </div>
    }
}

fn stay(page: Drawer, sold: BusinessDate) -> impl IntoView {
    let label = text::drawer::stay(&format::day(sold));
    view! { <Button label=label testid="stay" on_press=move || page.stay() /> }
}
