//! `cart_customer` and `customer_search`: who buys.

use super::cart::step;
use super::cart_view::customer_view;
use super::failure::{not_found, storage};
use super::session::Caller;
use super::till::Till;
use shared_model::command::{CartCustomer, CartView, CustomerSearch, CustomerView, Failure};

const CUSTOMERS: u32 = 20;
const CUSTOMERS_MAX: u32 = 200;

pub(super) async fn choose(till: &Till, _: &Caller, input: CartCustomer) -> Result<CartView, Failure> {
    step(till, move |cart, counter| {
        if let Some(customer) = input.customer
            && counter.view.customer(customer)?.is_none()
        {
            return Err(not_found("customer").into());
        }
        cart.set_customer(input.customer)?;
        Ok(None)
    })
    .await
}

pub(super) async fn search(till: &Till, _: &Caller, input: CustomerSearch) -> Result<Vec<CustomerView>, Failure> {
    let limit = input.limit.unwrap_or(CUSTOMERS).clamp(1, CUSTOMERS_MAX) as usize;
    let found = till.replica.read(move |view| view.customer_search(&input.text, limit));
    Ok(found.map_err(|error| storage(&error))?.into_iter().map(customer_view).collect())
}
