//! Which way, how much.

use crate::input::keys;
use crate::kit::{Button, Keypad};
use crate::page::sell::Sell;
use crate::text;
use leptos::prelude::*;
use shared_model::input::{Entered, Primary};
use shared_model::payment::TenderKind;
use shared_model::unit::Amount;

pub fn entry(page: Sell) -> impl IntoView {
    let nothing_due = move || matches!(page.primary(), Primary::Complete);
    let quick_cash = Memo::new(move |_| page.cart.with(|cart| cart.as_ref().map(|cart| cart.quick_cash.clone())));
    move || {
        if nothing_due() {
            return view! { <p class="paid">{text::payment::all_paid()}</p> }.into_any();
        }
        view! {
            <div class="row methods">
                {method(page, TenderKind::Cash, text::payment::cash(), keys::CASH, "method-cash")}
                {method(page, TenderKind::Card, text::payment::card(), keys::CARD, "method-card")}
            </div>
            <div class="pay-entry">
                <div class="pay-amount">
                    {move || match page.pay.method.get() {
                        TenderKind::Cash => cash(page, quick_cash).into_any(),
                        TenderKind::Card => card(page).into_any(),
                    }}
                </div>
                <Keypad name="amount" extra="." on_key=move |key| page.amount_key(key) />
            </div>
        }
        .into_any()
    }
}

fn method(page: Sell, which: TenderKind, label: String, key: &'static str, testid: &'static str) -> impl IntoView {
    let chosen = Signal::derive(move || page.pay.method.get() == which);
    let class = Signal::derive(move || if chosen.get() { "segment chosen tall" } else { "segment tall" }.to_owned());
    let press = move || page.choose_method(which);
    view! { <Button label=label key=key testid=testid class=class pressed=chosen on_press=press /> }
}

fn cash(page: Sell, quick_cash: Memo<Option<Vec<Amount>>>) -> impl IntoView {
    let quick = move || quick_cash.get().unwrap_or_default().into_iter().map(|one| quick(page, one)).collect_view();
    view! {
        <p class="faint">{text::payment::cash_given()}</p>
        {entered(page)}
        <div class="quick-grid">{quick}</div>
    }
}

fn card(page: Sell) -> impl IntoView {
    view! {
        <p class="faint">{text::payment::on_card()}</p>
        {entered(page)}
        <p class="faint">{text::payment::card_about()}</p>
    }
}

fn entered(page: Sell) -> impl IntoView {
    let entered = move || match page.entered() {
        Entered::Amount(amount) => page.money(amount),
        Entered::Nothing => text::payment::all_of_it(),
        // As it was typed.
        Entered::Unclear => page.pay.entry.with(|entry| entry.text().to_owned()),
    };
    view! { <output class="entered" data-testid="entered">{entered}</output> }
}

fn quick(page: Sell, amount: Amount) -> impl IntoView {
    let testid = format!("quick-cash-{}", amount.0);
    let chosen = move || page.entered() == Entered::Amount(amount);
    let class = Signal::derive(move || if chosen() { "quick chosen" } else { "quick" }.to_owned());
    let label = Signal::derive(move || page.money(amount));
    view! { <Button label=label testid=testid class=class on_press=move || page.enter_amount(amount) /> }
}
