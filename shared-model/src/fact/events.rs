//! Which events an entry makes: those that its fact says itself, and those that follow from
//! what it changed.

use super::Fact;
use crate::event::{BusinessEvent, EVENT_VERSION, EventName, EventSubject, Named};
use crate::order::{OrderStateName, Standing};
use crate::stock::{LineChange, LineStatus};
use crate::unit::*;
use uuid::Uuid;

/// The entry that events follow from.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    pub entry: Hash,
    pub position: Position,
    pub correlation: Option<Uuid>,
}

/// What an entry changed, beside what its fact says itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Where an order stood before and stands now; nothing where it is new.
    Stands { order: OrderId, before: Option<Standing>, now: Standing },
    /// A part of an order line went from one state to another.
    Line { product: ProductId, change: LineChange },
    /// What is free to promise of a product.
    Level { product: ProductId, before: Quantity, now: Quantity },
}

/// In the order in which they happened. Its id is made of the entry, the name and how many
/// came before.
pub fn events(source: &Source, fact: &Fact, effects: &[Effect]) -> Vec<BusinessEvent> {
    let named = fact.event().into_iter().chain(effects.iter().flat_map(followed));
    let event = |(number, (name, subject, key)): (usize, (EventName, EventSubject, Uuid))| BusinessEvent {
        id: Hash::of(
            "counterfoil event 1",
            &[&source.entry.0, name.as_str().as_bytes(), &(number as u64).to_be_bytes()],
        ),
        version: EVENT_VERSION,
        name,
        subject,
        key,
        position: source.position,
        correlation: source.correlation,
    };
    named.enumerate().map(event).collect()
}

fn followed(effect: &Effect) -> Vec<Named> {
    match effect {
        Effect::Stands { order, before, now } => {
            let names = standing(before.as_ref().map(|before| &before.state), &now.state);
            names.into_iter().map(|name| (name, EventSubject::Order, order.0)).collect()
        }
        Effect::Line { product, change } => {
            line(change).map(|name| (name, EventSubject::Product, product.0)).into_iter().collect()
        }
        Effect::Level { product, before, now } => {
            let gone = before.is_positive() && !now.is_positive();
            let names =
                [(before != now).then_some(EventName::StockUpdated), gone.then_some(EventName::StockUnavailable)];
            names.into_iter().flatten().map(|name| (name, EventSubject::Product, product.0)).collect()
        }
    }
}

fn standing(before: Option<&OrderStateName>, now: &OrderStateName) -> Vec<EventName> {
    if before == Some(now) {
        return Vec::new();
    }
    let confirmed = now.is_confirmed() && !before.is_some_and(OrderStateName::is_confirmed);
    let special = match now {
        OrderStateName::Pending => Some(EventName::OrderPendingConfirmation),
        OrderStateName::Cancelled => Some(EventName::OrderCancelled),
        OrderStateName::Confirmed
        | OrderStateName::AwaitingStock
        | OrderStateName::Processing
        | OrderStateName::Dispatched
        | OrderStateName::Delivered
        | OrderStateName::Returned
        | OrderStateName::Other(_) => confirmed.then_some(EventName::OrderConfirmed),
    };
    special.into_iter().chain(before.map(|_| EventName::OrderStatusChanged)).collect()
}

fn line(change: &LineChange) -> Option<EventName> {
    match (change.from, change.to) {
        (_, LineStatus::Allocated) => Some(EventName::StockAllocated),
        (_, LineStatus::Backordered) => Some(EventName::StockAllocationFailed),
        (
            _,
            LineStatus::Ordered
            | LineStatus::HandedOver
            | LineStatus::Cancelled
            | LineStatus::Returned
            | LineStatus::SetAside,
        ) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::health::ProcessStarted;
    use crate::fact::payment::PaymentTaken;
    use crate::order::{LineStateName, Part};
    use crate::sample::{self, id};
    use crate::stock::{Book, Promise, StockEvent, apply};

    fn source() -> Source {
        Source { entry: Hash([1; 32]), position: Position::new(1, 40), correlation: Some(id(5)) }
    }

    fn names(fact: &Fact, effects: &[Effect]) -> Vec<String> {
        let events = events(&source(), fact, effects);
        let ids: std::collections::BTreeSet<Hash> = events.iter().map(|event| event.id).collect();
        assert_eq!(ids.len(), events.len(), "each has an id of its own");
        events.iter().map(|event| event.name.to_string()).collect()
    }

    fn stands(state: LineStateName) -> Standing {
        Standing::of(&[Part { carried_out: false, state, quantity: Quantity::ONE }]).expect("one piece")
    }

    /// What happens to one product's book, as effects.
    fn happens(book: &mut Book, event: &StockEvent) -> Vec<Effect> {
        let (product, before) = (ProductId(id(6)), book.free());
        let outcome = apply(book, 40, event).expect("it can happen");
        let lines = outcome.changes.into_iter().map(|change| Effect::Line { product, change });
        lines.chain([Effect::Level { product, before, now: book.free() }]).collect()
    }

    fn ordered(book: &mut Book) -> Vec<Effect> {
        let (order, quantity) = (sample::order().id, Quantity::ONE);
        happens(book, &StockEvent::Ordered { order, line: 1, quantity, promise: Promise::ToBeConfirmed })
    }

    /// A fact of which nothing is told but what it does.
    fn plain() -> Fact {
        Fact::ProcessStarted(ProcessStarted { nonce: Vec::new(), app_version: String::new() })
    }

    #[test]
    fn a_sale_is_created_and_confirmed_and_takes_the_last_piece() {
        let order = sample::order();
        let mut book = Book::default();
        happens(&mut book, &StockEvent::Received { quantity: Quantity::ONE });
        let mut effects = ordered(&mut book);
        let now = stands(LineStateName::Allocated);
        effects.push(Effect::Stands { order: order.id, before: None, now });
        let placed = names(&Fact::OrderPlaced(Box::new(order)), &effects);
        let expected = ["order.created", "stock.allocated", "stock.updated", "stock.unavailable", "order.confirmed"];
        assert_eq!(placed, expected);
        let paid = Fact::PaymentTaken(PaymentTaken { payment: sample::payment() });
        assert_eq!(names(&paid, &[]), ["payment.processed"]);
    }

    #[test]
    fn a_backorder_fails_to_be_allocated_and_goods_that_come_fill_it() {
        let order = sample::order();
        let mut book = Book::default();
        let mut effects = ordered(&mut book);
        let waits = || stands(LineStateName::Backordered);
        effects.push(Effect::Stands { order: order.id, before: None, now: waits() });
        let placed = names(&Fact::OrderPlaced(Box::new(order.clone())), &effects);
        assert_eq!(placed, ["order.created", "stock.allocation_failed", "order.confirmed"]);
        let mut filled = happens(&mut book, &StockEvent::Received { quantity: Quantity(3000) });
        let (before, now) = (Some(waits()), stands(LineStateName::Allocated));
        filled.push(Effect::Stands { order: order.id, before, now });
        assert_eq!(names(&plain(), &filled), ["stock.allocated", "stock.updated", "order.status_changed"]);
        let (before, now) = (Some(stands(LineStateName::Allocated)), stands(LineStateName::Cancelled));
        let cancelled = [Effect::Stands { order: order.id, before, now }];
        assert_eq!(names(&plain(), &cancelled), ["order.cancelled", "order.status_changed"]);
    }

    #[test]
    fn goods_that_nobody_waits_for_are_told_once_and_again_the_same() {
        let mut book = Book::default();
        let effects = happens(&mut book, &StockEvent::Received { quantity: Quantity(3000) });
        assert_eq!(names(&plain(), &effects), ["stock.updated"]);
        let once = events(&source(), &plain(), &effects);
        assert_eq!(once, events(&source(), &plain(), &effects));
        assert_eq!((once[0].key, once[0].position, once[0].correlation), (id(6), Position::new(1, 40), Some(id(5))));
        let nothing = [Effect::Level { product: ProductId(id(6)), before: Quantity::ONE, now: Quantity::ONE }];
        assert_eq!(names(&plain(), &nothing), [""; 0]);
    }
}
