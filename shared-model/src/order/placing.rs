//! From a paid cart to the order that becomes a fact. Pure: numbers, ids and times come
//! from the caller.

use super::cart::{Cart, CartLine, CartTender, TenderState};
use super::line::{Fulfilment, OrderLine, PriceSource};
use super::placed::*;
use super::pricing::{PricedLine, PricingError, price};
use super::settle::{Settlement, settle};
use crate::money::{DocumentKind, DocumentNumber};
use crate::party::Actor;
use crate::payment::{Payment, TenderKind};
use crate::setting::BusinessSettings;
use crate::stock::Promise;
use crate::tax::TaxClass;
use crate::unit::*;
use std::collections::BTreeMap;

/// What the order says besides the cart.
#[derive(Debug, Clone)]
pub struct Placing<'a> {
    pub settings: &'a BusinessSettings,
    pub number: DocumentNumber,
    pub store: StoreId,
    pub warehouse: WarehouseId,
    pub shift: ShiftId,
    pub business_date: BusinessDate,
    pub placed_at: Timestamp,
    pub staff: StaffId,
    pub knowledge: Knowledge,
    /// What the till believed free before this order, per product it has a figure for.
    pub believed_free: BTreeMap<ProductId, Quantity>,
    /// Which price each line rests on, where the till knows.
    pub price_from: BTreeMap<ProductId, PriceSource>,
}

/// A tender as it counts once the sale is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub id: PaymentId,
    pub kind: TenderKind,
    pub tendered: Amount,
    /// `tendered` less the change given from it.
    pub amount: Amount,
    pub reference: Option<String>,
}

impl Share {
    /// A recorded payment as a share of its order; nothing where no counter took it.
    pub fn of(payment: &Payment, order: OrderId) -> Option<Share> {
        Some(Share {
            id: payment.id,
            kind: payment.method.tender_kind()?,
            tendered: payment.tendered,
            amount: payment.towards(order.0).ok()?,
            reference: payment.reference.clone(),
        })
    }
}

/// A sale ready to be recorded: the order, and what its tenders come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub order: Order,
    pub shares: Vec<Share>,
    pub change: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlacingError {
    #[error("the cart is empty")]
    Empty,
    #[error("a card payment is still open: say first whether it was approved")]
    TenderOpen,
    #[error("not everything has been paid yet")]
    NotCovered { due: Amount },
    #[error("the cards paid more than the total")]
    CardOverTender,
    #[error("a delivery needs a customer")]
    NeedsCustomer,
    #[error("the order cannot be priced")]
    Pricing(#[from] PricingError),
    #[error("the amounts are too large to add up")]
    Arithmetic(#[from] ArithmeticError),
}

/// Builds the order, or says why the cart can't be completed yet.
pub fn place(cart: &Cart, context: Placing) -> Result<Placed, PlacingError> {
    ready(cart)?;
    let settings = context.settings;
    let classes = classes_on(settings, context.business_date);
    let priced = price(&cart.pricing_lines(), Amount::ZERO, &classes, settings.tax_method)?;
    let settlement = settle(priced.totals.gross, &cart.tenders, settings.cash_step)?;
    if !settlement.covered {
        let due = settlement.due.max(settlement.due_cash);
        return Err(if due.is_zero() { PlacingError::CardOverTender } else { PlacingError::NotCovered { due } });
    }
    let line = |(line, priced)| order_line(line, priced, &context);
    let lines = cart.lines.iter().zip(priced.lines).map(line).collect();
    let order = Order {
        id: cart.order,
        kind: DocumentKind::Sale,
        source: OrderSource::Till,
        number: context.number.clone(),
        store: Some(context.store),
        warehouse: context.warehouse,
        shift: Some(context.shift),
        business_date: context.business_date,
        placed_at: context.placed_at,
        placed_by: Actor::staff(context.staff),
        customer: cart.customer,
        billing: None,
        shipping: None,
        currency: settings.currency,
        tax_method: settings.tax_method,
        lines,
        totals: priced.totals,
        taxes: priced.taxes,
        cash_rounding: settlement.cash_rounding,
        knowledge: context.knowledge.clone(),
    };
    Ok(Placed { order, shares: shares(cart, &settlement)?, change: settlement.change })
}

/// The business's tax classes as they are on a day.
pub fn classes_on(settings: &BusinessSettings, date: BusinessDate) -> Vec<TaxClass> {
    settings.tax_classes.iter().map(|class| class.on(date)).collect()
}

fn ready(cart: &Cart) -> Result<(), PlacingError> {
    if cart.lines.is_empty() {
        return Err(PlacingError::Empty);
    }
    if cart.tenders.iter().any(CartTender::is_open) {
        return Err(PlacingError::TenderOpen);
    }
    let delivery = |line: &CartLine| matches!(line.fulfilment, Fulfilment::Delivery { .. });
    if cart.customer.is_none() && cart.lines.iter().any(delivery) {
        return Err(PlacingError::NeedsCustomer);
    }
    Ok(())
}

fn order_line(line: &CartLine, priced: PricedLine, context: &Placing) -> OrderLine {
    let product = &line.product;
    OrderLine {
        line: line.line,
        product: product.id,
        sku: product.sku.clone(),
        name: product.name.clone(),
        stocked: product.stocked,
        quantity: line.quantity,
        unit_price: line.unit_price(),
        list_price: line.list_price,
        causes: line.price_override.iter().map(|price| price.cause.clone()).collect(),
        price_from: context.price_from.get(&product.id).cloned(),
        unit: String::new(),
        measured: None,
        discount: priced.discount,
        tax_class: product.tax_class.clone(),
        tax_letter: priced.tax_letter,
        taxes: priced.taxed.components,
        net: priced.taxed.net,
        tax: priced.taxed.tax,
        gross: priced.taxed.gross,
        fulfilment: line.fulfilment.clone(),
        promise: Promise::of(line.fulfilment.is_carry_out(), line.product.stocked),
        believed_free: context.believed_free.get(&product.id).copied().filter(|_| product.stocked),
        original: None,
        serial: None,
        batch: None,
        salesperson: None,
        parent: None,
    }
}

/// The tenders that count, the change taken off the cash given last.
pub fn shares(cart: &Cart, settlement: &Settlement) -> Result<Vec<Share>, ArithmeticError> {
    let mut change = settlement.change;
    let mut shares = Vec::new();
    for tender in cart.tenders.iter().rev() {
        let TenderState::Taken { reference } = &tender.state else { continue };
        let given_back = if tender.kind == TenderKind::Cash { change.min(tender.tendered) } else { Amount::ZERO };
        change = change.minus(given_back)?;
        shares.push(Share {
            id: tender.id,
            kind: tender.kind,
            tendered: tender.tendered,
            amount: tender.tendered.minus(given_back)?,
            reference: reference.clone(),
        });
    }
    shares.reverse();
    Ok(shares)
}
