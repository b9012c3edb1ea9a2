//! The left half of the counter while paying.

use super::card::card_answer;
use super::complete::complete;
use super::entry::entry;
use super::tenders::tenders;
use crate::input::keys;
use crate::kit::{Button, NoticeBanner};
use crate::page::sell::Sell;
use crate::text;
use leptos::prelude::*;
use shared_model::payment::TenderKind;

pub fn left(page: Sell) -> impl IntoView {
    let asked = Memo::new(move |_| page.open_tender());
    let still_to_pay = move || match page.pay.method.get() {
        TenderKind::Cash => text::payment::still_to_pay_cash(),
        TenderKind::Card => text::payment::still_to_pay(),
    };
    view! {
        <main class="left paying" data-testid="paying">
            <h1 class="unseen">{text::cart::pay()}</h1>
            <div class="pay-head">
                <div>
                    <p class="faint">{still_to_pay}</p>
                    <output class="biggest" data-testid="still-to-pay">{move || page.money(page.still_to_pay())}</output>
                </div>
                <Button
                    label=text::payment::back_to_sale()
                    key=keys::BACK
                    testid="pay-back"
                    on_press=move || page.leave_pay()
                />
            </div>
            <NoticeBanner />
            {tenders(page)}
            {move || match asked.get() {
                Some(tender) => card_answer(page, tender).into_any(),
                None => entry(page).into_any(),
            }}
            {complete(page)}
        </main>
    }
}
