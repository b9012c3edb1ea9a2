//! `order_show`: one order, its receipt, and where its lines stand.

use super::summary::summary;
use crate::operation::Reading;
use crate::operation::paper::stored_or_made;
use crate::till::{Look, Till};
use shared_model::command::{OrderDetail, OrderShow};
use shared_model::refusal::{OrderRefusal, Refusal};

impl Reading<OrderShow> for Till {
    fn read(look: Look<'_>, ask: OrderShow) -> Result<OrderDetail, Refusal> {
        let shop = look.shop()?;
        let known = look.reader.order(ask.order)?.ok_or(OrderRefusal::NoSuchOrder)?;
        Ok(OrderDetail {
            summary: summary(look.reader, &known)?,
            receipt: stored_or_made(look.reader, &shop, &known.order)?,
            line_states: known.state.map(|state| state.lines).unwrap_or_default(),
        })
    }
}
