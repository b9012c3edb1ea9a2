//! What stands in the way of one product's goods, and how whoever asked hears of it: by the code
//! that people call it by.

use super::receive::ReceiveError;
use crate::catalogue::code_of;
use crate::db::{Db, DbError};
use shared_model::policy::Denied;
use shared_model::refusal::CallReason;
use shared_model::stock::StockError;
use shared_model::unit::*;

#[derive(Debug)]
pub(super) enum Misfit {
    NotStocked,
    OpenedBefore,
    Quantity(StockError),
}

#[derive(Debug)]
pub(super) enum Stopped {
    Product(ProductId, Misfit),
    Refused(CallReason),
    Denied(Denied),
    Database(DbError),
}

impl From<DbError> for Stopped {
    fn from(error: DbError) -> Stopped {
        Stopped::Database(error)
    }
}

impl From<Denied> for Stopped {
    fn from(denied: Denied) -> Stopped {
        Stopped::Denied(denied)
    }
}

impl Stopped {
    pub async fn told(self, db: &Db, business: BusinessId) -> ReceiveError {
        match self {
            Stopped::Product(product, misfit) => match code_of(db, business, product).await {
                Ok(code) => ReceiveError::Refused(misfit.reason(code.unwrap_or_else(|| product.to_string()))),
                Err(error) => ReceiveError::Database(error),
            },
            Stopped::Refused(reason) => ReceiveError::Refused(reason),
            Stopped::Denied(denied) => ReceiveError::Denied(denied),
            Stopped::Database(error) => ReceiveError::Database(error),
        }
    }
}

impl Misfit {
    fn reason(&self, product: String) -> CallReason {
        match self {
            Misfit::NotStocked => CallReason::NotStocked { product },
            Misfit::OpenedBefore => CallReason::OpenedBefore { product },
            Misfit::Quantity(error) => CallReason::IntakeQuantity { product, finding: error.code().to_owned() },
        }
    }
}
