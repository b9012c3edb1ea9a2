//! `cart_scan`: puts what a barcode or SKU names on the counter.

use super::add::add;
use super::step::step;
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{CartScan, CartView};
use shared_model::refusal::{OrderRefusal, Refusal};

const CODE_CHARS_MAX: usize = 200;

impl Operation<CartScan> for Till {
    type Prepared = CartScan;

    async fn prepare(&self, _: &Caller, ask: CartScan) -> Result<CartScan, Refusal> {
        let code = ask.code.trim().to_owned();
        if code.is_empty() || code.chars().count() > CODE_CHARS_MAX {
            return Err(OrderRefusal::UnknownCode { code: code.chars().take(CODE_CHARS_MAX).collect() }.into());
        }
        Ok(CartScan { code, ..ask })
    }

    fn run(act: &mut Act<'_>, CartScan { code, quantity }: CartScan) -> Result<CartView, Refusal> {
        step(act, |cart, look, shop| {
            let mut named = look.reader.products_by_code(&code)?;
            match (named.pop(), named.is_empty()) {
                (Some(product), true) => add(cart, look, shop, product, quantity),
                (Some(other), false) => {
                    named.push(other);
                    let products = named.into_iter().map(|product| (product.sku, product.name)).collect();
                    Err(OrderRefusal::SeveralProducts { code, products }.into())
                }
                (None, _) => Err(OrderRefusal::UnknownCode { code }.into()),
            }
        })
    }
}
