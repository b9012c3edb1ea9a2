//! What a screen draws. Plain data with nothing left to decide but how it looks.

use crate::catalogue::{Product, ProductField};
use crate::order::Fulfilment;
use crate::order::cart::TenderState;
use crate::party::{Address, Role};
use crate::payment::TenderKind;
use crate::stock::ShortageCause;
use crate::tax::TaxRow;
use crate::unit::*;
use crate::wire::told::health::SetAsideCode;
use serde::{Deserialize, Serialize};

macro_rules! views {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }
    )*};
}

views! {
    Done {}

    StaffView { id: StaffId, code: String, name: String, role: Role }

    SignedIn {
        staff: StaffView,
        /// Goes into `Authorization: Bearer …` of every later command over HTTP.
        token: String,
        status: StatusView,
    }

    StatusView {
        /// False until the till has enrolled and loaded its catalogue once.
        ready: bool,
        business: String,
        store: String,
        terminal_code: String,
        terminal_name: String,
        currency: Option<Currency>,
        staff: Option<StaffView>,
        shift: Option<ShiftView>,
        connection: ConnectionView,
        /// Entries saved on this till and not yet acknowledged by the server.
        waiting: u64,
        /// Of those, completed sales.
        waiting_sales: u64,
        set_aside: u64,
        count_tasks: u64,
        backorders: u64,
        /// When the newest stock figure was true, by the server.
        stock_as_of: Option<Timestamp>,
        /// Other tills of the store the server has not heard from lately.
        silent_peers: u32,
        products: u64,
        loading: Option<LoadingView>,
        /// Until the till's program is started again.
        alarm: Option<AlarmView>,
    }

    ShiftView { id: ShiftId, business_date: BusinessDate, opened_at: Timestamp }

    /// First loading of the catalogue: positions applied and to come.
    LoadingView { done: u64, of: u64 }

    ConnectionView {
        state: ConnectionState,
        /// Since when it has been so.
        since: Option<Timestamp>,
        last_heard: Option<Timestamp>,
        /// Why not, in words, when it is not connected.
        reason: Option<String>,
    }

    ProductList { tiles: Vec<ProductTile>, categories: Vec<String>, more: bool }

    ProductTile {
        id: ProductId,
        sku: String,
        name: String,
        category: String,
        price: Option<Money>,
        stock: StockView,
    }

    /// What can still be promised after this cart.
    StockView {
        level: StockLevel,
        free: Quantity,
        on_hand: Quantity,
        backordered: Quantity,
    }

    ProductDetail {
        product: Product,
        price: Option<Money>,
        stock: StockView,
        /// Fields edited here that the server has not judged yet.
        waiting: Vec<ProductField>,
        /// A price set here and not yet acknowledged.
        price_waiting: bool,
        /// What the server said of edits it refused.
        refused: Vec<String>,
    }

    CustomerView { id: CustomerId, number: String, label: String, email: String, phone: String, addresses: Vec<Address> }

    CartView {
        order: OrderId,
        currency: Currency,
        customer: Option<CustomerView>,
        lines: Vec<CartLineView>,
        discount: Amount,
        net: Amount,
        tax: Amount,
        /// The total.
        gross: Amount,
        taxes: Vec<TaxRow>,
        prices_include_tax: bool,
        tenders: Vec<TenderView>,
        paid: Amount,
        /// Still to pay, before cash rounding; nothing once covered.
        due: Amount,
        /// Still to pay if the rest is paid in cash.
        due_cash: Amount,
        change: Amount,
        frozen: bool,
        can_undo: bool,
        /// Sensible notes for the rest in cash, smallest first.
        quick_cash: Vec<Amount>,
        /// The line the last command touched.
        touched: Option<u32>,
    }

    CartLineView {
        line: u32,
        product: ProductId,
        sku: String,
        name: String,
        quantity: Quantity,
        unit_price: Amount,
        list_price: Amount,
        overridden: bool,
        gross: Amount,
        tax_letter: char,
        fulfilment: Fulfilment,
        promise: PromiseView,
    }

    /// What the customer can be told about a line.
    PromiseView {
        level: StockLevel,
        /// Units of the line that today's stock covers.
        covered: Quantity,
        /// Units beyond it.
        short: Quantity,
    }

    TenderView { id: PaymentId, kind: TenderKind, tendered: Amount, #[serde(flatten)] state: TenderState }

    SaleDone { order: OrderId, number: String, gross: Amount, change: Amount, receipt: ReceiptView, cart: CartView }

    OrderSummary {
        order: OrderId,
        number: String,
        placed_at: Timestamp,
        business_date: BusinessDate,
        gross: Amount,
        currency: Currency,
        customer: Option<String>,
        lines: u32,
        state: OrderStage,
        /// True while only this till knows of it.
        waiting: bool,
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

    OrderDetail {
        summary: OrderSummary,
        receipt: ReceiptView,
        /// Empty until the server has seen the order.
        line_states: Vec<LineState>,
    }

    /// A receipt's content, ready for paper: made once, stored, and printed again as it was.
    ReceiptView {
        document: ReceiptDocument,
        number: String,
        order: OrderId,
        business: String,
        store: String,
        address: Vec<String>,
        tax_id: String,
        terminal: String,
        cashier: String,
        placed_at: Timestamp,
        business_date: BusinessDate,
        customer: Option<String>,
        currency: Currency,
        prices_include_tax: bool,
        lines: Vec<ReceiptLine>,
        discount: Amount,
        net: Amount,
        tax: Amount,
        gross: Amount,
        taxes: Vec<TaxRow>,
        cash_rounding: Amount,
        tenders: Vec<ReceiptTender>,
        change: Amount,
        footer: Vec<String>,
    }

    ReceiptLine {
        line: u32,
        sku: String,
        name: String,
        quantity: Quantity,
        unit_price: Amount,
        discount: Amount,
        /// Quantity × price less discount, as prices are shown (with tax if they include it).
        amount: Amount,
        tax_letter: char,
        fulfilment: Fulfilment,
        /// Units promised "subject to stock".
        to_be_confirmed: Quantity,
    }

    ReceiptTender { kind: TenderKind, tendered: Amount, reference: Option<String> }

    Printed { path: String, copy: u32 }

    BackorderView {
        id: BackorderId,
        order: OrderId,
        number: String,
        line: u32,
        product: ProductId,
        sku: String,
        name: String,
        quantity: Quantity,
        customer: Option<String>,
        shortage: Shortage,
        /// The till that sold it, by name.
        terminal: String,
    }

    CountTaskView { id: CountTaskId, product: ProductId, sku: String, name: String, short: Quantity, opened_at: Timestamp, order: OrderId, number: String }

    SetAsideView { entry: String, seq: u64, kind: String, code: SetAsideCode, reason: String, at: Timestamp }

    ReviewView { order: OrderId, number: String, stated: Amount, reckoned: Amount, reasons: Vec<String> }

    ReceivedView { backorders_filled: u64, already_received: bool }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    Online,
    Connecting,
    Offline,
    /// The server will not talk to this till; a person must act.
    Refused,
}

/// What is wrong with this till's chain of entries; only a person can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum AlarmView {
    /// The server holds another entry in the same place: this till's disk was copied or
    /// restored. Both sides' entries are kept.
    Fork { seq: u64 },
    /// The server asks for an entry that this till does not have; later ones wait.
    Missing { seq: u64 },
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderStage {
    /// Saved on the till, the server has not judged it yet.
    Placed,
    /// Everything went over the counter.
    HandedOver,
    /// Everything not yet handed over is allocated.
    Allocated,
    /// Something waits for goods.
    AwaitingStock,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptDocument {
    Receipt,
}

/// What a till tells its screens without being asked (`GET /events`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    Status {
        status: Box<StatusView>,
    },
    /// Rows changed; what is on the screen may be asked for again.
    Changed {
        area: Area,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Area {
    Catalogue,
    Stock,
    Orders,
    Customers,
    Staff,
}
