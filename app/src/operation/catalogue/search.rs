//! `product_search`.

use super::desk::Desk;
use crate::operation::Reading;
use crate::replica::told::search::Found;
use crate::till::{Look, Till};
use shared_model::catalogue::Product;
use shared_model::command::{ProductList, ProductSearch};
use shared_model::refusal::Refusal;

const TILES: u32 = 40;
const TILES_MAX: u32 = 200;

impl Reading<ProductSearch> for Till {
    fn read(look: Look<'_>, ask: ProductSearch) -> Result<ProductList, Refusal> {
        let limit = ask.limit.unwrap_or(TILES).clamp(1, TILES_MAX) as usize;
        let desk = Desk::load(look, &look.shop()?)?;
        let category = ask.category.as_deref().filter(|category| !category.is_empty());
        let found = match ask.code {
            true => named(look.reader.products_by_code(&ask.text)?, limit),
            false => look.reader.product_search(&ask.text, category, limit)?,
        };
        let tiles = found.products.into_iter().map(|product| desk.tile(product)).collect::<Result<_, _>>()?;
        Ok(ProductList { tiles, categories: look.reader.categories()?, more: found.more })
    }
}

fn named(mut products: Vec<Product>, limit: usize) -> Found {
    let more = products.len() > limit;
    products.truncate(limit);
    Found { products, more }
}
