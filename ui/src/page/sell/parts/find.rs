//! Finding what the customer wants: the search field, what it has to say, categories, tiles.

use crate::input::keys;
use crate::kit::{Button, NoticeBanner, SearchField, Tile, VirtualGrid};
use crate::page::PageName;
use crate::page::sell::find::SearchHint;
use crate::page::sell::{SEARCH, Sell};
use crate::text;
use leptos::prelude::*;
use shared_model::command::ProductTile;
use shared_model::words::shown;

const TILE_PX: usize = 148;
const TILE_PX_WIDE_MIN: usize = 196;

pub fn products(page: Sell) -> impl IntoView {
    let finding = page.finding;
    let tiles = Memo::new(move |_| finding.found.with(|found| found.tiles.clone()));
    let marked_id = Signal::derive(move || {
        let at = finding.highlighted.get()?;
        tiles.with(|tiles| tiles.get(at).map(|tile| format!("tile-{}", tile.id)))
    });
    let item = move |at: usize, tile: ProductTile| {
        let product = tile.id;
        let marked = finding.highlighted.get() == Some(at);
        view! { <Tile tile=tile marked=marked on_press=move || page.add_product(product, None) /> }.into_any()
    };
    view! {
        <SearchField
            id=SEARCH
            label=text::catalogue::search_hint()
            key=keys::SEARCH
            value=finding.typed
            marked=marked_id
            on_input=move |typed| {
                page.app.notices.put_right();
                page.type_search(typed);
            }
        />
        {categories(page)}
        {move || nothing(page)}
        <VirtualGrid
            items=tiles
            item=item
            row_px=TILE_PX
            column_px_min=TILE_PX_WIDE_MIN
            label=text::sell::products()
            columns=finding.columns
            follow=Signal::derive(move || finding.highlighted.get())
            top_on=Signal::derive(move || {
                format!("{} {}", finding.typed.get(), finding.category.get().unwrap_or_default())
            })
            on_end=Callback::new(move |()| page.show_more_tiles())
        />
        <div class="over">
            <div>
                <NoticeBanner />
                {move || finding.hint.get().map(|one| hint(page, one))}
            </div>
        </div>
    }
}

fn nothing(page: Sell) -> impl IntoView {
    let none = page.finding.found.with(|found| found.tiles.is_empty()) && page.finding.hint.with(Option::is_none);
    let typed = page.finding.typed.get();
    let category = page.finding.category.get();
    let words = match &category {
        Some(category) => text::sell::nothing_found_in(&typed, category),
        None => text::sell::nothing_found(&typed),
    };
    let everywhere = category.map(|_| {
        let press = move || page.choose_category(None);
        view! { <Button label=text::sell::search_everywhere() testid="search-everywhere" on_press=press /> }
    });
    (none && !typed.is_empty()).then(|| view! { <p class="empty" role="status">{words} {everywhere}</p> })
}

/// About what was just scanned or typed. It lies over the tiles: whoever reaches for one finds it where it was.
fn hint(page: Sell, hint: SearchHint) -> impl IntoView {
    match hint {
        SearchHint::UnknownCode(code) => {
            let label = text::sell::search_for(&shown(&code));
            let said = text::catalogue::unknown(&code);
            view! {
                <div class="banner warn" role="alert" data-testid="unknown-code">
                    <span class="shape" aria-hidden="true">"▲"</span>
                    <span class="said">{said}</span>
                    <Button label=label testid="search-for" on_press=move || page.search_for(code.clone()) />
                </div>
            }
            .into_any()
        }
        SearchHint::Order { number, order } => view! {
            <div class="banner good" role="status" data-testid="is-order">
                <span class="shape" aria-hidden="true">"●"</span>
                <span class="said">{text::sell::is_order(&number)}</span>
                <Button
                    label=text::sell::open_order()
                    testid="open-order"
                    on_press=move || page.app.open(PageName::Order.of(order.to_string()))
                />
            </div>
        }
        .into_any(),
        SearchHint::ChooseOne { text, code, count, more } => {
            let said = match (code, more) {
                (Some(_), _) => text::sell::choose_named(&text, count),
                (None, true) => text::sell::choose_one_of_more(&text, count),
                (None, false) => text::sell::choose_one(&text, count),
            };
            view! {
                <div class="banner good" role="status" data-testid="choose-one">
                    <span class="shape" aria-hidden="true">"●"</span>
                    <span class="said">{said}</span>
                </div>
            }
            .into_any()
        }
    }
}

/// Categories as chips; more of them than fit are scrolled sideways.
fn categories(page: Sell) -> impl IntoView {
    let names = Memo::new(move |_| page.finding.found.with(|found| found.categories.clone()));
    let chips = move || {
        let names = Some(names.get()).filter(|names| !names.is_empty())?;
        let all = std::iter::once(None).chain(names.into_iter().map(Some));
        Some(all.map(|name| chip(page, name)).collect_view())
    };
    view! {
        <div class="chips" role="group" aria-label=text::sell::categories()>
            {chips}
        </div>
    }
}

fn chip(page: Sell, name: Option<String>) -> impl IntoView {
    let shown = name.clone().unwrap_or_else(text::sell::all);
    let testid = name.as_ref().map_or_else(|| "category-all".to_owned(), |name| format!("category-{name}"));
    let of = name.clone();
    let chosen = Signal::derive(move || page.finding.category.get() == of);
    let class = Signal::derive(move || if chosen.get() { "chip chosen" } else { "chip" }.to_owned());
    let press = move || page.choose_category(name.clone());
    view! { <Button label=shown testid=testid class=class pressed=chosen on_press=press /> }
}
