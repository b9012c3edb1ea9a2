//! Goods coming in.

use crate::fact::supply::{GoodsReceived, ReceivedLine};
use crate::unit::*;
use serde::{Deserialize, Serialize};

commands! {
    GoodsReceive = "goods_receive", Records(GoodsReceived), ReceivedView, "Takes goods in; the oldest backorders fill first. Needs a connection." {
        /// Chosen by the caller; sending it again receives nothing twice.
        receipt: IntakeId,
        lines: Vec<ReceivedLine>,
        #[serde(default)] reference: String,
    }
    GoodsUnanswered = "goods_unanswered", Records(GoodsReceived), Option<UnansweredView>, "A delivery that was sent and may have been taken in: sending it again as it was says so." {
        /// Without it the one that was sent first.
        #[serde(default)] receipt: Option<IntakeId>,
    }
}

views! {
    ReceivedView { backorders_filled: u64, already_received: bool }

    UnansweredView { receipt: IntakeId, reference: String, lines: Vec<UnansweredLine> }

    UnansweredLine { product: ProductId, sku: String, name: String, quantity: Quantity }
}
