//! The products that were found beside the one that is edited.

use super::editor::editor;
use super::{Catalogue, SEARCH};
use crate::format;
use crate::kit::{Empty, PageBody, SearchField, StockLabel};
use crate::text;
use leptos::prelude::*;
use shared_model::command::ProductTile;
use shared_model::unit::ProductId;

pub fn page(page: Catalogue) -> impl IntoView {
    let shown = Memo::new(move |_| page.shown.with(|shown| shown.as_ref().map(|shown| shown.product.id)));
    view! {
        <PageBody title=text::catalogue::title() about=text::catalogue::about() testid="products">
            <div class="two">
                <div class="column">
                    <SearchField
                        id=SEARCH
                        label=text::catalogue::search_hint()
                        value=page.typed
                        on_input=move |typed| page.type_text(typed)
                    />
                    <div class="rows">
                        {move || page.found.get().into_iter().map(|tile| row(page, shown, tile)).collect_view()}
                    </div>
                </div>
                {move || match page.shown.get() {
                    Some(detail) => editor(page, detail).into_any(),
                    None => view! { <Empty words=text::catalogue::choose() /> }.into_any(),
                }}
            </div>
        </PageBody>
    }
}

fn row(page: Catalogue, shown: Memo<Option<ProductId>>, tile: ProductTile) -> impl IntoView {
    let id = tile.id;
    let testid = format!("product-{}", tile.sku);
    let class = move || if shown.get() == Some(id) { "row-button selected" } else { "row-button" };
    let price = tile.price.map_or_else(text::catalogue::no_price, |price| format::money(price.amount, price.currency));
    view! {
        <button type="button" class=class data-testid=testid on:click=move |_| page.show(id)>
            <span class="name">{tile.name}</span>
            <span class="sum">{price}</span>
            <span class="faint">{tile.sku}</span>
            <StockLabel stock=tile.stock />
        </button>
    }
}
