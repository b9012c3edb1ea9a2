//! How a till's question is answered that was not done.

use crate::db::DbError;
use crate::sentence::sentence;
use shared_model::fact::Recordable;
use shared_model::policy::Denied;
use shared_model::refusal::{CallError, CallReason};

/// Whoever is not known lacks what the fact needs at least.
pub fn not_allowed<F: Recordable>(denied: &Denied) -> CallError {
    let needs = match denied {
        Denied::Missing { permission, .. } => *permission,
        Denied::NotHere | Denied::NobodySignedIn | Denied::Unknown => F::NEEDS,
    };
    CallError::NotAllowed { needs: needs.as_str().to_owned() }
}

pub fn refused(reason: CallReason) -> CallError {
    CallError::Refused { reason: reason.into() }
}

/// Logged once here; the till hears that trying again is safe.
pub fn failed(error: &DbError) -> CallError {
    tracing::error!(error = sentence(error), "a call failed at the database");
    CallError::Busy
}
