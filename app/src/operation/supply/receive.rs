//! `goods_receive`: goods come in, which only the server can do, at once.

use crate::operation::Operation;
use crate::till::{Act, CallFailure, Caller, Till};
use shared_model::bounds::{INTAKE_LINES_MAX, line_fits};
use shared_model::command::{Area, GoodsReceive, ReceivedView};
use shared_model::refusal::{HealthRefusal, Refusal, SupplyRefusal};
use shared_model::wire::{Answer, Call};

impl Operation<GoodsReceive> for Till {
    type Prepared = ReceivedView;

    async fn prepare(&self, caller: &Caller, ask: GoodsReceive) -> Result<ReceivedView, Refusal> {
        let staff = caller.staff()?.id;
        if !fits(&ask) {
            return Err(SupplyRefusal::BadIntake.into());
        }
        let store = self.replica.read(|reader| reader.store())?.ok_or(HealthRefusal::NotReady)?;
        let call = Call::ReceiveGoods {
            intake: ask.receipt,
            staff,
            warehouse: store.warehouse,
            lines: ask.lines,
            reference: ask.reference.trim().to_owned(),
        };
        match self.call(call).await? {
            Answer::GoodsReceived { backorders_filled, already_received } => {
                Ok(ReceivedView { backorders_filled, already_received })
            }
            Answer::Retried { .. } | Answer::Takers { .. } | Answer::Order { .. } | Answer::Newer(_) => {
                Err(CallFailure::Lost.into())
            }
        }
    }

    fn run(act: &mut Act<'_>, received: ReceivedView) -> Result<ReceivedView, Refusal> {
        act.changed([Area::Stock, Area::Orders]);
        Ok(received)
    }
}

fn fits(ask: &GoodsReceive) -> bool {
    !ask.lines.is_empty()
        && ask.lines.len() <= INTAKE_LINES_MAX
        && ask.lines.iter().all(|line| line.quantity.is_positive())
        && line_fits(&ask.reference)
}
