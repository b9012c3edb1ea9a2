use crate::component::{Button, Field, NoticeBanner, Panel};
use crate::input::keys;
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::command::StaffView;
use shared_model::unit::StaffId;

/// Another price for a line: amount, reason, and who approves.
#[component]
pub fn PricePanel(line: u32) -> impl IntoView {
    let store = Store::here();
    let form = store.selling.price;
    let about = untrack(|| store.selling.selected_line())
        .map(|line| text::price_about(&line.name, &untrack(|| store.money(line.unit_price))));
    let reason = move |words: &'static str| {
        let class = Signal::derive(move || if form.reason.get() == words { "chip chosen" } else { "chip" }.to_owned());
        view! { <Button label=words testid="price-reason-quick" class=class on_press=move || form.reason.set(words.to_owned()) /> }
    };
    view! {
        <Panel title=text::price_title() testid="price-panel" on_back=move || store.close_panel()>
            <p>{about}</p>
            <NoticeBanner />
            <Field
                label=text::price_new()
                id="price-amount"
                mode="decimal"
                value=form.price
                on_input=move |typed| form.price.set(typed)
            />
            <Field
                label=text::price_reason()
                id="price-reason"
                value=form.reason
                on_input=move |typed| form.reason.set(typed)
            />
            <div class="chips">{text::price_reasons().into_iter().map(reason).collect_view()}</div>
            {move || {
                let approvers = store.approvers();
                (!store.is_manager()).then(|| approval(store, approvers))
            }}
            <Button
                label=text::price_send()
                key=keys::ENTER
                testid="price-send"
                class="primary"
                on_press=move || store.send_price(line)
            />
        </Panel>
    }
}

/// A manager's PIN on the spot, without signing the cashier out.
fn approval(store: Store, approvers: Vec<StaffView>) -> impl IntoView {
    let form = store.selling.price;
    let option = |staff: StaffView| view! { <option value=staff.id.to_string()>{staff.name}</option> };
    view! {
        <div class="approval">
            <div class="field">
                <label for="price-approver">{text::approved_by()}</label>
                <select
                    id="price-approver"
                    data-testid="price-approver"
                    on:change:target=move |event| form.approver.set(event.target().value().parse::<StaffId>().ok())
                >
                    {approvers.into_iter().map(option).collect_view()}
                </select>
            </div>
            <Field
                label=text::approver_pin()
                id="price-pin"
                kind="password"
                mode="numeric"
                value=form.pin
                on_input=move |typed| form.pin.set(typed)
            />
        </div>
    }
}
