//! The cart's steps. Each is one transaction: load, change, remember the step before, store,
//! and draw, so that two screens of one till can't lose each other's lines.

use super::cart_view;
use super::failure::{self, Refused};
use super::session::Caller;
use super::shop::{Shop, Touch};
use super::till::Till;
use crate::replica::Reader;
use shared_model::command::{CartShow, CartUndo, CartView, Failure};
use shared_model::order::{Cart, CartError};
use shared_model::unit::OrderId;

/// What a step may look at besides the cart.
pub(super) struct Counter<'v> {
    pub(super) view: Reader<'v>,
    pub(super) shop: &'v Shop,
    pub(super) touch: Touch,
}

impl From<CartError> for Refused {
    fn from(error: CartError) -> Refused {
        Refused(failure::cart(&error))
    }
}

/// The cart on the counter; `fresh` is the id of a new one, which is kept with its first
/// change and not before.
pub(super) fn load(view: Reader<'_>, fresh: OrderId) -> Result<Cart, Refused> {
    Ok(view.cart()?.unwrap_or_else(|| Cart::new(fresh)))
}

/// One step that can be taken back; it returns the line it touched.
pub(super) async fn step<F>(till: &Till, change: F) -> Result<CartView, Failure>
where
    F: FnOnce(&mut Cart, &Counter<'_>) -> Result<Option<u32>, Refused> + Send + 'static,
{
    let (touch, fresh) = (Touch::of(till), OrderId(till.uuid()));
    let stepped = till.replica.write(move |own| {
        let shop = Shop::load(own.reader())?;
        let before = load(own.reader(), fresh)?;
        let mut cart = before.clone();
        let touched = change(&mut cart, &Counter { view: own.reader(), shop: &shop, touch })?;
        if cart != before {
            own.cart_undo_push(&before)?;
            own.cart_save(&cart)?;
        }
        cart_view::draw(own.reader(), &shop, &cart, touch, touched)
    });
    stepped.map_err(|refused: Refused| refused.0)
}

pub(super) async fn show(till: &Till, _: &Caller, _: CartShow) -> Result<CartView, Failure> {
    let (touch, fresh) = (Touch::of(till), OrderId(till.uuid()));
    let drawn = till.replica.read(move |view| {
        let shop = Shop::load(view)?;
        let cart = load(view, fresh)?;
        cart_view::draw(view, &shop, &cart, touch, None)
    });
    drawn.map_err(|refused: Refused| refused.0)
}

/// Takes the last step back; with none left the cart stays as it is.
pub(super) async fn undo(till: &Till, _: &Caller, _: CartUndo) -> Result<CartView, Failure> {
    let (touch, fresh) = (Touch::of(till), OrderId(till.uuid()));
    let drawn = till.replica.write(move |own| {
        let shop = Shop::load(own.reader())?;
        let mut cart = load(own.reader(), fresh)?;
        if cart.is_frozen() {
            return Err(CartError::Frozen.into());
        }
        if let Some(before) = own.cart_undo_pop(cart.order)? {
            // Line numbers are not given out twice, and payments that failed stay on record.
            cart = Cart { last_line: cart.last_line, tenders: cart.tenders, ..before };
            own.cart_save(&cart)?;
        }
        cart_view::draw(own.reader(), &shop, &cart, touch, None)
    });
    drawn.map_err(|refused: Refused| refused.0)
}
