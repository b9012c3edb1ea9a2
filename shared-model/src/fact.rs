//! Every kind of fact: what happened or was decided. Append only; a fact never changes and a
//! correction is another fact. Names and fields are a promise to every till ever released.

use crate::document::Intent;
use crate::order::{CardOutcome, Order, TenderKind};
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The till's process started. The nonce makes two copies of one disk fork visibly.
    ProcessStarted {
        #[serde(with = "serde_bytes")]
        nonce: Vec<u8>,
        app_version: String,
    },
    ShiftOpened {
        shift: ShiftId,
        business_date: BusinessDate,
        float: Amount,
    },
    /// The card reader is about to be asked. Written before it is.
    TenderIntended {
        order: OrderId,
        tender: TenderId,
        kind: TenderKind,
        amount: Amount,
    },
    TenderResolved {
        order: OrderId,
        tender: TenderId,
        outcome: CardOutcome,
    },
    TenderVoided {
        order: OrderId,
        tender: TenderId,
    },
    OrderPlaced(Box<Order>),
    /// A basket given up before it was paid.
    CartCancelled {
        order: OrderId,
        amount: Amount,
    },
    PriceSet {
        product: ProductId,
        amount: Amount,
        currency: Currency,
    },
    /// Somebody edited a document; the content is in the entry's attachment, outside the
    /// chain, so that a person can be erased while the chain still verifies.
    DocumentEdited(Intent),
    ReceiptPrinted {
        order: OrderId,
        copy: u32,
    },
    /// Recorded by the server when goods were taken in.
    GoodsReceived {
        receipt: GoodsReceiptId,
        warehouse: WarehouseId,
        lines: Vec<ReceivedLine>,
        reference: String,
    },
    /// Recorded by the server: stock there was before the first entry of the ledger.
    StockOpened {
        receipt: GoodsReceiptId,
        warehouse: WarehouseId,
        lines: Vec<ReceivedLine>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReceivedLine {
    pub product: ProductId,
    pub quantity: Quantity,
}

impl Fact {
    /// The name of a completed sale.
    pub const ORDER_PLACED: &str = "order_placed";

    /// Stable name, for storing, filtering and showing.
    pub fn kind(&self) -> &'static str {
        match self {
            Fact::ProcessStarted { .. } => "process_started",
            Fact::ShiftOpened { .. } => "shift_opened",
            Fact::TenderIntended { .. } => "tender_intended",
            Fact::TenderResolved { .. } => "tender_resolved",
            Fact::TenderVoided { .. } => "tender_voided",
            Fact::OrderPlaced(_) => Fact::ORDER_PLACED,
            Fact::CartCancelled { .. } => "cart_cancelled",
            Fact::PriceSet { .. } => "price_set",
            Fact::DocumentEdited(_) => "document_edited",
            Fact::ReceiptPrinted { .. } => "receipt_printed",
            Fact::GoodsReceived { .. } => "goods_received",
            Fact::StockOpened { .. } => "stock_opened",
        }
    }
}
