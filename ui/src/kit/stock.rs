//! How sure a stock figure is, said in words and a shape.

use crate::format;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{PromiseView, StockLevel, StockView};

/// Shape and style class of a level: colour is never alone.
fn look(level: StockLevel) -> (&'static str, &'static str) {
    match level {
        StockLevel::Free => ("●", "stock free"),
        StockLevel::AtRisk => ("▲", "stock risk"),
        StockLevel::None => ("■", "stock none"),
        StockLevel::NotStocked => ("○", "stock service"),
    }
}

/// What is left to promise after this cart.
#[component]
pub fn StockLabel(stock: StockView) -> impl IntoView {
    let (shape, class) = look(stock.level);
    let words = match stock.level {
        StockLevel::Free => text::stock::left(&format::quantity(stock.free)),
        StockLevel::AtRisk => text::stock::at_risk(&format::quantity(stock.free)),
        StockLevel::None if stock.backordered.is_positive() => text::stock::owed(&format::quantity(stock.backordered)),
        StockLevel::None => text::stock::none(),
        StockLevel::NotStocked => text::stock::service(),
    };
    view! {
        <span class=class>
            <span class="shape" aria-hidden="true">{shape}</span>
            {words}
        </span>
    }
}

/// What the customer can be told about a line.
#[component]
pub fn PromiseLabel(promise: PromiseView) -> impl IntoView {
    let (shape, class) = look(promise.level);
    let [short, waits] = [promise.short, promise.to_be_confirmed].map(format::quantity);
    let words = match (promise.to_be_confirmed.is_positive(), promise.short.is_positive()) {
        // What is in the customer's hands needs no promise.
        (false, false) => return ().into_any(),
        (false, true) => text::stock::promise_beyond_books(&short),
        (true, true) => text::stock::promise_short(&waits, &short),
        (true, false) => text::stock::promise_waits(&waits),
    };
    view! {
        <span class=class>
            <span class="shape" aria-hidden="true">{shape}</span>
            {words}
        </span>
    }
    .into_any()
}
