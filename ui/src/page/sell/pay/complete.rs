//! The one action that completes, named by exactly what it does.

use crate::input::{focus, keys};
use crate::kit::KeyHint;
use crate::page::sell::Sell;
use crate::text;
use leptos::prelude::*;
use shared_model::input::Primary;
use shared_model::unit::Amount;

pub fn complete(page: Sell) -> impl IntoView {
    let idle = Memo::new(move |_| {
        page.pay.busy.get() || matches!(page.primary(), Primary::AwaitCard | Primary::Nothing | Primary::Unclear)
    });
    view! {
        <div class="complete" id=focus::ACTION tabindex="-1">
            <p class=move || if gives_change(page) { "about change" } else { "about" } data-testid="about-complete">{move || about(page)}</p>
            <button
                type="button"
                class="button pay"
                data-testid=move || testid(page.primary())
                aria-keyshortcuts=keys::PAY
                disabled=move || idle.get()
                on:click=move |_| page.do_primary()
            >
                <span class="label">{move || label(page)}</span>
                {move || (!idle.get()).then(|| view! { <KeyHint key=keys::ENTER /> })}
            </button>
        </div>
    }
}

fn label(page: Sell) -> String {
    match page.primary() {
        Primary::Complete => text::payment::complete(),
        Primary::CashComplete(cash) => text::payment::take_cash_complete(&page.money(cash)),
        Primary::CashPart { cash, left } => text::payment::take_cash_part(&page.money(cash), &page.money(left)),
        Primary::AskCard(amount) => text::payment::ask_card(&page.money(amount)),
        Primary::AwaitCard => text::payment::await_card(),
        Primary::Nothing => text::payment::nothing_to_pay(),
        Primary::Unclear => text::payment::not_an_amount(&page.pay.entry.with(|entry| entry.text().to_owned())),
    }
}

fn gives_change(page: Sell) -> bool {
    matches!(page.primary(), Primary::CashComplete(cash) if cash > page.still_to_pay())
}

fn about(page: Sell) -> String {
    match page.primary() {
        Primary::CashComplete(cash) if cash > page.still_to_pay() => {
            text::payment::change_will_be(&page.money(Amount(cash.0 - page.still_to_pay().0)))
        }
        Primary::Complete | Primary::CashComplete(_) => text::payment::complete_about(),
        Primary::AskCard(_) => text::payment::ask_card_about(),
        Primary::CashPart { .. } | Primary::AwaitCard | Primary::Nothing | Primary::Unclear => String::new(),
    }
}

fn testid(primary: Primary) -> &'static str {
    match primary {
        Primary::Complete | Primary::CashComplete(_) | Primary::AwaitCard | Primary::Nothing | Primary::Unclear => {
            "complete"
        }
        Primary::CashPart { .. } => "take-cash",
        Primary::AskCard(_) => "ask-card",
    }
}
