//! Why a request gets no further than the till's door, whoever sent it.

use super::{ErrorCode, Retry};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestRefusal {
    UnknownCommand {
        name: String,
    },
    NotAnObject,
    NoSuchField {
        name: String,
    },
    UnknownVariant {
        name: String,
        known: &'static [&'static str],
    },
    /// In the reader's own words.
    Unreadable {
        why: String,
    },
    /// It was done, but the answer cannot be written.
    Unanswerable,
    TooLarge,
    CutOff,
    NotMarkedAsJson,
    /// In the reader's own words.
    NotJson {
        why: String,
    },
    NoHost,
    /// It means another address than this till's own.
    OtherHost,
    /// It comes from a page of another address.
    OtherPage,
}

impl RequestRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            RequestRefusal::UnknownCommand { .. } => ErrorCode::UnknownCommand,
            RequestRefusal::Unanswerable => ErrorCode::Internal,
            RequestRefusal::NoHost | RequestRefusal::OtherHost | RequestRefusal::OtherPage => ErrorCode::NotAllowed,
            RequestRefusal::NotAnObject
            | RequestRefusal::NoSuchField { .. }
            | RequestRefusal::UnknownVariant { .. }
            | RequestRefusal::Unreadable { .. }
            | RequestRefusal::TooLarge
            | RequestRefusal::CutOff
            | RequestRefusal::NotMarkedAsJson
            | RequestRefusal::NotJson { .. } => ErrorCode::BadRequest,
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            RequestRefusal::UnknownCommand { .. }
            | RequestRefusal::NotAnObject
            | RequestRefusal::NoSuchField { .. }
            | RequestRefusal::UnknownVariant { .. }
            | RequestRefusal::Unreadable { .. } => Retry::AfterUser,
            RequestRefusal::Unanswerable
            | RequestRefusal::TooLarge
            | RequestRefusal::CutOff
            | RequestRefusal::NotMarkedAsJson
            | RequestRefusal::NotJson { .. }
            | RequestRefusal::NoHost
            | RequestRefusal::OtherHost
            | RequestRefusal::OtherPage => Retry::Never,
        }
    }
}
