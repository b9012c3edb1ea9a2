//! The business's log as a terminal receives it: dense positions, filtered, each entry
//! naming the position before it in the same filter so that a gap shows.

use crate::catalogue::Product;
use crate::order::{Order, ReceiptNumber};
use crate::party::{Customer, Staff};
use crate::settings::*;
use crate::stock::ShortageCause;
use crate::unit::*;
use serde::{Deserialize, Serialize};

/// How far a terminal has read: a position and the log's hash there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub position: u64,
    pub hash: Hash,
}

impl Cursor {
    pub const START: Cursor = Cursor { position: 0, hash: Hash::ZERO };
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    pub position: u64,
    /// The position before this one that passed the same filter; 0 for the first.
    pub prev: u64,
    /// [`LogBody`], encoded once when it was recorded.
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
}

/// What an entry of the log tells a terminal. Rows are complete: the newest wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogBody {
    Business(BusinessSettings),
    Store(StoreSettings),
    Terminal(TerminalSettings),
    Staff(Staff),
    /// The row after the merge, and the change that made it, so that a till can load the
    /// document when somebody edits it.
    Product {
        row: Product,
        #[serde(with = "serde_bytes")]
        change: Vec<u8>,
    },
    Customer {
        row: Customer,
        #[serde(with = "serde_bytes")]
        change: Vec<u8>,
    },
    Price {
        product: ProductId,
        amount: Amount,
        currency: Currency,
    },
    /// Levels of one product in one warehouse after a server transaction.
    Stock {
        warehouse: WarehouseId,
        product: ProductId,
        on_hand: Quantity,
        free: Quantity,
        backordered: Quantity,
        version: u64,
    },
    /// A sale of the terminal's store, as it was printed.
    Order(Box<Order>),
    OrderState(OrderState),
    CountTask(CountTask),
    /// An entry of this terminal that could not be applied. Kept whole by the server.
    SetAside {
        entry: Hash,
        seq: u64,
        kind: String,
        code: SetAsideCode,
        reason: String,
        at: Timestamp,
        open: bool,
    },
    /// An order whose total or prices differ from the server's own reckoning; it stands.
    Review {
        order: OrderId,
        number: ReceiptNumber,
        stated: Amount,
        reckoned: Amount,
        reasons: Vec<String>,
    },
    /// An edit of this terminal has been merged (and is in the row) or was refused.
    Verdict {
        entry: Hash,
        seq: u64,
        refused: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SetAsideCode {
    /// The bytes do not read as an entry this server knows.
    Unreadable,
    /// It names something that does not exist here.
    UnknownReference,
    /// The staff member's role does not allow it.
    NotAllowed,
    /// It contradicts itself or what is already recorded.
    Inconsistent,
    Fork,
}

/// A task that a sale below zero opens: somebody should count what is really there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountTask {
    pub id: CountTaskId,
    pub warehouse: WarehouseId,
    pub product: ProductId,
    pub opened_at: Timestamp,
    /// The order that found the shelf fuller than the books.
    pub order: OrderId,
    pub short: Quantity,
    pub open: bool,
}

/// Where an order's lines stand with the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderState {
    pub order: OrderId,
    /// The order's position, which decided who came first.
    pub position: u64,
    pub received_at: Timestamp,
    pub lines: Vec<LineState>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LineState {
    pub line: u32,
    pub product: ProductId,
    pub handed_over: Quantity,
    pub allocated: Quantity,
    pub backordered: Quantity,
    /// Why the backordered part waits.
    pub shortage: Option<Shortage>,
}

/// The story behind a backorder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shortage {
    pub cause: ShortageCause,
    pub terminal: TerminalId,
    /// How long the till had been out of touch when it sold, in seconds.
    pub offline_s: Option<u64>,
    /// Units it believed free.
    pub believed_free: Option<Quantity>,
    /// Orders that took units between what the till knew and its sale's arrival.
    pub taken_by: Vec<TakenBy>,
    /// When goods are expected; none is shown as "unknown".
    pub expected: Option<BusinessDate>,
    pub since: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TakenBy {
    pub number: String,
    pub quantity: Quantity,
    pub at: Timestamp,
}
