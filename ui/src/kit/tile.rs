//! A product that one tap puts into the cart.

use super::StockLabel;
use crate::format;
use crate::text;
use leptos::prelude::*;
use shared_model::command::ProductTile;

/// A product that one tap puts into the cart.
#[component]
pub fn Tile(tile: ProductTile, marked: bool, on_press: impl Fn() + 'static) -> impl IntoView {
    let price = tile.price.map_or_else(text::catalogue::no_price, |p| format::money(p.amount, p.currency));
    let testid = format!("tile-{}", tile.sku);
    // A tap must not take the focus from the search field.
    view! {
        <button
            type="button"
            class=if marked { "tile marked" } else { "tile" }
            id=format!("tile-{}", tile.id)
            data-testid=testid
            tabindex="-1"
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| on_press()
        >
            <span class="name">{tile.name}</span>
            <span class="foot">
                <span class="price">{price}</span>
                <span class="sku">{tile.sku}</span>
            </span>
            <StockLabel stock=tile.stock />
        </button>
    }
}
