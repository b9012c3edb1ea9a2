//! After the sale: the change, large, until the next scan.

use super::state::LastSale;
use super::{SEARCH, Sell};
use crate::format;
use crate::input::{focus, keys, now_ms};
use crate::kit::{Button, NoticeBanner, PrintButtons, ReceiptPaper};
use crate::text;
use leptos::prelude::*;
use shared_model::command::SaleDone;
use shared_model::command::{ReceiptFormat, ReceiptPrint};
use shared_model::unit::{Amount, OrderId};

/// So long the change stands there before a key or a tap ends it.
const SEEN_MS: u64 = 600;

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
                <div id=focus::ACTION tabindex="-1" class="action">
                    <Button
                        label=text::payment::next_sale()
                        key=keys::ENTER
                        testid="next-sale"
                        class="pay"
                        on_press=move || page.leave_done()
                    />
                </div>
                <PrintButtons printed=page.pay.printed on_print=move |format| page.print(order, format) />
                <p class="faint">{text::payment::or_just_scan()}</p>
                <NoticeBanner />
            </section>
            <section class="done-receipt" tabindex="0" aria-label=text::receipt::title()>
                <ReceiptPaper receipt=done.receipt />
            </section>
        </main>
    }
}

impl LastSale {
    pub fn of(done: &SaleDone) -> LastSale {
        let change = (done.change.0 > 0).then(|| format::money(done.change, done.receipt.currency));
        let said = match change {
            Some(change) => text::payment::last_sale(&done.number, &change),
            None => text::payment::last_sale_exact(&done.number),
        };
        LastSale { order: done.order, said }
    }
}

/// The sale before, while the next one is put together.
pub fn last_sale(page: Sell) -> impl IntoView {
    move || {
        page.last.get().map(|LastSale { order, said }| {
            view! {
                <div class="last-sale" data-testid="last-sale">
                    <span>{said}</span>
                    <Button label=text::payment::reprint() testid="reprint" on_press=move || page.reprint(order) />
                </div>
            }
        })
    }
}

impl Sell {
    /// The press that paid, once more, is no wish to leave: what is to be given back must have been seen.
    pub fn leave_done(self) {
        if now_ms().saturating_sub(self.done_ms.get_value()) >= SEEN_MS {
            self.next_sale();
        }
    }

    fn reprint(self, order: OrderId) {
        self.app.ask(ReceiptPrint { order, format: ReceiptFormat::Roll80 }, move |printed| {
            self.app.notices.say(format!("{}{}", text::kit::printed_to(printed.copy), printed.path));
        });
        focus::back(SEARCH);
    }

    fn print(self, order: OrderId, format: ReceiptFormat) {
        self.app.ask(ReceiptPrint { order, format }, move |printed| {
            self.app.notices.clear();
            self.pay.printed.set(Some(printed));
        });
    }
}
