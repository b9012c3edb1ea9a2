//! After the sale: the change, large, until the next scan.

use super::Sell;
use crate::format;
use crate::input::keys;
use crate::kit::{Button, NoticeBanner, PrintButtons, ReceiptPaper};
use crate::text;
use leptos::prelude::*;
use shared_model::command::SaleDone;
use shared_model::command::{ReceiptFormat, ReceiptPrint};
use shared_model::unit::{Amount, OrderId};

pub fn done(page: Sell) -> impl IntoView {
    move || page.done.get().map(|done| finished(page, done))
}

fn finished(page: Sell, done: SaleDone) -> impl IntoView {
    let currency = done.receipt.currency;
    let has_change = done.change.0 > 0;
    let heading = if has_change { text::payment::change_to_give() } else { text::payment::no_change() };
    let change = format::money(if has_change { done.change } else { Amount::ZERO }, currency);
    let gross = format::money(done.gross, currency);
    let exactly = (!has_change).then(|| view! { <p class="large">{text::payment::paid_exactly(&gross)}</p> });
    let order = done.order;
    view! {
        <main class="done" data-testid="done">
            <section class="done-main">
                <h1 class="unseen">{text::payment::done()}</h1>
                <p class="saved" role="status">
                    <span class="shape" aria-hidden="true">"●"</span>
                    {text::payment::sale_saved(&done.number, &gross)}
                </p>
                <p class="faint large">{heading}</p>
                <output class="biggest" data-testid="change">{change}</output>
                {exactly}
                <NoticeBanner />
                <PrintButtons printed=page.pay.printed on_print=move |format| page.print(order, format) />
                <Button
                    label=text::payment::next_sale()
                    key=keys::ENTER
                    testid="next-sale"
                    class="pay"
                    on_press=move || page.next_sale()
                />
                <p class="faint">{text::payment::or_just_scan()}</p>
            </section>
            <section class="done-receipt" tabindex="0" aria-label=text::receipt::title()>
                <ReceiptPaper receipt=done.receipt />
            </section>
        </main>
    }
}

impl Sell {
    fn print(self, order: OrderId, format: ReceiptFormat) {
        self.app.ask(ReceiptPrint { order, format }, move |printed| {
            self.app.notices.clear();
            self.pay.printed.set(Some(printed));
        });
    }
}
