//! Which noun carries out what. Both matches are exhaustive: something new does not compile
//! until it has a place here.

use super::{Act, Origin};
use crate::document::{Imported, Merged};
use crate::ledger::Refused;
use crate::order::Reckoned;
use crate::{catalogue, drawer, order, party, payment, setting, supply, terminal};
use shared_model::Fact;
use shared_model::catalogue::Product;
use shared_model::party::{Customer, Staff};
use shared_model::settings::{BusinessSettings, StoreSettings};
use shared_model::unit::*;

/// What was reckoned before the lock, beside the fact itself.
#[derive(Default)]
pub struct Beside {
    pub order: Option<Reckoned>,
    pub document: Option<Merged>,
}

/// What the server decides itself, or an administrator at its command line.
pub enum Decision {
    Business(BusinessSettings),
    /// With its warehouse, if that is new.
    Store(StoreSettings, bool),
    Staff(Staff),
    Terminal(terminal::Enrolment),
    EnrolCode(terminal::NewCode),
    Revoked(TerminalId, bool),
    /// A product or a customer of a file, with its document.
    Product(Box<Product>, Imported),
    Customer(Box<Customer>, Imported),
    Price(ProductId, Money),
}

pub fn fact(act: &mut Act, origin: Origin, fact: &Fact, beside: Beside) -> Result<(), Refused> {
    match fact {
        Fact::OrderPlaced(it) => order::placed(act, origin, it, beside.order.unwrap_or_default()),
        Fact::PriceSet { product, amount, currency } => {
            catalogue::price_set(act, *product, Money::new(*amount, *currency));
        }
        Fact::DocumentEdited(it) => catalogue::edited(act, it, beside.document),
        Fact::TenderIntended { order, tender, kind, amount } => {
            payment::intended(act, *order, *tender, *kind, *amount);
        }
        Fact::TenderResolved { tender, outcome, .. } => payment::resolved(act, *tender, outcome),
        Fact::TenderVoided { tender, .. } => payment::voided(act, *tender),
        Fact::ShiftOpened { shift, business_date, float } => {
            drawer::opened(act, origin, *shift, *business_date, *float);
        }
        Fact::GoodsReceived { receipt, warehouse, lines, .. } => {
            supply::received(act, origin, fact, (*receipt, *warehouse), lines)?;
        }
        Fact::StockOpened { receipt, warehouse, lines } => {
            supply::opened(act, origin, fact, (*receipt, *warehouse), lines)?;
        }
        // They happened, and are kept as entries: there is nothing to change.
        Fact::ProcessStarted { .. } | Fact::CartCancelled { .. } | Fact::ReceiptPrinted { .. } => {}
    }
    Ok(())
}

pub fn decision(act: &mut Act, decision: Decision) {
    match decision {
        Decision::Business(it) => setting::business(act, it),
        Decision::Store(it, warehouse_is_new) => setting::store(act, it, warehouse_is_new),
        Decision::Staff(it) => party::staff(act, it),
        Decision::Terminal(it) => terminal::enrolled(act, it),
        Decision::EnrolCode(it) => terminal::code_issued(act, it),
        Decision::Revoked(terminal, revoked) => terminal::revoked(act, terminal, revoked),
        Decision::Product(row, document) => catalogue::imported(act, *row, document),
        Decision::Customer(row, document) => party::imported(act, *row, document),
        Decision::Price(product, price) => drop(catalogue::price_set(act, product, price)),
    }
}
