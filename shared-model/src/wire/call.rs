//! What a till asks the server to do at once. Calls need a connection and may be sent
//! twice: each carries an id of the client's own that makes the second a repeat.

use super::told::order::Moment;
use crate::bounds::NAME_BYTES_MAX;
use crate::fact::supply::ReceivedLine;
use crate::reason::Reason;
use crate::unit::*;
use ciborium::Value;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
pub enum Call {
    ReceiveGoods {
        intake: IntakeId,
        staff: StaffId,
        warehouse: WarehouseId,
        lines: Vec<ReceivedLine>,
        reference: String,
    },
    /// Try an entry that was set aside once more.
    RetrySetAside { entry: Hash, staff: StaffId },
    /// Who took the units that these lines wait for.
    Takers { lines: Vec<(OrderId, u32)> },
    /// An order as it was sealed.
    Order { order: OrderId },
    /// Something that only a newer server can do. It is answered like every other.
    #[serde(skip)]
    Unknown { name: String },
}

/// Reads as those do that this version knows.
struct Known(Call);

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Known, D::Error> {
        Call::deserialize(deserializer).map(Known)
    }
}

impl<'de> Deserialize<'de> for Call {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Call, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if let Ok(Known(call)) = value.deserialized() {
            return Ok(call);
        }
        let name = value.as_map().and_then(|map| map.first()).and_then(|(name, _)| name.as_text()).unwrap_or_default();
        Ok(Call::Unknown { name: name.chars().take(NAME_BYTES_MAX).collect() })
    }
}

impl Serialize for Call {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Call::Unknown { name } = self {
            return BTreeMap::from([(name, ())]).serialize(serializer);
        }
        Call::serialize(self, serializer)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    GoodsReceived {
        backorders_filled: u64,
        already_received: bool,
    },
    Retried {
        applied: bool,
        reason: Option<Reason>,
    },
    /// In the order of the question.
    Takers {
        lines: Vec<Vec<Taker>>,
    },
    /// The payload of its entry, or nothing where this server has no such order.
    Order {
        #[serde(with = "serde_bytes")]
        payload: Option<Vec<u8>>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taker {
    pub number: String,
    pub quantity: Quantity,
    pub at: Moment,
}
