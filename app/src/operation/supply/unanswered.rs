//! `goods_unanswered`: what was sent and may have been taken in.

use crate::operation::Reading;
use crate::till::{Look, Till};
use shared_model::command::{GoodsUnanswered, UnansweredLine, UnansweredView};
use shared_model::fact::supply::ReceivedLine;
use shared_model::refusal::Refusal;

impl Reading<GoodsUnanswered> for Till {
    fn read(look: Look<'_>, ask: GoodsUnanswered) -> Result<Option<UnansweredView>, Refusal> {
        let Some(intake) = look.reader.intake_unanswered(ask.receipt)? else { return Ok(None) };
        let line = |line: ReceivedLine| {
            let product = look.reader.product(line.product)?;
            // One that is no longer told is shown by its id.
            let unknown = || (line.product.to_string(), String::new());
            let (sku, name) = product.map_or_else(unknown, |product| (product.sku, product.name));
            Ok(UnansweredLine { product: line.product, sku, name, quantity: line.quantity })
        };
        let lines = intake.lines.into_iter().map(line).collect::<Result<_, Refusal>>()?;
        Ok(Some(UnansweredView { receipt: intake.receipt, reference: intake.reference, lines }))
    }
}
