use super::{customer::CustomerPanel, price::PricePanel};
use crate::component::{Button, NoticeBanner, SearchField, Tile, VirtualGrid};
use crate::input::{focus, keys};
use crate::state::{Panel, SearchHint, Store};
use crate::text;
use leptos::prelude::*;

const TILE_PX: usize = 148;
const TILE_PX_WIDE_MIN: usize = 196;

/// Left half of the counter: finding what the customer wants.
#[component]
pub fn SellScreen() -> impl IntoView {
    let store = Store::here();
    focus::search();
    view! {
        <main class="left" data-testid="sell">
            {move || match store.selling.panel.get() {
                Panel::Products => view! { <Products /> }.into_any(),
                Panel::Customer => view! { <CustomerPanel /> }.into_any(),
                Panel::Price(line) => view! { <PricePanel line=line /> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Products() -> impl IntoView {
    let store = Store::here();
    let selling = store.selling;
    let tiles = Memo::new(move |_| selling.found.with(|found| found.tiles.clone()));
    let marked_id = Signal::derive(move || {
        let at = selling.highlighted.get()?;
        tiles.with(|tiles| tiles.get(at).map(|tile| format!("tile-{}", tile.id)))
    });
    let item = move |at: usize, tile: shared_model::command::ProductTile| {
        let product = tile.id;
        let marked = selling.highlighted.get() == Some(at);
        view! { <Tile tile=tile marked=marked on_press=move || store.add_product(product, None) /> }.into_any()
    };
    let nothing = move || {
        let none = selling.found.with(|found| found.tiles.is_empty()) && selling.hint.with(Option::is_none);
        let typed = selling.typed.get();
        (none && !typed.is_empty()).then(|| view! { <p class="empty" role="status">{text::nothing_found(&typed)}</p> })
    };
    view! {
        <SearchField
            id=focus::SEARCH
            label=text::search_hint()
            key=keys::SEARCH
            value=selling.typed
            marked=marked_id
            on_input=move |typed| store.type_search(typed)
        />
        <Hint />
        <NoticeBanner />
        <Categories />
        {nothing}
        <VirtualGrid
            items=tiles
            item=item
            row_px=TILE_PX
            column_px_min=TILE_PX_WIDE_MIN
            label=text::products()
            columns=selling.columns
            follow=Signal::derive(move || selling.highlighted.get())
            top_on=Signal::derive(move || {
                format!("{} {}", selling.typed.get(), selling.category.get().unwrap_or_default())
            })
            on_end=Callback::new(move |()| store.show_more_tiles())
        />
    }
}

/// About what was just scanned or typed, right where one looks.
#[component]
fn Hint() -> impl IntoView {
    let store = Store::here();
    move || {
        store.selling.hint.get().map(|hint| match hint {
            SearchHint::UnknownCode(code) => {
                let search = code.clone();
                view! {
                    <div class="banner warn" role="alert" data-testid="unknown-code">
                        <span class="shape" aria-hidden="true">"▲"</span>
                        <span class="said">{text::unknown_code(&code)}</span>
                        <Button
                            label=text::search_for(&code)
                            testid="search-for"
                            on_press=move || store.search_for(search.clone())
                        />
                    </div>
                }
                .into_any()
            }
            SearchHint::ChooseOne { text, count, more } => view! {
                <div class="banner good" role="status" data-testid="choose-one">
                    <span class="shape" aria-hidden="true">"●"</span>
                    <span class="said">{text::choose_one(&text, count, more)}</span>
                </div>
            }
            .into_any(),
        })
    }
}

/// Categories as chips; more of them than fit are scrolled sideways.
#[component]
fn Categories() -> impl IntoView {
    let store = Store::here();
    let names = Memo::new(move |_| store.selling.found.with(|found| found.categories.clone()));
    let chip = move |name: Option<String>| {
        let shown = name.clone().unwrap_or_else(|| text::all().to_owned());
        let testid = name.as_ref().map_or_else(|| "category-all".to_owned(), |name| format!("category-{name}"));
        let of = name.clone();
        let chosen = Signal::derive(move || store.selling.category.get() == of);
        let class = Signal::derive(move || if chosen.get() { "chip chosen" } else { "chip" }.to_owned());
        let press = move || store.choose_category(name.clone());
        view! { <Button label=shown testid=testid class=class pressed=chosen on_press=press /> }
    };
    view! {
        <div class="chips" role="group" aria-label=text::categories()>
            {move || {
                let names = names.get();
                (!names.is_empty())
                    .then(|| std::iter::once(None).chain(names.into_iter().map(Some)).map(chip).collect_view())
            }}
        </div>
    }
}
