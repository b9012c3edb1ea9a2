//! `cart_price`: another price for a line, approved by somebody who may.

use super::step::{load, step};
use crate::operation::Operation;
use crate::operation::party::pin;
use crate::replica::Said;
use crate::till::{Act, Caller, Till};
use shared_model::bounds::line_fits;
use shared_model::command::{CartPrice, CartView};
use shared_model::fact::Fact;
use shared_model::fact::order::Approved;
use shared_model::order::cart::CartError;
use shared_model::order::{Override, PriceCause};
use shared_model::policy::Permission;
use shared_model::refusal::{OrderRefusal, Refusal};
use shared_model::unit::{Amount, StaffId};

pub struct PriceAllowed {
    line: u32,
    price: Amount,
    approver: StaffId,
    reason: String,
}

impl Operation<CartPrice> for Till {
    type Prepared = PriceAllowed;

    async fn prepare(&self, caller: &Caller, ask: CartPrice) -> Result<PriceAllowed, Refusal> {
        let reason = ask.reason.trim().to_owned();
        if reason.is_empty() || !line_fits(&reason) {
            return Err(OrderRefusal::NoReason.into());
        }
        let approver = pin::approve(self, caller.staff()?, ask.approval).await?;
        Ok(PriceAllowed { line: ask.line, price: ask.price, approver, reason })
    }

    fn run(
        act: &mut Act<'_>,
        PriceAllowed { line, price, approver, reason }: PriceAllowed,
    ) -> Result<CartView, Refusal> {
        let cart = load(act.look())?;
        let from = cart.lines.iter().find(|known| known.line == line).ok_or(CartError::NoSuchLine(line))?.list_price;
        let approved = Approved {
            order: cart.order,
            line: Some(line),
            person: approver,
            permission: Permission::PriceOverride.as_str().to_owned(),
            from: Some(from),
            to: Some(price),
            reason: reason.clone(),
        };
        let said = Said::by(act.moment().caller().map(|staff| staff.id), Fact::Approved(approved));
        let said = act.record_said(said.approved_by(approver, Permission::PriceOverride))?;
        let cause = PriceCause::manual(approver, reason, Some(said.hash));
        step(act, |cart, _, _| {
            cart.override_price(line, Override { price, cause })?;
            Ok(Some(line))
        })
    }
}
