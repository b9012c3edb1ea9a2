//! What other tills hear of an order: enough to list it, draw it, hand it over and take it
//! back, never the sealed payload, which is asked for by the order's id.

use crate::encoding::arrays;
use crate::money::{DocumentKind, DocumentNumber};
use crate::order::{Fulfilment, LineStateName};
use crate::payment::{PaymentDirection, PaymentMethod};
use crate::reason::Reason;
use crate::stock::ShortageCause;
use crate::unit::*;
use serde::{Deserialize, Serialize};

arrays! {
    pub struct OrderTold {
        pub order: OrderId,
        /// Where the order's entry stands: who came first.
        pub position: Position,
        pub kind: DocumentKind,
        pub number: NumberTold,
        pub terminal: Option<TerminalId>,
        pub shift: Option<ShiftId>,
        pub staff: Option<StaffId>,
        pub customer: Option<CustomerId>,
        pub placed_at: Moment,
        pub business_date: BusinessDate,
        pub currency: Currency,
        pub prices_include_tax: bool,
        pub cash_rounding: Amount,
        pub lines: Vec<LineTold>,
        pub rates: Vec<RateTold>,
        pub payments: Vec<PaymentTold>,
    }

    pub struct NumberTold {
        pub code: String,
        pub incarnation: u32,
        pub series: String,
        pub sequence: u64,
    }

    pub struct LineTold {
        pub line: u32,
        pub product: ProductId,
        pub quantity: Quantity,
        pub unit_price: Amount,
        pub discount: Amount,
        pub tax: Amount,
        pub gross: Amount,
        /// Position of the price it was sold at, where the server had told it.
        pub price_from: Option<Position>,
        pub fulfilment: FulfilmentTold,
        pub states: Vec<StateTold>,
        /// Its receipt said that all of it is subject to stock.
        pub to_be_confirmed: bool,
    }

    pub struct StateTold {
        pub state: LineStateName,
        pub quantity: Quantity,
        /// Where it is served from, if not from the warehouse of the order's store.
        pub warehouse: Option<WarehouseId>,
    }

    pub struct RateTold {
        pub class: String,
        pub letter: char,
        pub net: Amount,
        pub tax: Amount,
        pub gross: Amount,
    }

    pub struct PaymentTold {
        pub payment: PaymentId,
        pub number: NumberTold,
        pub direction: PaymentDirection,
        pub method: PaymentMethod,
        pub tendered: Amount,
        /// What of it counts towards this order.
        pub amount: Amount,
        pub reference: Option<String>,
    }

    /// Lines of an order that changed, each with all its states.
    pub struct OrderStates {
        pub order: OrderId,
        pub position: Position,
        pub lines: Vec<LineStates>,
    }

    pub struct LineStates {
        pub line: u32,
        pub states: Vec<StateTold>,
    }

    /// Why a part of a line waits. Who took the units is asked for by the line.
    pub struct ShortageTold {
        pub order: OrderId,
        pub line: u32,
        pub cause: ShortageCause,
        pub terminal: Option<TerminalId>,
        /// How long the till had been out of touch when it sold, in seconds.
        pub offline_s: Option<u64>,
        pub believed_free: Option<Quantity>,
        /// When goods are expected; none is shown as "unknown".
        pub expected: Option<BusinessDate>,
        pub since: Moment,
        /// Where it waits, if not for the warehouse of the order's store.
        pub warehouse: Option<WarehouseId>,
    }
}

impl StateTold {
    /// In the warehouse of the order's store.
    pub fn own(state: LineStateName, quantity: Quantity) -> StateTold {
        StateTold { state, quantity, warehouse: None }
    }
}

/// An order whose total or prices differ from the server's own reckoning; it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewTold {
    pub order: OrderId,
    pub number: DocumentNumber,
    pub stated: Amount,
    pub reckoned: Amount,
    pub reasons: Vec<Reason>,
}

/// Milliseconds and offset, as two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(pub Timestamp);

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.0.unix_ms, self.0.offset_min).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let (unix_ms, offset_min) = Deserialize::deserialize(deserializer)?;
        Ok(Moment(Timestamp::new(unix_ms, offset_min)))
    }
}

/// Its name, and the address where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FulfilmentTold(pub Fulfilment);

impl Serialize for FulfilmentTold {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Fulfilment::CarryOut | Fulfilment::Pickup | Fulfilment::Delivery { address: None } => {
                (self.0.as_str(),).serialize(serializer)
            }
            Fulfilment::Delivery { address: Some(address) } => (self.0.as_str(), address).serialize(serializer),
            Fulfilment::Newer(newer) => newer.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FulfilmentTold {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<FulfilmentTold, D::Error> {
        let value = ciborium::Value::deserialize(deserializer)?;
        let parts = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let known = match (parts.first().and_then(|name| name.as_text()), parts) {
            (Some("carry_out"), [_]) => Some(Fulfilment::CarryOut),
            (Some("pickup"), [_]) => Some(Fulfilment::Pickup),
            (Some("delivery"), [_]) => Some(Fulfilment::Delivery { address: None }),
            (Some("delivery"), [_, address]) => {
                address.deserialized().ok().map(|address| Fulfilment::Delivery { address: Some(address) })
            }
            _ => None,
        };
        let read = known.or_else(|| Newer::of(&value, "").map(Fulfilment::Newer));
        read.map(FulfilmentTold).ok_or_else(|| serde::de::Error::custom("where goods go has no name"))
    }
}

impl From<&DocumentNumber> for NumberTold {
    fn from(number: &DocumentNumber) -> NumberTold {
        let DocumentNumber { code, incarnation, series, sequence } = number.clone();
        NumberTold { code, incarnation, series, sequence }
    }
}

impl From<NumberTold> for DocumentNumber {
    fn from(told: NumberTold) -> DocumentNumber {
        let NumberTold { code, incarnation, series, sequence } = told;
        DocumentNumber { code, incarnation, series, sequence }
    }
}

impl OrderTold {
    pub fn gross(&self) -> Result<Amount, ArithmeticError> {
        Amount::sum(self.lines.iter().map(|line| line.gross))
    }

    pub fn waits(&self) -> bool {
        self.lines.iter().flat_map(|line| &line.states).any(|state| state.state == LineStateName::Backordered)
    }
}
