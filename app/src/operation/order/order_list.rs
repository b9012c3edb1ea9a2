//! `order_list`.

use super::summary::summary;
use crate::operation::Reading;
use crate::till::{Look, Till};
use shared_model::command::{OrderList, OrderSummary};
use shared_model::refusal::Refusal;

const ORDERS: u32 = 50;
const ORDERS_MAX: u32 = 1000;

impl Reading<OrderList> for Till {
    fn read(look: Look<'_>, ask: OrderList) -> Result<Vec<OrderSummary>, Refusal> {
        let limit = ask.limit.unwrap_or(ORDERS).clamp(1, ORDERS_MAX) as usize;
        let mut orders = Vec::new();
        for id in look.reader.orders(&ask.text, ask.backordered, limit)? {
            let known = look.reader.order(id)?;
            orders.extend(known.map(|known| summary(look.reader, &known)).transpose()?.flatten());
        }
        Ok(orders)
    }
}
