//! Where an order stands, in a word and a shape.

use crate::text;
use leptos::prelude::*;
use shared_model::command::OrderStage;

pub fn stage(stage: OrderStage, waiting: bool) -> impl IntoView {
    let (shape, class) = match (stage, waiting) {
        (_, true) => ("▲", "stock risk"),
        (OrderStage::AwaitingStock, false) => ("■", "stock none"),
        (OrderStage::Placed, false) => ("○", "stock service"),
        (OrderStage::HandedOver | OrderStage::Allocated, false) => ("●", "stock free"),
    };
    view! {
        <span class=class>
            <span class="shape" aria-hidden="true">{shape}</span>
            {text::order::stage(stage, waiting)}
        </span>
    }
}
