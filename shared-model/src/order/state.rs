//! Where an order stands, from where the parts of its lines stand: one table, by rank.
//!
//! An order is as far as the part of it that is least far and not cancelled; from the first
//! pick on it is being worked on, whatever still waits. What was carried out at the counter is
//! gone and says nothing of the rest. That goods are missing is a figure beside the state.

use crate::unit::*;

open_names! {
    /// Where a part of a line stands. The quantities of a line's states sum to what was
    /// ordered.
    pub enum LineStateName {
        /// Not in the books yet.
        Ordered = "ordered",
        Reserved = "reserved",
        Allocated = "allocated",
        Backordered = "backordered",
        Picked = "picked",
        Ready = "ready",
        HandedOver = "handed_over",
        InTransit = "in_transit",
        Delivered = "delivered",
        DeliveryFailed = "delivery_failed",
        Cancelled = "cancelled",
        Returned = "returned",
        WrittenOff = "written_off",
        /// It could not be posted; a person has to look.
        SetAside = "set_aside",
    }

    /// Where a whole order stands.
    pub enum OrderStateName {
        Pending = "pending",
        Confirmed = "confirmed",
        /// As far as a confirmed one; either becomes the other until the first pick.
        AwaitingStock = "awaiting_stock",
        Processing = "processing",
        Dispatched = "dispatched",
        Delivered = "delivered",
        Cancelled = "cancelled",
        Returned = "returned",
    }
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub carried_out: bool,
    pub state: LineStateName,
    pub quantity: Quantity,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub state: OrderStateName,
    /// For how much of it goods are missing.
    pub waits_for: Quantity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Pending,
    Confirmed,
    Processing,
    Dispatched,
    Delivered,
}

/// Nothing of what will never come.
fn rank(state: &LineStateName) -> Option<Rank> {
    match state {
        LineStateName::Ordered | LineStateName::Reserved | LineStateName::SetAside => Some(Rank::Pending),
        LineStateName::Allocated | LineStateName::Backordered => Some(Rank::Confirmed),
        LineStateName::Picked | LineStateName::Ready => Some(Rank::Processing),
        LineStateName::InTransit | LineStateName::DeliveryFailed => Some(Rank::Dispatched),
        LineStateName::HandedOver | LineStateName::Delivered | LineStateName::Returned => Some(Rank::Delivered),
        LineStateName::Cancelled | LineStateName::WrittenOff => None,
        // Nobody here can say that it got any further.
        LineStateName::Other(_) => Some(Rank::Pending),
    }
}

impl OrderStateName {
    /// How far that is; an order that is over has none.
    fn rank(&self) -> Option<Rank> {
        match self {
            OrderStateName::Pending => Some(Rank::Pending),
            OrderStateName::Confirmed | OrderStateName::AwaitingStock => Some(Rank::Confirmed),
            OrderStateName::Processing => Some(Rank::Processing),
            OrderStateName::Dispatched => Some(Rank::Dispatched),
            OrderStateName::Delivered => Some(Rank::Delivered),
            OrderStateName::Cancelled | OrderStateName::Returned | OrderStateName::Other(_) => None,
        }
    }

    /// Whether it is confirmed, waiting for goods or further.
    pub fn is_confirmed(&self) -> bool {
        self.rank() >= Some(Rank::Confirmed)
    }
}

impl Standing {
    pub fn of(parts: &[Part]) -> Result<Standing, ArithmeticError> {
        let there: Vec<&Part> = parts.iter().filter(|part| part.quantity.is_positive()).collect();
        let waits = there.iter().filter(|part| part.state == LineStateName::Backordered);
        let waits_for = waits.map(|part| part.quantity).try_fold(Quantity::ZERO, Quantity::plus)?;
        let later: Vec<&Part> = there.iter().filter(|part| !part.carried_out).copied().collect();
        let ranked = |parts: &[&Part]| parts.iter().any(|part| rank(&part.state).is_some());
        let counts = if ranked(&later) { later } else { there };
        Ok(Standing { state: state_of(&counts, waits_for), waits_for })
    }
}

fn state_of(parts: &[&Part], waits_for: Quantity) -> OrderStateName {
    let ranks = || parts.iter().filter_map(|part| rank(&part.state));
    let (Some(least), Some(most)) = (ranks().min(), ranks().max()) else {
        return if parts.is_empty() { OrderStateName::Pending } else { OrderStateName::Cancelled };
    };
    let is_arrived = |part: &&Part| matches!(part.state, LineStateName::HandedOver | LineStateName::Delivered);
    match least {
        Rank::Delivered if parts.iter().any(is_arrived) => OrderStateName::Delivered,
        Rank::Delivered => OrderStateName::Returned,
        Rank::Dispatched => OrderStateName::Dispatched,
        Rank::Pending | Rank::Confirmed | Rank::Processing if most >= Rank::Processing => OrderStateName::Processing,
        Rank::Pending => OrderStateName::Pending,
        Rank::Confirmed | Rank::Processing if waits_for.is_positive() => OrderStateName::AwaitingStock,
        Rank::Confirmed | Rank::Processing => OrderStateName::Confirmed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(state: &LineStateName) -> Part {
        Part { carried_out: false, state: state.clone(), quantity: Quantity::ONE }
    }

    fn states() -> Vec<LineStateName> {
        let known = LineStateName::KNOWN.iter().map(|name| LineStateName::from(*name));
        known.chain([LineStateName::Other("in_space".into())]).collect()
    }

    fn state(parts: &[Part]) -> OrderStateName {
        Standing::of(parts).expect("small quantities").state
    }

    #[test]
    fn an_order_of_one_part_stands_where_the_part_does() {
        let table: Vec<String> = states().iter().map(|one| format!("{one}: {}", state(&[part(one)]))).collect();
        let expected = [
            "ordered: pending",
            "reserved: pending",
            "allocated: confirmed",
            "backordered: awaiting_stock",
            "picked: processing",
            "ready: processing",
            "handed_over: delivered",
            "in_transit: dispatched",
            "delivered: delivered",
            "delivery_failed: dispatched",
            "cancelled: cancelled",
            "returned: returned",
            "written_off: cancelled",
            "set_aside: pending",
            "in_space: pending",
        ];
        assert_eq!(table, expected);
        assert_eq!(state(&[]), OrderStateName::Pending);
    }

    #[test]
    fn of_two_parts_the_one_that_is_less_far_counts_until_the_first_is_picked() {
        for one in &states() {
            for other in &states() {
                let both = state(&[part(one), part(other)]);
                assert_eq!(both, state(&[part(other), part(one)]), "{one} {other}");
                let (Some(first), Some(second)) = (rank(one), rank(other)) else {
                    let left = if rank(one).is_none() { other } else { one };
                    assert_eq!(both, state(&[part(left)]), "what will not come counts for nothing");
                    continue;
                };
                let (least, most) = (first.min(second), first.max(second));
                let worked_on = least < Rank::Processing && most >= Rank::Processing;
                let expected = if worked_on { Rank::Processing } else { least };
                match both.rank() {
                    Some(rank) => assert_eq!(rank, expected, "{one} {other}"),
                    None => assert_eq!((&both, least), (&OrderStateName::Returned, Rank::Delivered)),
                }
            }
        }
    }

    #[test]
    fn what_was_carried_out_says_nothing_of_what_is_still_to_come() {
        let gone = Part { carried_out: true, ..part(&LineStateName::HandedOver) };
        assert_eq!(state(std::slice::from_ref(&gone)), OrderStateName::Delivered);
        assert_eq!(state(&[gone.clone(), part(&LineStateName::Allocated)]), OrderStateName::Confirmed);
        assert_eq!(state(&[gone, part(&LineStateName::Cancelled)]), OrderStateName::Delivered);
    }

    #[test]
    fn what_waits_is_a_figure_beside_the_state() {
        let parts =
            [part(&LineStateName::Backordered), part(&LineStateName::Picked), part(&LineStateName::Backordered)];
        let standing = Standing { state: OrderStateName::Processing, waits_for: Quantity(2000) };
        assert_eq!(Standing::of(&parts), Ok(standing));
        let returned = [part(&LineStateName::Returned), part(&LineStateName::Delivered)];
        assert_eq!(state(&returned), OrderStateName::Delivered, "something of it is still there");
    }
}
