//! What a row of the log tells a terminal. Rows are complete: the newest wins. A row's body
//! names its kind and version, so that a terminal keeps what only a newer program reads, and
//! reads it after its update.

pub mod catalogue;
pub mod health;
pub mod order;
pub mod party;
pub mod setting;
pub mod stock;

use crate::bounds::ROW_BYTES_MAX;
use crate::encoding::{self, Bytes, DecodeError, arrays};
use crate::setting::{BusinessSettings, StoreSettings, WarehouseSettings};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ToldError {
    #[error("this version knows no row {kind:?} of version {version}")]
    Newer { kind: String, version: u16 },
    #[error("a row does not read")]
    Unreadable(#[from] DecodeError),
}

arrays! {
    /// As every row travels.
    struct Row {
        kind: String,
        version: u16,
        body: Bytes,
    }
}

macro_rules! told {
    ($($(#[$doc:meta])* $name:ident($payload:ty) = $kind:literal v $version:literal;)*) => {
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Told { $($(#[$doc])* $name($payload),)* }

        impl Told {
            /// Every kind this version reads, with the newest version of it.
            pub const KINDS: &'static [(&'static str, u16)] = &[$(($kind, $version)),*];

            pub fn kind(&self) -> &'static str {
                match self { $(Told::$name(_) => $kind),* }
            }

            /// As this program writes it.
            pub fn version(&self) -> u16 {
                match self { $(Told::$name(_) => $version),* }
            }

            pub fn encode(&self) -> Vec<u8> {
                let (version, body) = match self {
                    $(Told::$name(payload) => ($version as u16, encoding::encode(payload)),)*
                };
                encoding::encode(&(self.kind(), version, Bytes::from(body)))
            }

            pub fn decode(bytes: &[u8]) -> Result<Told, ToldError> {
                let Row { kind, version, body } = encoding::decode(bytes, ROW_BYTES_MAX)?;
                match kind.as_str() {
                    $($kind if version <= $version => Ok(Told::$name(encoding::decode(&body, ROW_BYTES_MAX)?)),)*
                    _ => Err(ToldError::Newer { kind, version }),
                }
            }
        }
    };
}

told! {
    Business(Box<BusinessSettings>) = "business" v 1;
    Warehouse(WarehouseSettings) = "warehouse" v 1;
    Store(Box<StoreSettings>) = "store" v 1;
    Terminal(setting::TerminalTold) = "terminal" v 1;
    /// A key of the server, signed by the one before.
    ServerKey(crate::fact::setting::ServerKeySet) = "server_key" v 1;
    Staff(crate::party::Staff) = "staff" v 1;
    Product(catalogue::ProductTold) = "product" v 1;
    Customer(party::CustomerTold) = "customer" v 1;
    Price(catalogue::PriceTold) = "price" v 1;
    Order(Box<order::OrderTold>) = "order" v 1;
    OrderStates(order::OrderStates) = "order_states" v 1;
    Shortage(order::ShortageTold) = "shortage" v 1;
    Review(order::ReviewTold) = "review" v 1;
    CountTask(stock::CountTask) = "count_task" v 1;
    SetAside(health::SetAsideTold) = "set_aside" v 1;
    /// An edit of this terminal has been merged (and is in the row) or was refused.
    Verdict(health::Verdict) = "verdict" v 1;
}
