//! Order lines as stock sees them: how much of a line stands where, and why a part waits.

use super::Promise;
use crate::unit::*;

/// Where a part of an order line stands. The parts of a line always add up to what was ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineStatus {
    /// Not in the books yet: what every line starts as.
    Ordered,
    /// Bound to the line, not yet handed over.
    Allocated,
    /// Waits for goods.
    Backordered,
    HandedOver,
    Cancelled,
    Returned,
    /// Could not be followed: the product is not known, or the quantity makes no sense.
    SetAside,
}

impl LineStatus {
    const NAMES: [(LineStatus, &str); 7] = [
        (LineStatus::Ordered, "ordered"),
        (LineStatus::Allocated, "allocated"),
        (LineStatus::Backordered, "backordered"),
        (LineStatus::HandedOver, "handed_over"),
        (LineStatus::Cancelled, "cancelled"),
        (LineStatus::Returned, "returned"),
        (LineStatus::SetAside, "set_aside"),
    ];

    /// Stable name, the key in the server's tables.
    pub fn as_str(self) -> &'static str {
        let found = LineStatus::NAMES.iter().find(|(status, _)| *status == self);
        found.map_or("", |(_, name)| name)
    }

    /// Nothing for a name that this version does not know.
    pub fn parse(text: &str) -> Option<LineStatus> {
        LineStatus::NAMES.iter().find(|(_, name)| *name == text).map(|(status, _)| *status)
    }
}

open_names! {
    /// Why a line has to wait.
    pub enum ShortageCause {
        /// The pool did not cover it when the order reached the server.
        SoldOut = "sold_out",
        /// It had units, and a customer at the counter walked out with them.
        TakenByCarryOut = "taken_by_carry_out",
        /// It had units, and a count found fewer.
        TakenByCount = "taken_by_count",
    }
}

/// Who came first: the order's position in the log, then the number of its line.
pub type Age = (u64, u32);

/// What stock holds of one order line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Position of the order in the log.
    pub position: u64,
    pub promise: Promise,
    pub allocated: Quantity,
    pub backordered: Quantity,
    /// Why it waits, or waited last; nothing where that is not known here.
    pub cause: Option<ShortageCause>,
}

/// A part of a line that went from one status to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChange {
    pub order: OrderId,
    pub line: u32,
    pub position: u64,
    pub promise: Promise,
    pub from: LineStatus,
    pub to: LineStatus,
    pub quantity: Quantity,
    /// For what waits now.
    pub cause: Option<ShortageCause>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_reads_back_by_its_name() {
        for (status, name) in LineStatus::NAMES {
            assert_eq!((LineStatus::parse(name), status.as_str()), (Some(status), name));
        }
        assert_eq!(LineStatus::parse("lost at sea"), None);
    }
}
