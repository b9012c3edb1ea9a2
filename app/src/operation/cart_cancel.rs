//! `cart_cancel`: the basket is given up; recorded with staff and amount.

use super::cart::load;
use super::cart_view::{draw, reckon};
use super::failure::Refused;
use super::session::Caller;
use super::shop::{Shop, Touch};
use super::till::Till;
use shared_model::command::{CartCancel, CartView, Failure};
use shared_model::fact::Fact;
use shared_model::order::{Cart, CartError};
use shared_model::unit::OrderId;

pub(super) async fn run(till: &Till, caller: &Caller, _: CartCancel) -> Result<CartView, Failure> {
    let staff = caller.staff()?.id;
    let (now, touch) = (till.now(), Touch::of(till));
    let (fresh, next) = (OrderId(till.uuid()), OrderId(till.uuid()));
    let drawn = till.replica.write(move |own| {
        let shop = Shop::load(own.reader())?;
        let cart = load(own.reader(), fresh)?;
        if cart.is_frozen() {
            return Err(CartError::Frozen.into());
        }
        if !cart.lines.is_empty() {
            let amount = reckon(&shop, &cart)?.priced.totals.gross;
            own.record(Fact::CartCancelled { order: cart.order, amount }, Some(staff), now)?;
        }
        let empty = Cart::new(next);
        own.cart_clear()?;
        draw(own.reader(), &shop, &empty, touch, None)
    });
    let drawn = drawn.map_err(|refused: Refused| refused.0)?;
    till.recorded();
    Ok(drawn)
}
