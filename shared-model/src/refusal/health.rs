//! What keeps the till itself from doing something: its disk, its journal, the server.

use super::{ErrorCode, Retry};
use crate::reason::Reason;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HealthRefusal {
    /// The shop has not been loaded yet.
    NotReady,
    /// More than one entry holds.
    EntryTooLarge,
    /// The journal cannot be written, so no sale may start.
    Journal,
    Disk,
    /// There is no connection; nothing was sent.
    Offline,
    /// The connection was lost before the answer came; it may have been done.
    AnswerLost,
    ServerBusy,
    ServerDoesNotAllow,
    ServerRefused {
        reason: Reason,
    },
    NoSuchEntry,
    /// The server tried an entry again, in vain.
    StillSetAside {
        reason: Option<Reason>,
    },
}

impl HealthRefusal {
    pub fn code(&self) -> ErrorCode {
        match self {
            HealthRefusal::NotReady => ErrorCode::NotReady,
            HealthRefusal::Journal | HealthRefusal::Disk => ErrorCode::Storage,
            HealthRefusal::Offline | HealthRefusal::AnswerLost | HealthRefusal::ServerBusy => ErrorCode::Offline,
            HealthRefusal::ServerDoesNotAllow => ErrorCode::NotAllowed,
            HealthRefusal::NoSuchEntry => ErrorCode::NotFound,
            HealthRefusal::EntryTooLarge
            | HealthRefusal::ServerRefused { .. }
            | HealthRefusal::StillSetAside { .. } => ErrorCode::Invalid,
        }
    }

    pub fn retry(&self) -> Retry {
        match self {
            HealthRefusal::NotReady
            | HealthRefusal::Journal
            | HealthRefusal::Disk
            | HealthRefusal::Offline
            | HealthRefusal::AnswerLost
            | HealthRefusal::ServerBusy => Retry::Later,
            HealthRefusal::EntryTooLarge
            | HealthRefusal::ServerDoesNotAllow
            | HealthRefusal::ServerRefused { .. }
            | HealthRefusal::NoSuchEntry
            | HealthRefusal::StillSetAside { .. } => Retry::AfterUser,
        }
    }
}
