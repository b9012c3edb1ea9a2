//! `goods_receive`: goods come in, which only the server can do, at once. What is sent is kept
//! until its answer has come, so that it can be sent again as it was.

use crate::operation::Operation;
use crate::till::{Act, CallFailure, Caller, Till};
use shared_model::bounds::{INTAKE_LINES_MAX, line_fits};
use shared_model::command::{Area, GoodsReceive, ReceivedView};
use shared_model::refusal::{HealthRefusal, Refusal, SupplyRefusal};
use shared_model::unit::IntakeId;
use shared_model::wire::{Answer, Call};

impl Operation<GoodsReceive> for Till {
    type Prepared = (IntakeId, ReceivedView);

    async fn prepare(&self, caller: &Caller, ask: GoodsReceive) -> Result<Self::Prepared, Refusal> {
        let staff = caller.staff()?.id;
        fits(&ask)?;
        let store = self.replica.read(|reader| reader.store())?.ok_or(HealthRefusal::NotReady)?;
        let intake = ask.receipt;
        let is_new = self.replica.write(|own| own.intake_save(&ask))?;
        let call = Call::ReceiveGoods {
            intake,
            staff,
            warehouse: store.warehouse,
            lines: ask.lines,
            reference: ask.reference.trim().to_owned(),
        };
        match self.call(call).await {
            Ok(Answer::GoodsReceived { backorders_filled, already_received }) => {
                Ok((intake, ReceivedView { backorders_filled, already_received }))
            }
            Ok(Answer::Retried { .. } | Answer::Takers { .. } | Answer::Order { .. } | Answer::Newer(_)) => {
                Err(CallFailure::Lost.into())
            }
            Err(failure) => {
                let unanswered = match failure {
                    CallFailure::Lost => true,
                    CallFailure::Offline => !is_new,
                    CallFailure::Refused(_) => false,
                };
                if !unanswered {
                    self.replica.write(|own| own.intake_clear(intake))?;
                }
                Err(failure.into())
            }
        }
    }

    fn run(act: &mut Act<'_>, (intake, received): Self::Prepared) -> Result<ReceivedView, Refusal> {
        act.own().intake_clear(intake)?;
        act.changed([Area::Stock, Area::Orders]);
        Ok(received)
    }
}

fn fits(ask: &GoodsReceive) -> Result<(), SupplyRefusal> {
    if ask.lines.len() > INTAKE_LINES_MAX {
        return Err(SupplyRefusal::TooManyLines);
    }
    if !line_fits(&ask.reference) {
        return Err(SupplyRefusal::ReferenceTooLong);
    }
    let is_something = !ask.lines.is_empty() && ask.lines.iter().all(|line| line.quantity.is_positive());
    if is_something { Ok(()) } else { Err(SupplyRefusal::BadIntake) }
}
