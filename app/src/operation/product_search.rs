//! `product_search` and `product_show`.

use super::failure::Refused;
use super::product::Desk;
use super::session::Caller;
use super::shop::{Shop, Touch};
use super::till::Till;
use shared_model::command::{Failure, ProductDetail, ProductList, ProductSearch, ProductShow};

const TILES: u32 = 40;
const TILES_MAX: u32 = 200;

pub(super) async fn search(till: &Till, _: &Caller, input: ProductSearch) -> Result<ProductList, Failure> {
    let touch = Touch::of(till);
    let limit = input.limit.unwrap_or(TILES).clamp(1, TILES_MAX) as usize;
    let found = till.replica.read(move |view| {
        let shop = Shop::load(view)?;
        let desk = Desk::load(view, &shop, touch)?;
        let category = input.category.as_deref().filter(|category| !category.is_empty());
        let found = view.product_search(&input.text, category, limit)?;
        let tiles = found.products.into_iter().map(|product| desk.tile(product)).collect::<Result<_, _>>()?;
        Ok::<_, Refused>(ProductList { tiles, categories: view.categories()?, more: found.more })
    });
    found.map_err(Failure::from)
}

pub(super) async fn show(till: &Till, _: &Caller, input: ProductShow) -> Result<ProductDetail, Failure> {
    let touch = Touch::of(till);
    let detail = till.replica.read(move |view| {
        let shop = Shop::load(view)?;
        Desk::load(view, &shop, touch)?.detail(input.product)
    });
    detail.map_err(Failure::from)
}
