//! `product_show`.

use super::desk::Desk;
use crate::operation::Reading;
use crate::till::{Look, Till};
use shared_model::command::{ProductDetail, ProductShow};
use shared_model::refusal::Refusal;

impl Reading<ProductShow> for Till {
    fn read(look: Look<'_>, ask: ProductShow) -> Result<ProductDetail, Refusal> {
        Desk::load(look, &look.shop()?)?.detail(ask.product)
    }
}
