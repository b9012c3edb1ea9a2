//! `pay_complete`: the cart becomes an order. Number, fact, outbox, projection and receipt are
//! one transaction; the answer comes once it is on disk and in the journal.

use super::ready::{journal_ready, open_shift, ready};
use super::tender::take;
use crate::operation::Operation;
use crate::operation::order::{draw, load};
use crate::operation::paper::receipt_of;
use crate::operation::stock::Stock;
use crate::till::{Act, Caller, Look, Shop, Till};
use shared_model::command::{Area, PayComplete, SaleDone};
use shared_model::fact::Fact;
use shared_model::order::place::{PlaceContext, place};
use shared_model::order::{Cart, Knowledge, Order, TenderKind};
use shared_model::refusal::Refusal;
use shared_model::unit::*;

impl Operation<PayComplete> for Till {
    type Prepared = PayComplete;

    async fn prepare(&self, _: &Caller, ask: PayComplete) -> Result<PayComplete, Refusal> {
        journal_ready(self)?;
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, ask: PayComplete) -> Result<SaleDone, Refusal> {
        let shop = act.look().shop()?;
        let mut cart = load(act.look())?;
        ready(&cart, act.look(), &shop)?;
        if let Some(amount) = ask.cash {
            take(&shop, &mut cart, TenderId(act.moment().uuid()), TenderKind::Cash, amount)?;
        }
        let order = order_of(act.look(), &shop, &cart)?;
        let receipt = receipt_of(act.look().reader, &shop, &order)?;
        let recorded = act.record(Fact::OrderPlaced(Box::new(order.clone())))?;
        act.own().receipt_save(recorded.claim.place(), &receipt)?;
        act.changed([Area::Orders, Area::Stock]);
        let empty = Cart::new(OrderId(act.moment().uuid()));
        Ok(SaleDone {
            order: order.id,
            number: receipt.number.clone(),
            gross: order.totals.gross,
            change: order.change,
            receipt,
            cart: draw(act.look(), &shop, &empty, None)?,
        })
    }
}

fn order_of(look: Look<'_>, shop: &Shop, cart: &Cart) -> Result<Order, Refusal> {
    let shift = open_shift(look.reader)?;
    let context = PlaceContext {
        settings: &shop.business,
        number: look.reader.receipt_number_next()?,
        store: shop.store.store,
        warehouse: shop.store.warehouse,
        shift: shift.id,
        business_date: shift.business_date,
        placed_at: look.moment.now(),
        staff: look.moment.staff()?.id,
        knowledge: Knowledge { position: look.reader.standing()?.cursor.position, heard_at: look.moment.heard_at() },
        believed_free: Stock::of(look, shop).believed(cart)?,
    };
    Ok(place(cart, context)?)
}
