//! What entries name: read before they are judged, without a lock.

use super::carry;
use crate::entry::Opened;
use shared_model::document::DocumentId;
use shared_model::order::Order;
use shared_model::payment::Payment;
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub struct Named {
    pub products: BTreeSet<ProductId>,
    pub documents: BTreeSet<DocumentId>,
    /// Sales that the entries themselves do not pay: something was paid before.
    pub orders: BTreeSet<OrderId>,
    /// Every sale among them.
    pub sales: BTreeSet<OrderId>,
    /// What was taken or taken back.
    pub payment_ids: BTreeSet<PaymentId>,
    /// None of these is held yet: to be found under the lock, if that is not so.
    pub payments_are_new: bool,
    /// Entries in which somebody approved of something.
    pub approvals: BTreeSet<Hash>,
    /// What the entries so far took.
    pub payments: Payments,
}

impl Named {
    pub fn of<'a>(entries: impl Iterator<Item = &'a Opened>) -> Named {
        let mut named = Named::default();
        for fact in entries.filter_map(Opened::fact) {
            carry::name(fact, &mut named);
        }
        named
    }

    /// A sale that the entries before it did not pay.
    pub fn paid(&mut self, order: &Order) {
        self.sales.insert(order.id);
        if order.payable().ok() != self.payments.sum(order.id) {
            self.orders.insert(order.id);
        }
    }
}

/// What was taken for orders and not taken back.
#[derive(Default)]
pub struct Payments {
    of_orders: BTreeMap<OrderId, Vec<Payment>>,
    /// Taken back, whether before or after.
    over: BTreeSet<PaymentId>,
    /// Something among the entries pays nothing, although it reads as if it did.
    pub is_less: bool,
}

impl Payments {
    pub fn held(of_orders: BTreeMap<OrderId, Vec<Payment>>) -> Payments {
        Payments { of_orders, ..Payments::default() }
    }

    pub fn taken(&mut self, payment: &Payment) {
        if self.over.contains(&payment.id) {
            return;
        }
        for settled in &payment.settles {
            let of_order = self.of_orders.entry(OrderId(settled.document)).or_default();
            if of_order.iter().all(|held| held.id != payment.id) {
                of_order.push(payment.clone());
            }
        }
    }

    /// Whatever it settled, and whatever was said of what took it back.
    pub fn over(&mut self, payment: PaymentId) {
        self.over.insert(payment);
        for of_order in self.of_orders.values_mut() {
            of_order.retain(|held| held.id != payment);
        }
    }

    /// It was taken back before, so that who judged by the entries alone counted it.
    pub fn lapsed(&mut self, payment: PaymentId) {
        self.is_less = true;
        self.over(payment);
    }

    pub fn of(&self, order: OrderId) -> Vec<Payment> {
        self.of_orders.get(&order).cloned().unwrap_or_default()
    }

    fn sum(&self, order: OrderId) -> Option<Amount> {
        let counted = |payment: &Payment| payment.signed(payment.towards(order.0)?);
        Amount::sum(self.of_orders.get(&order)?.iter().map(counted).collect::<Result<Vec<_>, _>>().ok()?).ok()
    }
}
