//! `pay_complete`: the cart becomes an order. Number, fact, outbox, projection, receipt and
//! the emptied cart are one transaction; the answer comes once it is on disk and in the
//! journal.

use super::cart::load;
use super::cart_view::draw;
use super::failure::{self, Refused};
use super::pay::{open_shift, ready};
use super::pay_tender::{journal_ready, take};
use super::receipt::receipt_of;
use super::session::Caller;
use super::shop::{Shop, Touch};
use super::stock::Stock;
use super::till::Till;
use crate::replica::OwnTx;
use shared_model::command::{Area, Failure, PayComplete, SaleDone};
use shared_model::fact::Fact;
use shared_model::order::place::{PlaceContext, place};
use shared_model::order::{Cart, Knowledge, Order, TenderKind};
use shared_model::party::Staff;
use shared_model::unit::*;

/// What is drawn from the world before the transaction begins.
struct Drawn {
    staff: Staff,
    now: Timestamp,
    touch: Touch,
    tender: TenderId,
    order: OrderId,
    next: OrderId,
}

pub(super) async fn run(till: &Till, caller: &Caller, input: PayComplete) -> Result<SaleDone, Failure> {
    journal_ready(till).await?;
    let drawn = Drawn {
        staff: caller.staff()?.clone(),
        now: till.now(),
        touch: Touch::of(till),
        tender: TenderId(till.uuid()),
        order: OrderId(till.uuid()),
        next: OrderId(till.uuid()),
    };
    let done = till.replica.write(move |own| complete(own, &drawn, input.cash));
    let done = done.map_err(|refused: Refused| refused.0)?;
    till.recorded();
    till.announce([Area::Orders, Area::Stock]);
    Ok(done)
}

fn complete(own: &mut OwnTx<'_>, drawn: &Drawn, cash: Option<Amount>) -> Result<SaleDone, Refused> {
    let shop = Shop::load(own.reader())?;
    let mut cart = load(own.reader(), drawn.order)?;
    ready(&cart, own.reader(), &shop, &drawn.staff, drawn.touch)?;
    if let Some(amount) = cash {
        take(&shop, &mut cart, drawn.tender, TenderKind::Cash, amount)?;
    }
    let order = order_of(own, &shop, &cart, drawn)?;
    let receipt = receipt_of(own.reader(), &shop, &order)?;
    let recorded = own.record(Fact::OrderPlaced(Box::new(order.clone())), Some(drawn.staff.id), drawn.now)?;
    own.receipt_save(recorded.claim.place(), &receipt)?;
    let empty = Cart::new(drawn.next);
    Ok(SaleDone {
        order: order.id,
        number: receipt.number.clone(),
        gross: order.totals.gross,
        change: order.change,
        receipt,
        cart: draw(own.reader(), &shop, &empty, drawn.touch, None)?,
    })
}

fn order_of(own: &OwnTx<'_>, shop: &Shop, cart: &Cart, drawn: &Drawn) -> Result<Order, Refused> {
    let view = own.reader();
    let shift = open_shift(view)?;
    let stock = Stock { view, warehouse: shop.store.warehouse, fresh: drawn.touch.fresh };
    let context = PlaceContext {
        settings: &shop.business,
        number: view.receipt_number_next()?,
        store: shop.store.store,
        warehouse: shop.store.warehouse,
        shift: shift.id,
        business_date: shift.business_date,
        placed_at: drawn.now,
        staff: drawn.staff.id,
        knowledge: Knowledge { position: view.standing()?.cursor.position, heard_at: drawn.touch.heard_at },
        believed_free: stock.believed(cart)?,
    };
    place(cart, context).map_err(|error| failure::place(&error).into())
}
