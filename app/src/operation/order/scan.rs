//! `cart_scan`: puts what a barcode or SKU names on the counter.

use super::add::add;
use super::step::step;
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::catalogue::barcode;
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
        step(act, |cart, look, shop| match look.reader.product_by_code(&barcode::fold(&code), &code)? {
            Some(product) => add(cart, look, shop, product, quantity),
            None => Err(OrderRefusal::UnknownCode { code }.into()),
        })
    }
}
