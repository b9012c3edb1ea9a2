use crate::component::{Button, Empty, Field, Page, SearchField, StockLabel};
use crate::format;
use crate::input::keys;
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::catalogue::{ProductField, ShortagePolicy};
use shared_model::command::{ProductDetail, ProductTile};

/// Products, and the one that is being edited.
#[component]
pub fn ProductsScreen() -> impl IntoView {
    let store = Store::here();
    let form = store.product;
    let shown_id = Memo::new(move |_| form.shown.with(|shown| shown.as_ref().map(|shown| shown.product.id)));
    let row = move |tile: ProductTile| {
        let id = tile.id;
        let testid = format!("product-{}", tile.sku);
        let class = move || if shown_id.get() == Some(id) { "row-button selected" } else { "row-button" };
        let price = tile.price.map_or_else(|| text::no_price().to_owned(), |p| format::money(p.amount, p.currency));
        view! {
            <button
                type="button"
                class=class
                data-testid=testid
                on:click=move |_| store.show_product(id)
            >
                <span class="name">{tile.name}</span>
                <span class="sum">{price}</span>
                <span class="faint">{tile.sku}</span>
                <StockLabel stock=tile.stock />
            </button>
        }
    };
    view! {
        <Page title=text::products_title() about=text::products_about() testid="products">
            <div class="two">
                <div class="column">
                    <SearchField
                        id="product-search"
                        label=text::search_hint()
                        value=form.typed
                        on_input=move |typed| store.type_product(typed)
                    />
                    <div class="rows">{move || form.found.get().into_iter().map(row).collect_view()}</div>
                </div>
                {move || match form.shown.get() {
                    Some(detail) => editor(store, detail).into_any(),
                    None => view! { <Empty words=text::choose_product() /> }.into_any(),
                }}
            </div>
        </Page>
    }
}

fn editor(store: Store, detail: ProductDetail) -> impl IntoView {
    let form = store.product;
    let value = move |field: ProductField| {
        Signal::derive(move || form.values.with(|v| v.get(&field).cloned().unwrap_or_default()))
    };
    let line = move |field: ProductField, note: String| {
        view! {
            <Field
                label=text::product_field(field)
                id=format!("product-{}", field.key())
                note=note
                value=value(field)
                on_input=move |typed| store.type_field(field, typed)
            />
        }
    };
    let waits = |field| if detail.waiting.contains(&field) { text::edit_waiting().to_owned() } else { String::new() };
    let price_note = if detail.price_waiting { text::edit_waiting() } else { text::price_note() };
    let policies = [ShortagePolicy::Allow, ShortagePolicy::Ask, ShortagePolicy::Deny];
    let policy = move |policy: ShortagePolicy| {
        let chosen = Signal::derive(move || value(ProductField::Shortage).get() == policy.as_str());
        let class = Signal::derive(move || if chosen.get() { "segment chosen" } else { "segment" }.to_owned());
        let press = move || store.type_field(ProductField::Shortage, policy.as_str().to_owned());
        let testid = format!("shortage-{}", policy.as_str());
        view! { <Button label=text::shortage_policy(policy) testid=testid class=class pressed=chosen on_press=press /> }
    };
    let refused = detail.refused.clone().into_iter().map(|words| {
        view! {
            <p class="banner bad" role="status">
                <span class="shape" aria-hidden="true">"■"</span>
                <span class="said">{text::edit_refused(&words)}</span>
            </p>
        }
    });
    view! {
        <section class="story editor" data-testid="product-editor">
            <h2>{detail.product.name.clone()} " " <span class="faint">{detail.product.sku.clone()}</span></h2>
            <div class="fields">
                <p>
                    <StockLabel stock=detail.stock.clone() /> " · "
                    {text::on_hand(&format::quantity(detail.stock.on_hand))}
                </p>
                {refused.collect_view()}
                <div class="row">
                    {line(ProductField::Name, waits(ProductField::Name))}
                    {line(ProductField::Category, waits(ProductField::Category))}
                </div>
                {line(ProductField::Description, waits(ProductField::Description))}
                <div class="row">
                    <Field
                        label=text::price()
                        id="product-price"
                        mode="decimal"
                        note=price_note
                        value=form.price
                        on_input=move |typed| form.price.set(typed)
                    />
                    {line(ProductField::Barcodes, text::barcodes_note().to_owned())}
                </div>
                <p class="label">{text::product_field(ProductField::Shortage)}</p>
                <div class="row segments">{policies.into_iter().map(policy).collect_view()}</div>
            </div>
            <Button
                label=text::save()
                key=keys::PAY
                testid="product-save"
                class="primary"
                on_press=move || store.save_product()
            />
        </section>
    }
}
