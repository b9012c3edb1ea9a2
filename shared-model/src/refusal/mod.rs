//! Every reason to say no, or to have a person look, as data: what happened, never how it is
//! said. The sentence is made at the edge, by [`crate::words`].
//!
//! Invariant: a reason's code and whether to try again follow from it by exhaustive match.

mod call;
mod catalogue;
mod drawer;
mod failure;
mod health;
mod import;
mod link;
mod merge;
mod order;
mod paper;
mod party;
mod payment;
mod request;
mod stock;
mod supply;

pub use call::{CallError, CallReason};
pub use catalogue::{CatalogueRefusal, FieldProblem};
pub use drawer::DrawerRefusal;
pub use failure::{ErrorCode, Failure, Retry};
pub use health::HealthRefusal;
pub use import::ImportReason;
pub use link::LinkReason;
pub use merge::AsideReason;
pub use order::OrderRefusal;
pub use paper::PaperRefusal;
pub use party::PartyRefusal;
pub use payment::PaymentRefusal;
pub use request::RequestRefusal;
pub use stock::StockRefusal;
pub use supply::SupplyRefusal;

macro_rules! nouns {
    ($($noun:ident($reason:ident)),* $(,)?) => {
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Refusal { $($noun($reason)),* }

        impl Refusal {
            pub fn code(&self) -> ErrorCode {
                match self { $(Refusal::$noun(reason) => reason.code()),* }
            }

            pub fn retry(&self) -> Retry {
                match self { $(Refusal::$noun(reason) => reason.retry()),* }
            }
        }

        $(impl From<$reason> for Refusal {
            fn from(reason: $reason) -> Refusal {
                Refusal::$noun(reason)
            }
        })*
    };
}

nouns! {
    Catalogue(CatalogueRefusal),
    Drawer(DrawerRefusal),
    Health(HealthRefusal),
    Order(OrderRefusal),
    Paper(PaperRefusal),
    Party(PartyRefusal),
    Payment(PaymentRefusal),
    Request(RequestRefusal),
    Stock(StockRefusal),
    Supply(SupplyRefusal),
}
