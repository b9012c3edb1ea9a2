//! Choosing the customer, in the place of the products.

use super::SEARCH;
use crate::input::keys;
use crate::kit::{Empty, NoticeBanner, Panel, SearchField};
use crate::page::sell::Sell;
use crate::text;
use leptos::prelude::*;
use shared_model::command::CustomerView;
use shared_model::party::Address;

pub fn panel(page: Sell, deliver_line: Option<u32>) -> impl IntoView {
    let pick = page.customer;
    let title = match deliver_line {
        Some(_) => text::customer::for_delivery(),
        None => text::customer::choose(),
    };
    let rows = move || {
        let found = pick.found.get();
        match found.is_empty() {
            true => view! { <Empty words=text::customer::none() /> }.into_any(),
            false => found.into_iter().map(|customer| row(page, customer)).collect_view().into_any(),
        }
    };
    view! {
        <Panel title=title testid="customer-panel" key=keys::BACK on_back=move || page.close_panel()>
            <SearchField
                id=SEARCH
                label=text::customer::search_hint()
                value=pick.typed
                on_input=move |typed| page.type_customer(typed)
            />
            <NoticeBanner />
            <div class="rows">{rows}</div>
        </Panel>
    }
}

fn row(page: Sell, customer: CustomerView) -> impl IntoView {
    let testid = format!("customer-{}", customer.number);
    let name = text::customer::named(&customer.label.to_string(), &customer.number);
    let reach: Vec<_> = [&customer.email, &customer.phone].into_iter().filter(|one| !one.is_empty()).cloned().collect();
    let place = customer.addresses.first().map(Address::in_a_line).unwrap_or_default();
    view! {
        <button
            type="button"
            class="row-button"
            data-testid=testid
            on:click=move |_| page.choose_customer(Some(customer.clone()))
        >
            <span class="name">{name}</span>
            <span class="faint">{reach.join(" · ")}</span>
            <span class="faint">{place}</span>
        </button>
    }
}
