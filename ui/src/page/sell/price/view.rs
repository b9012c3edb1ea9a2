//! Another price, in the place of the products: amount, reason, and who approves.

use super::{AMOUNT, APPROVER, PIN, REASON};
use crate::input::keys;
use crate::kit::{Button, Field, NoticeBanner, Panel};
use crate::page::sell::Sell;
use crate::text;
use leptos::prelude::*;
use shared_model::command::StaffView;
use shared_model::unit::StaffId;

pub fn panel(page: Sell, line: u32) -> impl IntoView {
    let form = page.price;
    let about =
        page.selected_untracked().map(|line| text::price::about(&line.name, &untrack(|| page.money(line.unit_price))));
    view! {
        <Panel title=text::price::title() testid="price-panel" key=keys::BACK on_back=move || page.close_panel()>
            <p>{about}</p>
            <NoticeBanner />
            <Field
                label=text::price::new()
                id=AMOUNT
                mode="decimal"
                value=form.price
                on_input=move |typed| form.price.set(typed)
            />
            <Field
                label=text::price::reason()
                id=REASON
                value=form.reason
                on_input=move |typed| form.reason.set(typed)
            />
            <div class="chips">
                {text::price::reasons().into_iter().map(|words| reason(form.reason, words)).collect_view()}
            </div>
            {move || {
                let approvers = page.approvers();
                page.needs_approval().then(|| approval(page, approvers))
            }}
            <Button
                label=text::price::send()
                key=keys::ENTER
                testid="price-send"
                class="primary"
                on_press=move || page.send_price(line)
            />
        </Panel>
    }
}

fn reason(chosen: RwSignal<String>, words: String) -> impl IntoView {
    let label = words.clone();
    let pressed = words.clone();
    let class = Signal::derive(move || if chosen.get() == words { "chip chosen" } else { "chip" }.to_owned());
    let press = move || chosen.set(pressed.clone());
    view! { <Button label=label testid="price-reason-quick" class=class on_press=press /> }
}

/// A manager's PIN on the spot, without signing the cashier out.
fn approval(page: Sell, approvers: Vec<StaffView>) -> impl IntoView {
    let form = page.price;
    let option = |staff: StaffView| view! { <option value=staff.id.to_string()>{staff.name}</option> };
    view! {
        <div class="approval">
            <div class="field">
                <label for=APPROVER>{text::price::approved_by()}</label>
                <select
                    id=APPROVER
                    data-testid=APPROVER
                    on:change:target=move |event| form.approver.set(event.target().value().parse::<StaffId>().ok())
                >
                    {approvers.into_iter().map(option).collect_view()}
                </select>
            </div>
            <Field
                label=text::price::approver_pin()
                id=PIN
                kind="password"
                mode="numeric"
                value=form.pin
                on_input=move |typed| form.pin.set(typed)
            />
        </div>
    }
}
