//! `pay_complete`: the cart becomes an order. Numbers, facts, outbox, projection and receipt
//! are one transaction; the answer comes once it is on disk and in the journal.

use super::ready::{journal_ready, open_shift, ready};
use super::tender::{cash, record, take_back};
use crate::operation::Operation;
use crate::operation::catalogue::price_and_source;
use crate::operation::order::{draw, load};
use crate::operation::paper::receipt_of;
use crate::operation::stock::Stock;
use crate::till::{Act, Caller, Look, Shop, Till};
use shared_model::command::{Area, PayComplete, SaleDone};
use shared_model::encoding;
use shared_model::entry::AttachmentClass;
use shared_model::fact::Fact;
use shared_model::money::DocumentKind;
use shared_model::order::placing::{Placed, Placing, Share, place};
use shared_model::order::{Cart, Knowledge, PriceSource, addressed};
use shared_model::refusal::Refusal;
use shared_model::unit::*;
use std::collections::BTreeMap;

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
        // Of nothing, nothing is taken.
        let is_free = shop.reckon(&cart)?.settlement.covered;
        if let Some(amount) = ask.cash.filter(|amount| !(is_free && amount.is_zero())) {
            cash(act, &shop, &mut cart, amount)?;
        }
        let mut placed = placed(act.look(), &shop, &cart)?;
        let customer = cart.customer.map(|customer| act.look().reader.customer(customer)).transpose()?.flatten();
        let contact = customer.as_ref().and_then(|customer| addressed(&mut placed.order, customer));
        payments_as_placed(act, &shop, &mut cart, &placed)?;
        let receipt = receipt_of(act.look().reader, &shop, &placed, customer.as_ref())?;
        let fact = Fact::OrderPlaced(Box::new(placed.order.clone()));
        let recorded = match &contact {
            None => act.record(fact)?,
            Some(contact) => act.record_attached(fact, AttachmentClass::Invoice, encoding::encode(contact))?,
        };
        act.own().receipt_save(recorded.place, &receipt)?;
        act.changed([Area::Orders, Area::Stock]);
        let empty = Cart::new(OrderId(act.moment().uuid()));
        Ok(SaleDone {
            order: placed.order.id,
            number: receipt.number.clone(),
            gross: placed.order.totals.gross,
            change: placed.change,
            receipt,
            cart: draw(act.look(), &shop, &empty, None)?,
        })
    }
}

fn placed(look: Look<'_>, shop: &Shop, cart: &Cart) -> Result<Placed, Refusal> {
    let shift = open_shift(look.reader)?;
    let warehouse = shop.store.warehouse;
    let knowledge = Knowledge {
        business: look.reader.business_position()?,
        stock: look.reader.stock_position(warehouse)?,
        heard_at: look.moment.heard_at(),
    };
    let context = Placing {
        settings: &shop.business,
        number: look.reader.number_next(&DocumentKind::Sale)?,
        store: shop.store.store,
        warehouse,
        shift: shift.id,
        business_date: shift.business_date,
        placed_at: look.moment.now(),
        staff: look.moment.staff()?.id,
        knowledge,
        believed_free: Stock::of(look, shop).believed(cart)?,
        price_from: price_from(look, cart)?,
    };
    Ok(place(cart, context)?)
}

/// What each line's list price rests on; nothing where the price has changed since the line
/// was added.
fn price_from(look: Look<'_>, cart: &Cart) -> Result<BTreeMap<ProductId, PriceSource>, Refusal> {
    let mut sources = BTreeMap::new();
    for line in &cart.lines {
        if let Some((price, source)) = price_and_source(look.reader, line.product.id)?
            && price.amount == line.list_price
        {
            sources.insert(line.product.id, source);
        }
    }
    Ok(sources)
}

/// Change is given from the cash that was taken last. Where a payment before it was taken
/// back, less of it is change than was recorded: then it is recorded anew.
fn payments_as_placed(act: &mut Act<'_>, shop: &Shop, cart: &mut Cart, placed: &Placed) -> Result<(), Refusal> {
    for share in &placed.shares {
        let Some(tender) = cart.tenders.iter_mut().find(|tender| tender.id == share.id) else { continue };
        let Some(recorded) = tender.payment.clone() else { continue };
        if recorded.amount()? != share.amount {
            let id = PaymentId(act.moment().uuid());
            tender.id = id;
            take_back(act, recorded)?;
            record(act, shop, cart, Share { id, ..share.clone() })?;
        }
    }
    Ok(())
}
