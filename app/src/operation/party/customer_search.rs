//! `customer_search`.

use crate::operation::Reading;
use crate::operation::order::customer_view;
use crate::till::{Look, Till};
use shared_model::command::{CustomerSearch, CustomerView};
use shared_model::refusal::Refusal;

const CUSTOMERS: u32 = 20;
const CUSTOMERS_MAX: u32 = 200;

impl Reading<CustomerSearch> for Till {
    fn read(look: Look<'_>, ask: CustomerSearch) -> Result<Vec<CustomerView>, Refusal> {
        let limit = ask.limit.unwrap_or(CUSTOMERS).clamp(1, CUSTOMERS_MAX) as usize;
        Ok(look.reader.customer_search(&ask.text, limit)?.into_iter().map(customer_view).collect())
    }
}
