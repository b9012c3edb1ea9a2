//! What the world outside hears of a business: one catalogue of events, for live views,
//! notices, other programs. Each follows from what an entry changed and from nothing else, so
//! whoever derives it again gets the same, under the same id: see [`crate::fact::events`].

use crate::unit::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub const EVENT_VERSION: u16 = 1;

open_names! {
    pub enum EventName {
        OrderCreated = "order.created",
        OrderPendingConfirmation = "order.pending_confirmation",
        OrderConfirmed = "order.confirmed",
        OrderStatusChanged = "order.status_changed",
        OrderUpdated = "order.updated",
        OrderCancelled = "order.cancelled",
        StockReserved = "stock.reserved",
        StockReservationFailed = "stock.reservation_failed",
        StockAllocated = "stock.allocated",
        StockAllocationFailed = "stock.allocation_failed",
        StockUnavailable = "stock.unavailable",
        StockUpdated = "stock.updated",
        StockLow = "stock.low",
        ShipmentDispatched = "shipment.dispatched",
        ShipmentDelivered = "shipment.delivered",
        ShipmentStatusChanged = "shipment.status_changed",
        PaymentProcessed = "payment.processed",
        PaymentFailed = "payment.failed",
        PaymentRefunded = "payment.refunded",
        TerminalSilent = "terminal.silent",
    }

    /// What an event is about: whoever keeps order keeps it for each of these.
    pub enum EventSubject {
        Order = "order",
        Product = "product",
        Payment = "payment",
        Shipment = "shipment",
        Terminal = "terminal",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessEvent {
    pub id: Hash,
    pub version: u16,
    pub name: EventName,
    pub subject: EventSubject,
    pub key: Uuid,
    /// Of the entry that it follows from.
    pub position: Position,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<Uuid>,
}

/// A name, and what it is about.
pub type Named = (EventName, EventSubject, Uuid);
