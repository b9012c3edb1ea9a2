use crate::component::{Button, Field, Keypad, NoticeBanner};
use crate::format;
use crate::input::keys;
use crate::state::{Method, Primary, Store};
use crate::text;
use leptos::prelude::*;
use shared_model::command::TenderView;
use shared_model::order::CardOutcome;
use shared_model::order::cart::TenderState;
use shared_model::unit::{Amount, Currency};

/// Left half of the counter while paying.
#[component]
pub fn PayScreen() -> impl IntoView {
    let store = Store::here();
    let asked = Memo::new(move |_| store.open_tender());
    view! {
        <main class="left paying" data-testid="paying">
            <div class="pay-head">
                <div>
                    <p class="faint">{move || text::still_to_pay(store.paying.method.get() == Method::Cash)}</p>
                    <output class="biggest" data-testid="still-to-pay">{move || store.money(store.still_to_pay())}</output>
                </div>
                <Button label=text::back_to_sale() key=keys::BACK testid="pay-back" on_press=move || store.leave_pay() />
            </div>
            <NoticeBanner />
            <Tenders />
            {move || match asked.get() {
                Some(tender) => view! { <CardAnswer tender=tender /> }.into_any(),
                None => view! { <Entry /> }.into_any(),
            }}
            <Complete />
        </main>
    }
}

/// Which way, how much.
#[component]
fn Entry() -> impl IntoView {
    let store = Store::here();
    let method = store.paying.method;
    let choice = move |which: Method, label: &'static str, key: &'static str, testid: &'static str| {
        let chosen = Signal::derive(move || method.get() == which);
        let class =
            Signal::derive(move || if chosen.get() { "segment chosen tall" } else { "segment tall" }.to_owned());
        let press = move || store.choose_method(which);
        view! { <Button label=label key=key testid=testid class=class pressed=chosen on_press=press /> }
    };
    let quick = move |amount: Amount| {
        let testid = format!("quick-cash-{}", amount.0);
        let class =
            Signal::derive(move || if store.entered() == Some(amount) { "quick chosen" } else { "quick" }.to_owned());
        let label = Signal::derive(move || store.money(amount));
        view! { <Button label=label testid=testid class=class on_press=move || store.enter_amount(amount) /> }
    };
    let quick_cash =
        Memo::new(move |_| store.selling.cart.with(|cart| cart.as_ref().map(|cart| cart.quick_cash.clone())));
    let entered = move || match store.entered() {
        Some(amount) => store.money(amount),
        None => text::type_or_whole().to_owned(),
    };
    let nothing_due = move || matches!(store.primary(), Primary::Complete);
    move || {
        if nothing_due() {
            return view! { <p class="paid">{text::all_paid()}</p> }.into_any();
        }
        view! {
            <div class="row methods">
                {choice(Method::Cash, text::cash(), keys::CASH, "method-cash")}
                {choice(Method::Card, text::card(), keys::CARD, "method-card")}
            </div>
            <div class="pay-entry">
                <div class="pay-amount">
                    <p class="faint">{move || text::amount_label(method.get() == Method::Cash)}</p>
                    <output class="entered" data-testid="entered">{entered}</output>
                    {move || {
                        (method.get() == Method::Cash)
                            .then(|| {
                                view! {
                                    <div class="quick-grid">
                                        {quick_cash.get().unwrap_or_default().into_iter().map(quick).collect_view()}
                                    </div>
                                }
                            })
                    }}
                    {move || (method.get() == Method::Card).then(|| view! { <p class="faint">{text::card_about()}</p> })}
                </div>
                <Keypad name="amount" extra="." on_key=move |key| store.amount_key(key) />
            </div>
        }
        .into_any()
    }
}

/// The card reader has been asked: three answers, and no guessing.
#[component]
fn CardAnswer(tender: TenderView) -> impl IntoView {
    let store = Store::here();
    let unknown = tender.state == TenderState::Unknown;
    let amount = tender.tendered;
    let reference = store.paying.reference;
    let say = move |tender: Amount| match unknown {
        true => text::card_unknown(&store.money(tender)),
        false => text::card_asked(&store.money(tender)),
    };
    view! {
        <section class=if unknown { "card-answer unknown" } else { "card-answer" } data-testid="card-answer">
            <p role="status">
                <span class="shape" aria-hidden="true">{if unknown { "▲" } else { "○" }}</span>
                <strong>{move || say(amount)}</strong>
            </p>
            <p>{if unknown { text::card_unknown_about() } else { text::card_asked_about() }}</p>
            <Field
                label=text::card_reference()
                id="card-reference"
                value=reference
                on_input=move |typed| reference.set(typed)
            />
            <div class="row">
                <Button
                    label=text::card_approved()
                    key=keys::ENTER
                    testid="card-approved"
                    class="primary grow"
                    on_press=move || store.approve_card()
                />
                <Button
                    label=text::card_declined()
                    key=keys::CASH
                    testid="card-declined"
                    class="tall"
                    on_press=move || store.answer_card(CardOutcome::Declined)
                />
                {(!unknown)
                    .then(|| {
                        view! {
                            <Button
                                label=text::card_dont_know()
                                key=keys::CARD
                                testid="card-unknown"
                                class="tall warn"
                                on_press=move || store.answer_card(CardOutcome::Unknown)
                            />
                        }
                    })}
            </div>
        </section>
    }
}

/// What has been paid or tried so far.
#[component]
fn Tenders() -> impl IntoView {
    let store = Store::here();
    let row = move |tender: TenderView, currency: Currency| {
        let (shape, class) = match &tender.state {
            TenderState::Taken { .. } => ("●", "tender taken"),
            TenderState::Asked => ("○", "tender"),
            TenderState::Unknown => ("▲", "tender unknown"),
            TenderState::Declined | TenderState::Voided => ("■", "tender gone"),
        };
        let id = tender.id;
        let can_void = matches!(tender.state, TenderState::Taken { .. });
        view! {
            <li class=class>
                <span class="shape" aria-hidden="true">{shape}</span>
                <span class="what">{text::tender(tender.kind, &tender.state)}</span>
                <span class="sum">{format::money(tender.tendered, currency)}</span>
                {can_void
                    .then(|| {
                        view! {
                            <Button label=text::void() testid="tender-void" on_press=move || store.void_tender(id) />
                        }
                    })}
            </li>
        }
    };
    move || {
        store.selling.cart.with(|cart| {
            let cart = cart.as_ref().filter(|cart| !cart.tenders.is_empty())?;
            let rows = cart.tenders.iter().map(|tender| row(tender.clone(), cart.currency)).collect_view();
            Some(view! { <ul class="tenders" data-testid="tenders">{rows}</ul> })
        })
    }
}

/// The one action that completes, named by exactly what it does.
#[component]
fn Complete() -> impl IntoView {
    let store = Store::here();
    let label = Signal::derive(move || match store.primary() {
        Primary::Complete => text::complete_sale().to_owned(),
        Primary::CashComplete(cash) => text::take_cash_complete(&store.money(cash)),
        Primary::CashPart { cash, left } => text::take_cash_part(&store.money(cash), &store.money(left)),
        Primary::AskCard(amount) => text::ask_card(&store.money(amount)),
        Primary::AwaitCard => text::await_card().to_owned(),
        Primary::Nothing => text::nothing_to_pay().to_owned(),
    });
    let about = move || match store.primary() {
        Primary::CashComplete(cash) if cash > store.still_to_pay() => {
            text::change_will_be(&store.money(Amount(cash.0 - store.still_to_pay().0)))
        }
        Primary::Complete | Primary::CashComplete(_) => text::complete_about().to_owned(),
        Primary::AskCard(_) => text::ask_card_about().to_owned(),
        _ => String::new(),
    };
    let idle = Signal::derive(move || {
        store.paying.busy.get() || matches!(store.primary(), Primary::AwaitCard | Primary::Nothing)
    });
    let testid = move || match store.primary() {
        Primary::Complete | Primary::CashComplete(_) => "complete",
        Primary::CashPart { .. } => "take-cash",
        Primary::AskCard(_) => "ask-card",
        Primary::AwaitCard | Primary::Nothing => "complete",
    };
    view! {
        <div class="complete">
            <p class="about" data-testid="about-complete">{about}</p>
            <button
                type="button"
                class="button pay"
                data-testid=testid
                aria-keyshortcuts=keys::PAY
                disabled=move || idle.get()
                on:click=move |_| store.do_primary()
            >
                <span class="label">{move || label.get()}</span>
                {move || {
                    (!idle.get()).then(|| view! { <kbd class="key" aria-hidden="true">{keys::ENTER}</kbd> })
                }}
            </button>
        </div>
    }
}
