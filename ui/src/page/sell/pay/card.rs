//! The card reader has been asked: three answers, and no guessing.

use super::REFERENCE;
use crate::input::keys;
use crate::kit::{Button, Field};
use crate::page::sell::Sell;
use crate::text;
use leptos::prelude::*;
use shared_model::command::TenderView;
use shared_model::order::cart::TenderState;
use shared_model::payment::CardOutcome;

pub fn card_answer(page: Sell, tender: TenderView) -> impl IntoView {
    let unknown = tender.state == TenderState::Unknown;
    let said = move || match unknown {
        true => text::payment::card_unknown(&page.money(tender.tendered)),
        false => text::payment::card_asked(&page.money(tender.tendered)),
    };
    let about = if unknown { text::payment::card_unknown_about() } else { text::payment::card_asked_about() };
    let reference = page.pay.reference;
    view! {
        <section class=if unknown { "card-answer unknown" } else { "card-answer" } data-testid="card-answer">
            <p role="status">
                <span class="shape" aria-hidden="true">{if unknown { "▲" } else { "○" }}</span>
                <strong>{said}</strong>
            </p>
            <p>{about}</p>
            <Field
                label=text::payment::card_reference()
                id=REFERENCE
                value=reference
                on_input=move |typed| page.type_reference(typed)
            />
            {answers(page, unknown)}
        </section>
    }
}

fn answers(page: Sell, unknown: bool) -> impl IntoView {
    let dont_know = (!unknown).then(|| {
        view! {
            <Button
                label=text::payment::card_dont_know()
                key=keys::CARD
                testid="card-unknown"
                class="tall warn"
                on_press=move || page.answer_card(CardOutcome::Unknown)
            />
        }
    });
    view! {
        <div class="row">
            <Button
                label=text::payment::card_approved()
                key=keys::ENTER
                testid="card-approved"
                class="primary grow"
                on_press=move || page.approve_card()
            />
            <Button
                label=text::payment::card_declined()
                key=keys::CASH
                testid="card-declined"
                class="tall"
                on_press=move || page.answer_card(CardOutcome::Declined)
            />
            {dont_know}
        </div>
    }
}
