use crate::component::{Empty, NoticeBanner, Panel, SearchField};
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::command::CustomerView;

/// Choosing the customer, in the place of the products.
#[component]
pub fn CustomerPanel() -> impl IntoView {
    let store = Store::here();
    let pick = store.selling.customer;
    let title = match pick.deliver_line.get_untracked() {
        Some(_) => text::customer_for_delivery(),
        None => text::choose_customer(),
    };
    let row = move |customer: CustomerView| {
        let testid = format!("customer-{}", customer.number);
        let name = text::customer(&customer.label, &customer.number);
        let reach: Vec<_> =
            [&customer.email, &customer.phone].into_iter().filter(|one| !one.is_empty()).cloned().collect();
        let place = customer.addresses.first().map(|address| address.lines.join(", ")).unwrap_or_default();
        view! {
            <button
                type="button"
                class="row-button"
                data-testid=testid
                on:click=move |_| store.choose_customer(Some(customer.clone()))
            >
                <span class="name">{name}</span>
                <span class="faint">{reach.join(" · ")}</span>
                <span class="faint">{place}</span>
            </button>
        }
    };
    view! {
        <Panel title=title testid="customer-panel" on_back=move || store.close_panel()>
            <SearchField
                id="customer-search"
                label=text::customer_search_hint()
                value=pick.typed
                on_input=move |typed| store.type_customer(typed)
            />
            <NoticeBanner />
            <div class="rows">
                {move || {
                    let found = pick.found.get();
                    match found.is_empty() {
                        true => view! { <Empty words=text::no_such_customer() /> }.into_any(),
                        false => found.into_iter().map(row).collect_view().into_any(),
                    }
                }}
            </div>
        </Panel>
    }
}
