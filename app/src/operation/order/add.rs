//! `cart_add`: puts a product on the counter.

use super::step::step;
use crate::operation::Operation;
use crate::operation::catalogue::{overlaid, price};
use crate::till::{Act, Caller, Look, Shop, Till};
use shared_model::catalogue::Product;
use shared_model::command::{CartAdd, CartView};
use shared_model::order::Cart;
use shared_model::refusal::{CatalogueRefusal, OrderRefusal, Refusal};
use shared_model::unit::Quantity;

impl Operation<CartAdd> for Till {
    type Prepared = CartAdd;

    async fn prepare(&self, _: &Caller, ask: CartAdd) -> Result<CartAdd, Refusal> {
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, ask: CartAdd) -> Result<CartView, Refusal> {
        step(act, |cart, look, shop| {
            let product = look.reader.product(ask.product)?.ok_or(CatalogueRefusal::NoSuchProduct)?;
            add(cart, look, shop, product, ask.quantity)
        })
    }
}

pub(super) fn add(
    cart: &mut Cart,
    look: Look<'_>,
    shop: &Shop,
    product: Product,
    quantity: Option<Quantity>,
) -> Result<Option<u32>, Refusal> {
    let product = overlaid(look.reader, product)?;
    let price = price(look.reader, product.id)?;
    let Some(price) = price.filter(|price| price.currency == shop.business.currency) else {
        return Err(OrderRefusal::NoPrice { product: product.name }.into());
    };
    Ok(Some(cart.add(product, price.amount, quantity.unwrap_or(Quantity::ONE))?))
}
