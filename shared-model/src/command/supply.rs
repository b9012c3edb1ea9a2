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
}

views! {
    ReceivedView { backorders_filled: u64, already_received: bool }
}
