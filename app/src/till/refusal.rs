//! What goes wrong below the operations, as a reason that a person can be told.

use super::CallFailure;
use crate::replica::ReplicaError;
use shared_model::reason::Reason;
use shared_model::refusal::{AsideReason, CallError, HealthRefusal, Refusal};

/// The one place where a failing disk is logged.
impl From<ReplicaError> for Refusal {
    fn from(error: ReplicaError) -> Refusal {
        let reason = match error {
            ReplicaError::NotEnrolled => return HealthRefusal::NotReady.into(),
            ReplicaError::EntryTooLarge(_) => HealthRefusal::EntryTooLarge,
            ReplicaError::Journal(_) => HealthRefusal::Journal,
            ReplicaError::Open { .. }
            | ReplicaError::InUse { .. }
            | ReplicaError::SqliteTooOld { .. }
            | ReplicaError::Damaged { .. }
            | ReplicaError::EntryDamaged(_)
            | ReplicaError::Newer { .. }
            | ReplicaError::Sqlite(_)
            | ReplicaError::Row(_)
            | ReplicaError::Value(_)
            | ReplicaError::Fact(_)
            | ReplicaError::Unexpected { .. }
            | ReplicaError::Page(_)
            | ReplicaError::TooManyRows(_)
            | ReplicaError::Unsigned
            | ReplicaError::Panicked => HealthRefusal::Disk,
        };
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        tracing::error!(%error, cause, "the replica refused");
        reason.into()
    }
}

impl From<CallFailure> for Refusal {
    fn from(failure: CallFailure) -> Refusal {
        let reason = match failure {
            CallFailure::Offline => HealthRefusal::Offline,
            CallFailure::Lost => HealthRefusal::AnswerLost,
            CallFailure::Refused(CallError::NotAllowed { .. }) => HealthRefusal::ServerDoesNotAllow,
            CallFailure::Refused(CallError::Refused { reason }) => HealthRefusal::ServerRefused { reason },
            CallFailure::Refused(CallError::UnknownCall { question }) => {
                HealthRefusal::ServerRefused { reason: AsideReason::UnknownKind { kind: question }.into() }
            }
            CallFailure::Refused(CallError::Busy) => HealthRefusal::ServerBusy,
            CallFailure::Refused(CallError::Newer(newer)) => {
                HealthRefusal::ServerRefused { reason: Reason { code: newer.name().to_owned(), data: Vec::new() } }
            }
        };
        reason.into()
    }
}
