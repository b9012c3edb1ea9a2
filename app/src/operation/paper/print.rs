//! `receipt_print`: the stored receipt on paper. The copy's number is drawn and recorded
//! before anything is printed, so that no two papers claim to be the first.

use super::elsewhere::sold_elsewhere;
use super::receipt::kept_or_made;
use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{Printed, ReceiptPrint};
use shared_model::fact::Fact;
use shared_model::fact::paper::ReceiptPrinted;
use shared_model::order::Order;
use shared_model::refusal::{OrderRefusal, PaperRefusal, Refusal};

impl Operation<ReceiptPrint> for Till {
    type Prepared = (ReceiptPrint, Option<Order>);

    async fn prepare(&self, _: &Caller, ask: ReceiptPrint) -> Result<(ReceiptPrint, Option<Order>), Refusal> {
        let sold = sold_elsewhere(self, ask.order).await?;
        Ok((ask, sold))
    }

    fn run(act: &mut Act<'_>, (ask, sold): (ReceiptPrint, Option<Order>)) -> Result<Printed, Refusal> {
        let shop = act.look().shop()?;
        let reader = act.look().reader;
        let known = reader.order(ask.order)?.ok_or(OrderRefusal::NoSuchOrder)?;
        let receipt = kept_or_made(reader, &shop, &known, sold.as_ref())?;
        let printed = reader.receipt_printed(ask.order)?;
        // The till that sold it printed the first.
        let elsewhere = reader.own_order(ask.order)?.is_none();
        let copy = if elsewhere { printed.max(1) } else { printed };
        if copy == u32::MAX {
            return Err(PaperRefusal::TooManyCopies.into());
        }
        act.record(Fact::ReceiptPrinted(ReceiptPrinted { order: ask.order, copy }))?;
        let path = act.print(receipt, ask.format, copy);
        Ok(Printed { path: path.display().to_string(), copy })
    }
}
