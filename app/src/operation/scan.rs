//! `cart_scan` and `cart_add`: putting goods on the counter.

use super::cart::{Counter, step};
use super::failure::{Refused, not_found, refuse};
use super::product::{overlaid, price};
use super::session::Caller;
use super::till::Till;
use shared_model::catalogue::{Product, barcode};
use shared_model::command::{CartAdd, CartScan, CartView, ErrorCode, Failure};
use shared_model::order::Cart;
use shared_model::unit::Quantity;

const CODE_CHARS_MAX: usize = 200;

/// A scanned code in the form codes are stored in.
pub(super) fn fold_code(code: &str) -> String {
    barcode::fold(code)
}

pub(super) async fn scan(till: &Till, _: &Caller, input: CartScan) -> Result<CartView, Failure> {
    let code = input.code.trim().to_owned();
    if code.is_empty() || code.chars().count() > CODE_CHARS_MAX {
        return Err(unknown(&code.chars().take(CODE_CHARS_MAX).collect::<String>()));
    }
    let quantity = input.quantity.unwrap_or(Quantity::ONE);
    step(till, move |cart, counter| match counter.view.product_by_code(&fold_code(&code), &code)? {
        Some(product) => add(cart, counter, product, quantity),
        None => Err(unknown(&code).into()),
    })
    .await
}

fn unknown(code: &str) -> Failure {
    refuse(
        ErrorCode::UnknownBarcode,
        format!("No product here has the code {code:?}. The cart is as it was. Scan again, or search by name."),
    )
}

pub(super) async fn add_product(till: &Till, _: &Caller, input: CartAdd) -> Result<CartView, Failure> {
    let quantity = input.quantity.unwrap_or(Quantity::ONE);
    step(till, move |cart, counter| match counter.view.product(input.product)? {
        Some(product) => add(cart, counter, product, quantity),
        None => Err(not_found("product").into()),
    })
    .await
}

fn add(cart: &mut Cart, counter: &Counter<'_>, product: Product, quantity: Quantity) -> Result<Option<u32>, Refused> {
    let product = overlaid(counter.view, product)?;
    let price = price(counter.view, product.id)?;
    let Some(price) = price.filter(|price| price.currency == counter.shop.business.currency) else {
        let message = format!(
            "{} has no price here, so it was not added. The cart is as it was. Ask a manager to set its price.",
            product.name
        );
        return Err(refuse(ErrorCode::NoPrice, message).into());
    };
    Ok(Some(cart.add(product, price.amount, quantity)?))
}
