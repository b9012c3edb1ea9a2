//! The counter: what is being done on the left, the cart beside it; after the sale the change.

use super::state::{Panel, Stage};
use super::{SEARCH, Sell, customer, done, parts, pay, price};
use crate::input::focus;
use crate::text;
use leptos::prelude::*;

pub fn page(page: Sell) -> impl IntoView {
    let stage = Memo::new(move |_| page.stage.get());
    // The cart stays drawn from finding to paying and back.
    let at_counter = Memo::new(move |_| stage.get() != Stage::Done);
    move || match at_counter.get() {
        true => counter(page, stage).into_any(),
        false => done::done(page).into_any(),
    }
}

fn counter(page: Sell, stage: Memo<Stage>) -> impl IntoView {
    let left = move || match stage.get() {
        Stage::Find => finding(page).into_any(),
        Stage::Pay => pay::left(page).into_any(),
        Stage::Done => ().into_any(),
    };
    view! {
        <div class="counter">
            {left}
            {parts::cart(page, stage)}
        </div>
    }
}

fn finding(page: Sell) -> impl IntoView {
    focus::soon(SEARCH);
    let panel = Memo::new(move |_| page.panel.get());
    view! {
        <main class="left" data-testid="sell">
            <h1 class="unseen">{text::sell::nav()}</h1>
            {move || match panel.get() {
                Panel::Products => parts::products(page).into_any(),
                Panel::Customer { deliver_line } => customer::panel(page, deliver_line).into_any(),
                Panel::Price(line) => price::panel(page, line).into_any(),
            }}
            {done::last_sale(page)}
        </main>
    }
}
