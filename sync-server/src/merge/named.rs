//! What entries name: read before they are judged, without a lock.

use super::opened::Opened;
use shared_model::document::DocumentId;
use shared_model::fact::Fact;
use shared_model::payment::Payment;
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub struct Named {
    pub products: BTreeSet<ProductId>,
    pub documents: BTreeSet<DocumentId>,
    /// Sales that the entries themselves do not pay: something was paid before.
    pub orders: BTreeSet<OrderId>,
}

impl Named {
    pub fn of<'a>(entries: impl Iterator<Item = &'a Opened>) -> Named {
        let mut named = Named::default();
        let mut payments = Payments::default();
        for fact in entries.filter_map(Opened::fact) {
            match fact {
                Fact::OrderPlaced(order) => {
                    named.products.extend(order.lines.iter().map(|line| line.product));
                    if order.payable().ok() != payments.sum(order.id) {
                        named.orders.insert(order.id);
                    }
                }
                Fact::PriceSet(it) => drop(named.products.insert(it.product)),
                Fact::DocumentEdited(it) => drop(named.documents.insert(it.document)),
                Fact::PaymentTaken(it) => payments.taken(&it.payment),
                Fact::PaymentVoided(it) => payments.voided(&it.payment),
                Fact::ProcessStarted(_)
                | Fact::EntryRetried(_)
                | Fact::ShiftOpened(_)
                | Fact::PaymentIntended(_)
                | Fact::PaymentFailed(_)
                | Fact::BasketCancelled(_)
                | Fact::Approved(_)
                | Fact::ProductsImported(_)
                | Fact::CustomersImported(_)
                | Fact::StaffAdded(_)
                | Fact::RoleGiven(_)
                | Fact::ReceiptPrinted(_)
                | Fact::GoodsReceived(_)
                | Fact::StockOpened(_)
                | Fact::BusinessSet(_)
                | Fact::WarehouseSet(_)
                | Fact::StoreSet(_)
                | Fact::TerminalEnrolled(_)
                | Fact::TerminalRevoked(_)
                | Fact::TerminalReadmitted(_)
                | Fact::ServerKeySet(_) => {}
            }
        }
        named
    }
}

/// What was taken for orders and not taken back.
#[derive(Default)]
pub struct Payments(pub BTreeMap<OrderId, Vec<Payment>>);

impl Payments {
    pub fn taken(&mut self, payment: &Payment) {
        let of_order = self.0.entry(payment.order).or_default();
        if of_order.iter().all(|held| held.id != payment.id) {
            of_order.push(payment.clone());
        }
    }

    pub fn voided(&mut self, payment: &Payment) {
        if let Some(of_order) = self.0.get_mut(&payment.order) {
            of_order.retain(|held| held.id != payment.id);
        }
    }

    pub fn of(&self, order: OrderId) -> Vec<Payment> {
        self.0.get(&order).cloned().unwrap_or_default()
    }

    fn sum(&self, order: OrderId) -> Option<Amount> {
        Amount::sum(self.0.get(&order)?.iter().map(Payment::signed)).ok()
    }
}
