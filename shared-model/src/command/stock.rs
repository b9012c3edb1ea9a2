//! What can be promised, what waits for goods, what is to be counted.

use crate::stock::ShortageCause;
use crate::unit::*;
use crate::words::Worded;
use serde::{Deserialize, Serialize};

commands! {
    BackorderList = "backorder_list", Staff, Vec<BackorderView>, "Lines that wait for goods, oldest first, and why." {}
    CountTaskList = "count_task_list", Staff, Vec<CountTaskView>, "Products to be counted because more was sold than the books held." {}
}

views! {
    /// What can still be promised after this cart.
    StockView {
        level: StockLevel,
        free: Quantity,
        on_hand: Quantity,
        backordered: Quantity,
    }

    BackorderView {
        id: BackorderId,
        order: OrderId,
        number: String,
        line: u32,
        product: ProductId,
        sku: String,
        name: String,
        quantity: Quantity,
        customer: Option<Worded>,
        sold_at: Timestamp,
        shortage: Shortage,
        /// The till that sold it, by name.
        terminal: String,
    }

    /// Where a line stands with the server.
    LineState {
        line: u32,
        product: ProductId,
        handed_over: Quantity,
        allocated: Quantity,
        backordered: Quantity,
        /// Why the backordered part waits.
        shortage: Option<Shortage>,
    }

    /// The story behind a backorder.
    Shortage {
        cause: ShortageCause,
        terminal: TerminalId,
        /// How long the till had been out of touch when it sold, in seconds.
        offline_s: Option<u64>,
        /// Units it believed free.
        believed_free: Option<Quantity>,
        /// Orders that took units between what the till knew and its sale's arrival.
        taken_by: Vec<TakenBy>,
        /// When goods are expected; none is shown as "unknown".
        expected: Option<BusinessDate>,
        since: Timestamp,
    }

    TakenBy { number: String, quantity: Quantity, at: Timestamp }

    CountTaskView { id: CountTaskId, product: ProductId, sku: String, name: String, short: Quantity, opened_at: Timestamp, order: OrderId, number: String }
}

/// How sure a stock figure is. Shape and words carry it on screen, colour only helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StockLevel {
    /// Enough: more than a few, or by a figure that is fresh.
    Free,
    /// A few by a figure that is old, or not enough for all of it.
    AtRisk,
    None,
    /// A service: nothing to run out of.
    NotStocked,
}

/// So few that another till may well have sold them since a figure was told.
const FEW: Quantity = Quantity(5000);

/// For so long a till may have heard nothing and is in touch still.
pub const IN_TOUCH_S: u64 = 60;

impl StockLevel {
    /// How sure a figure is. While nothing new is heard that is a matter of the few: a warning at everything warns of
    /// nothing.
    pub fn of(free: Quantity, short: bool, fresh: bool) -> StockLevel {
        match free {
            free if !free.is_positive() => StockLevel::None,
            free if !short && (fresh || free > FEW) => StockLevel::Free,
            _ => StockLevel::AtRisk,
        }
    }
}

impl Shortage {
    /// How long the till had been out of touch when it sold, if it was.
    pub fn out_of_touch_s(&self) -> Option<u64> {
        self.offline_s.filter(|seconds| *seconds >= IN_TOUCH_S)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_nothing_is_heard_only_a_few_are_at_risk() {
        let level = |free, short, fresh| StockLevel::of(Quantity(free), short, fresh);
        for (free, short, fresh, wanted) in [
            (48_000, false, true, StockLevel::Free),
            (48_000, false, false, StockLevel::Free),
            (5_001, false, false, StockLevel::Free),
            (5_000, false, false, StockLevel::AtRisk),
            (1_000, false, true, StockLevel::Free),
            (48_000, true, true, StockLevel::AtRisk),
            (48_000, true, false, StockLevel::AtRisk),
            (0, false, true, StockLevel::None),
            (-1_000, true, false, StockLevel::None),
        ] {
            assert_eq!(level(free, short, fresh), wanted, "{free} {short} {fresh}");
        }
    }

    #[test]
    fn a_till_that_heard_its_server_a_moment_before_was_in_touch() {
        let after = |offline_s| {
            let shortage = Shortage {
                cause: ShortageCause::SoldOut,
                terminal: TerminalId(uuid::Uuid::nil()),
                offline_s,
                believed_free: None,
                taken_by: Vec::new(),
                expected: None,
                since: Timestamp::new(0, 0),
            };
            shortage.out_of_touch_s()
        };
        assert_eq!([None, Some(0), Some(3), Some(59)].map(after), [None; 4]);
        assert_eq!(after(Some(60)), Some(60));
    }
}
