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
    /// Enough, and the figure is fresh.
    Free,
    /// Enough by a figure that is old, or not enough for all of it.
    AtRisk,
    None,
    /// A service: nothing to run out of.
    NotStocked,
}
