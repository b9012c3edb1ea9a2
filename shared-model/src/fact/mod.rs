//! Every kind of fact: what happened or was decided. Append only; a fact never changes and a
//! correction is another fact. Names, versions and fields are a promise to every till ever
//! released. One line here says a fact's name, its nature, who records it and the least it
//! needs; what its content asks and means beyond that, its [`Payload`] says.

pub mod catalogue;
pub mod document;
pub mod drawer;
mod events;
pub mod health;
mod may;
pub mod money;
pub mod order;
pub mod paper;
pub mod party;
pub mod payload;
pub mod payment;
pub mod setting;
pub mod stock;
pub mod supply;

use crate::bounds::ENTRY_BYTES_MAX;
use crate::encoding::{self, DecodeError};
use crate::event::Named;
use crate::money::Header;
use crate::policy::Permission;
use crate::unit::{ArithmeticError, StoreId};
pub use events::{Effect, Source, events};
pub use payload::{Need, Payload};

/// What kind of truth a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// It took place, whoever says so: goods are gone, money is there.
    Happened,
    /// Somebody decided or described it, and must be allowed to.
    Decided,
}

/// Who may record a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Till,
    Server,
}

/// A payload that has a line in the list of facts.
pub trait Recordable {
    /// The least its recorder must be allowed.
    const NEEDS: Permission;
}

/// Why an entry's content does not read here. The entry is kept, and read again by a newer
/// program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    #[error("this version knows no {0:?}")]
    UnknownKind(String),
    #[error("version {version} of {kind:?} is newer than this program")]
    Newer { kind: String, version: u16 },
    #[error("the content of {kind:?} does not read")]
    Unreadable { kind: String, source: DecodeError },
}

macro_rules! facts {
    (($d:tt) $($(#[$doc:meta])* $name:ident($payload:ty) = $kind:literal v $version:literal $nature:ident by [$($by:ident),+], needs $needs:ident;)*) => {
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Fact { $($(#[$doc])* $name($payload),)* }

        impl Fact {
            /// Every kind's name.
            pub const KINDS: &'static [&'static str] = &[$($kind),*];

            /// Stable name, for storing, filtering and showing.
            pub fn kind(&self) -> &'static str {
                match self { $(Fact::$name(_) => $kind),* }
            }

            /// Of the payload as this program writes it.
            pub fn version(&self) -> u16 {
                match self { $(Fact::$name(_) => $version),* }
            }

            pub fn nature(&self) -> Nature {
                match self { $(Fact::$name(_) => Nature::$nature),* }
            }

            pub fn by(&self) -> &'static [By] {
                match self { $(Fact::$name(_) => &[$(By::$by),+]),* }
            }

            /// The least its recorder must be allowed; see [`Fact::needs_beyond`].
            pub fn needs(&self) -> Permission {
                match self { $(Fact::$name(_) => <$payload as Recordable>::NEEDS),* }
            }

            /// See [`Payload::needs_beyond`].
            pub fn needs_beyond(&self) -> Vec<Need> {
                match self { $(Fact::$name(payload) => payload.needs_beyond()),* }
            }

            /// See [`Payload::event`].
            pub fn event(&self) -> Option<Named> {
                match self { $(Fact::$name(payload) => payload.event()),* }
            }

            /// See [`Payload::money`].
            pub fn money(&self, store: Option<StoreId>) -> Result<Option<Header>, ArithmeticError> {
                match self { $(Fact::$name(payload) => payload.money(store)),* }
            }

            pub fn encode(&self) -> Vec<u8> {
                match self { $(Fact::$name(payload) => encoding::encode(payload)),* }
            }

            pub fn decode(kind: &str, version: u16, payload: &[u8]) -> Result<Fact, FactError> {
                let unreadable = |source| FactError::Unreadable { kind: kind.to_owned(), source };
                match kind {
                    $($kind if version <= $version => {
                        encoding::decode(payload, ENTRY_BYTES_MAX).map(Fact::$name).map_err(unreadable)
                    })*
                    $($kind)|* => Err(FactError::Newer { kind: kind.to_owned(), version }),
                    _ => Err(FactError::UnknownKind(kind.to_owned())),
                }
            }
        }

        $(impl Recordable for $payload {
            const NEEDS: Permission = Permission::$needs;
        })*

        /// Calls a macro with the name of every fact, for whoever does something with each.
        #[macro_export]
        macro_rules! every_fact {
            ($d each:ident) => { $d each! { $($name)* } };
        }
    };
}

facts! { ($)
    /// The till's process started. The nonce makes two copies of one disk fork visibly.
    ProcessStarted(health::ProcessStarted) = "process_started" v 1 Happened by [Till], needs Sell;
    /// An entry that was set aside is tried again.
    EntryRetried(health::EntryRetried) = "entry_retried" v 1 Happened by [Server], needs SetAsideRetry;
    ShiftOpened(drawer::ShiftOpened) = "shift_opened" v 1 Happened by [Till], needs DrawerOpen;
    /// A shift that was dated by a wrong clock, and with it what was booked in it until now.
    ShiftRedated(drawer::ShiftRedated) = "shift_redated" v 1 Decided by [Till], needs DateConfirm;
    /// The card reader is about to be asked. Written before it is.
    PaymentIntended(payment::PaymentIntended) = "payment_intended" v 1 Happened by [Till], needs Sell;
    /// What the reader said, where it was not an approval.
    PaymentFailed(payment::PaymentFailed) = "payment_failed" v 1 Happened by [Till], needs Sell;
    PaymentTaken(payment::PaymentTaken) = "payment_taken" v 1 Happened by [Till], needs Sell;
    PaymentVoided(payment::PaymentVoided) = "payment_voided" v 1 Happened by [Till], needs Sell;
    OrderPlaced(Box<crate::order::Order>) = "order_placed" v 1 Happened by [Till], needs Sell;
    /// A basket given up before it was paid.
    BasketCancelled(order::BasketCancelled) = "basket_cancelled" v 1 Happened by [Till], needs Sell;
    /// Somebody's word, given before what it is for exists; good for that alone.
    Approved(order::Approved) = "approved" v 1 Happened by [Till], needs Sell;
    PriceSet(catalogue::PriceSet) = "price_set" v 1 Decided by [Till], needs PriceSet;
    /// Somebody edited a document; the content is in an attachment.
    DocumentEdited(document::DocumentEdited) = "document_edited" v 1 Decided by [Till], needs Sell;
    ProductsImported(catalogue::ProductsImported) = "products_imported" v 1 Decided by [Server], needs CatalogueImport;
    CustomersImported(party::CustomersImported) = "customers_imported" v 1 Decided by [Server], needs CustomerImport;
    StaffAdded(party::StaffAdded) = "staff_added" v 1 Decided by [Server], needs StaffManage;
    RoleGiven(party::RoleGiven) = "role_given" v 1 Decided by [Server], needs StaffManage;
    ReceiptPrinted(paper::ReceiptPrinted) = "receipt_printed" v 1 Happened by [Till], needs Sell;
    GoodsReceived(supply::GoodsReceived) = "goods_received" v 1 Happened by [Server], needs GoodsReceive;
    /// Stock there was before the first entry of the ledger.
    StockOpened(stock::StockOpened) = "stock_opened" v 1 Happened by [Server], needs StockOpen;
    BusinessSet(Box<crate::setting::BusinessSettings>) = "business_set" v 1 Decided by [Server], needs SettingsManage;
    WarehouseSet(crate::setting::WarehouseSettings) = "warehouse_set" v 1 Decided by [Server], needs SettingsManage;
    StoreSet(Box<crate::setting::StoreSettings>) = "store_set" v 1 Decided by [Server], needs SettingsManage;
    TerminalEnrolled(setting::TerminalEnrolled) = "terminal_enrolled" v 1 Decided by [Server], needs TerminalManage;
    TerminalSet(crate::setting::TerminalSettings) = "terminal_set" v 1 Decided by [Server], needs TerminalManage;
    TerminalRevoked(setting::TerminalRevoked) = "terminal_revoked" v 1 Decided by [Server], needs TerminalManage;
    TerminalReadmitted(setting::TerminalReadmitted) = "terminal_readmitted" v 1 Decided by [Server], needs TerminalManage;
    /// A new key of the server, signed by the one before.
    ServerKeySet(setting::ServerKeySet) = "server_key_set" v 1 Decided by [Server], needs SettingsManage;
}
