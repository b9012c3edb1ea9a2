//! What a customer buys: the cart on the counter, and the orders it became.

use super::{ApprovedBy, CustomerView, LineState, StockLevel, TenderView};
use crate::fact::order::BasketCancelled;
use crate::order::Fulfilment;
use crate::paper::Issued;
use crate::tax::TaxRow;
use crate::unit::*;
use crate::words::Worded;
use serde::{Deserialize, Serialize};

commands! {
    CartShow = "cart_show", Permission(Sell), CartView, "The cart as it stands." {}
    CartScan = "cart_scan", Permission(Sell), CartView, "Adds what a barcode or SKU names." {
        code: String,
        #[serde(default)] quantity: Option<Quantity>,
    }
    CartAdd = "cart_add", Permission(Sell), CartView, "Adds a product." {
        product: ProductId,
        #[serde(default)] quantity: Option<Quantity>,
    }
    CartQuantity = "cart_quantity", Permission(Sell), CartView, "Sets the quantity of a line." { line: u32, quantity: Quantity }
    CartRemove = "cart_remove", Permission(Sell), CartView, "Takes a line out." { line: u32 }
    CartFulfilment = "cart_fulfilment", Permission(Sell), CartView, "Says where a line's goods go." { line: u32, fulfilment: Fulfilment }
    CartPrice = "cart_price", Permission(Sell), CartView, "Overrides a line's price; a manager approves on the spot." {
        line: u32,
        price: Amount,
        reason: String,
        #[serde(default)] approval: Option<ApprovedBy>,
    }
    CartCustomer = "cart_customer", Permission(Sell), CartView, "Names the customer, or nobody." { customer: Option<CustomerId> }
    CartUndo = "cart_undo", Permission(Sell), CartView, "Takes the last change to the cart back." {}
    CartCancel = "cart_cancel", Records(BasketCancelled), CartView, "Gives the basket up; recorded with staff and amount." {}
    OrderList = "order_list", Permission(Sell), Vec<OrderSummary>, "Orders of this store, newest first." {
        #[serde(default)] limit: Option<u32>,
        #[serde(default)] text: String,
        /// Only orders with a line that waits for goods.
        #[serde(default)] backordered: bool,
    }
    OrderShow = "order_show", Permission(Sell), OrderDetail, "One order: receipt, line states and why something waits." { order: OrderId }
    ReviewList = "review_list", Permission(ReviewSee), Vec<ReviewView>, "Sales whose total differs from the server's own reckoning; they stand as printed." {}
}

views! {
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
        /// Units that the receipt promises subject to stock, whatever covers them today.
        to_be_confirmed: Quantity,
    }

    OrderSummary {
        order: OrderId,
        number: String,
        placed_at: Timestamp,
        business_date: BusinessDate,
        gross: Amount,
        currency: Currency,
        customer: Option<Worded>,
        lines: u32,
        state: OrderStage,
        /// True while only this till knows of it.
        waiting: bool,
    }

    OrderDetail {
        summary: OrderSummary,
        receipt: Issued,
        /// Empty until the server has seen the order.
        line_states: Vec<LineState>,
    }

    ReviewView { order: OrderId, number: String, stated: Amount, reckoned: Amount, reasons: Vec<Worded> }
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
