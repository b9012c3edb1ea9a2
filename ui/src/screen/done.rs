use crate::component::{Button, NoticeBanner, ReceiptPaper};
use crate::format;
use crate::input::keys;
use crate::state::Store;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{ReceiptFormat, SaleDone};
use shared_model::unit::OrderId;

/// After the sale: the change, large, until the next scan.
#[component]
pub fn DoneScreen() -> impl IntoView {
    let store = Store::here();
    move || store.paying.done.get().map(|done| finished(store, done))
}

fn finished(store: Store, done: SaleDone) -> impl IntoView {
    let currency = done.receipt.currency;
    let has_change = done.change.0 > 0;
    let heading = if has_change { text::change_to_give() } else { text::no_change() };
    let largest = if has_change { done.change } else { done.gross };
    view! {
        <main class="done" data-testid="done">
            <section class="done-main">
                <p class="saved" role="status">
                    <span class="shape" aria-hidden="true">"●"</span>
                    {text::sale_saved(&done.number, &format::money(done.gross, currency))}
                </p>
                <p class="faint large">{heading}</p>
                <output class="biggest" data-testid="change">
                    {format::money(if has_change { done.change } else { shared_model::unit::Amount::ZERO }, currency)}
                </output>
                {(!has_change).then(|| view! { <p class="large">{text::paid_exactly(&format::money(largest, currency))}</p> })}
                <NoticeBanner />
                <PrintButtons order=done.order />
                <Button
                    label=text::next_sale()
                    key=keys::ENTER
                    testid="next-sale"
                    class="pay"
                    on_press=move || store.next_sale()
                />
                <p class="faint">{text::or_just_scan()}</p>
            </section>
            <section class="done-receipt" tabindex="0" aria-label=text::receipt()>
                <ReceiptPaper receipt=done.receipt />
            </section>
        </main>
    }
}

/// Prints the stored receipt and says where the file is.
#[component]
pub fn PrintButtons(order: OrderId) -> impl IntoView {
    let store = Store::here();
    view! {
        <div class="row">
            <Button
                label=text::print_roll()
                testid="print-roll80"
                class="tall"
                on_press=move || store.print(order, ReceiptFormat::Roll80)
            />
            <Button
                label=text::print_a4()
                testid="print-a4"
                class="tall"
                on_press=move || store.print(order, ReceiptFormat::A4)
            />
        </div>
        {move || {
            store
                .paying
                .printed
                .get()
                .map(|printed| {
                    view! {
                        <p class="printed" role="status" data-testid="printed">
                            {text::printed(printed.copy)}
                            <code>{printed.path}</code>
                        </p>
                    }
                })
        }}
    }
}
