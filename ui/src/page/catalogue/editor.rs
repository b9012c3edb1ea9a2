//! The fields of one product, what still waits for the server, and saving.

use super::Catalogue;
use crate::format;
use crate::input::keys;
use crate::kit::{Button, Field, StockLabel};
use crate::text;
use leptos::prelude::*;
use shared_model::catalogue::{ProductField, ShortagePolicy};
use shared_model::command::ProductDetail;

pub fn editor(page: Catalogue, detail: ProductDetail) -> impl IntoView {
    view! {
        <section class="story editor" data-testid="product-editor">
            <h2>{detail.product.name.clone()} " " <span class="faint">{detail.product.sku.clone()}</span></h2>
            {fields(page, detail)}
            <Button
                label=text::catalogue::save()
                key=keys::PAY
                testid="product-save"
                class="primary"
                on_press=move || page.save()
            />
        </section>
    }
}

fn fields(page: Catalogue, detail: ProductDetail) -> impl IntoView {
    let waits = |field| if detail.waiting.contains(&field) { text::catalogue::edit_waiting() } else { String::new() };
    let price_note = if detail.price_waiting { text::catalogue::edit_waiting() } else { text::catalogue::price_note() };
    let on_hand = text::stock::on_hand(&format::quantity(detail.stock.on_hand));
    let policies = [ShortagePolicy::Allow, ShortagePolicy::Ask, ShortagePolicy::Deny];
    view! {
        <div class="fields">
            <p>
                <StockLabel stock=detail.stock.clone() /> " · " {on_hand}
            </p>
            {detail.refused.iter().map(|reason| refused(&reason.to_string())).collect_view()}
            <div class="row">
                {line(page, ProductField::Name, waits(ProductField::Name))}
                {line(page, ProductField::Category, waits(ProductField::Category))}
            </div>
            {line(page, ProductField::Description, waits(ProductField::Description))}
            <div class="row">
                <Field
                    label=text::catalogue::price()
                    id="product-price"
                    mode="decimal"
                    note=price_note
                    value=page.price
                    on_input=move |typed| page.type_price(typed)
                />
                {line(page, ProductField::Barcodes, text::catalogue::barcodes_note())}
            </div>
            <p class="label">{text::catalogue::field(ProductField::Shortage)}</p>
            <div class="row segments">
                {policies.into_iter().map(|policy| shortage(page, policy)).collect_view()}
            </div>
        </div>
    }
}

fn value(page: Catalogue, field: ProductField) -> Signal<String> {
    Signal::derive(move || page.values.with(|values| values.get(&field).cloned().unwrap_or_default()))
}

fn line(page: Catalogue, field: ProductField, note: String) -> impl IntoView {
    view! {
        <Field
            label=text::catalogue::field(field)
            id=format!("product-{}", field.key())
            note=note
            value=value(page, field)
            on_input=move |typed| page.type_field(field, typed)
        />
    }
}

fn shortage(page: Catalogue, policy: ShortagePolicy) -> impl IntoView {
    let current = value(page, ProductField::Shortage);
    let (label, testid) = (text::catalogue::shortage(&policy), format!("shortage-{}", policy.as_str()));
    let typed = policy.as_str().to_owned();
    let chosen = Signal::derive(move || current.with(|current| current == policy.as_str()));
    let class = Signal::derive(move || if chosen.get() { "segment chosen" } else { "segment" }.to_owned());
    let press = move || page.type_field(ProductField::Shortage, typed.clone());
    view! {
        <Button
            label=label
            testid=testid
            class=class
            pressed=chosen
            on_press=press
        />
    }
}

fn refused(reason: &str) -> impl IntoView + use<> {
    view! {
        <p class="banner bad" role="status">
            <span class="shape" aria-hidden="true">"■"</span>
            <span class="said">{text::catalogue::edit_refused(reason)}</span>
        </p>
    }
}
