//! `cart_show`.

use super::draw::draw;
use super::step::load;
use crate::operation::Reading;
use crate::till::{Look, Till};
use shared_model::command::{CartShow, CartView};
use shared_model::refusal::Refusal;

impl Reading<CartShow> for Till {
    fn read(look: Look<'_>, _: CartShow) -> Result<CartView, Refusal> {
        draw(look, &look.shop()?, &load(look)?, None)
    }
}
