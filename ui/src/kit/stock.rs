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
pub fn PromiseLabel(promise: PromiseView, carry_out: bool) -> impl IntoView {
    let (shape, class) = look(promise.level);
    let short = format::quantity(promise.short);
    let words = match (promise.level, promise.short.is_positive(), carry_out) {
        // What is in the customer's hands needs no promise.
        (StockLevel::NotStocked, ..) | (_, false, true) => return ().into_any(),
        (_, true, true) => text::stock::promise_beyond_books(&short),
        (_, true, false) => text::stock::promise_waits(&short),
        (StockLevel::Free, ..) => text::stock::promise_covered(),
        _ => text::stock::promise_to_confirm(),
    };
    view! {
        <span class=class>
            <span class="shape" aria-hidden="true">{shape}</span>
            {words}
        </span>
    }
    .into_any()
}
