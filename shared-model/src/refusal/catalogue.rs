//! Why a product is not found or not changed.

use super::{ErrorCode, Retry};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CatalogueRefusal {
    NoSuchProduct,
    /// Less than nothing, or more than anybody pays.
    BadPrice,
    BadField(FieldProblem),
}

/// What is wrong with an edited field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldProblem {
    Unknown,
    TooLong,
    NoName,
    NoShortagePolicy,
    NoTaxClass,
    TooMany,
    /// The same field, twice in one edit.
    Twice,
    /// Another product has it.
    BarcodeTaken,
}

impl CatalogueRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            CatalogueRefusal::NoSuchProduct => ErrorCode::NotFound,
            CatalogueRefusal::BadPrice | CatalogueRefusal::BadField(_) => ErrorCode::Invalid,
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            CatalogueRefusal::NoSuchProduct | CatalogueRefusal::BadPrice | CatalogueRefusal::BadField(_) => {
                Retry::AfterUser
            }
        }
    }
}
