//! What other tills hear of an order: enough to list it, draw it, hand it over and take it
//! back, never the sealed payload, which is asked for by the order's id.

use crate::encoding::arrays;
use crate::money::{DocumentKind, DocumentNumber};
use crate::order::{Fulfilment, LineStateName};
use crate::payment::PaymentMethod;
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
    }

    pub struct StateTold {
        pub state: LineStateName,
        pub quantity: Quantity,
    }

    pub struct RateTold {
        pub class: String,
        pub letter: char,
        pub net: Amount,
        pub tax: Amount,
        pub gross: Amount,
    }

    pub struct PaymentTold {
        pub method: PaymentMethod,
        pub tendered: Amount,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FulfilmentTold(pub Fulfilment);

impl Serialize for FulfilmentTold {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Fulfilment::Delivery { address: Some(address) } => ("delivery", address).serialize(serializer),
            other => (other.as_str(),).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FulfilmentTold {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<FulfilmentTold, D::Error> {
        deserializer.deserialize_seq(FulfilmentVisitor).map(FulfilmentTold)
    }
}

struct FulfilmentVisitor;

impl<'de> serde::de::Visitor<'de> for FulfilmentVisitor {
    type Value = Fulfilment;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("where the goods of a line go")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut parts: A) -> Result<Fulfilment, A::Error> {
        let name: String = parts.next_element()?.ok_or_else(|| serde::de::Error::invalid_length(0, &self))?;
        let address = parts.next_element()?;
        match name.as_str() {
            "carry_out" => Ok(Fulfilment::CarryOut),
            "pickup" => Ok(Fulfilment::Pickup),
            "delivery" => Ok(Fulfilment::Delivery { address }),
            other => Err(serde::de::Error::unknown_variant(other, &["carry_out", "pickup", "delivery"])),
        }
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
