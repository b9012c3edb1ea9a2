//! Why the server did not do what a till asked of it at once.

use crate::reason::Reason;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum CallError {
    /// The person may not; the name of the permission it needs.
    #[error("this needs the permission {needs}")]
    NotAllowed { needs: String },
    #[error("refused: {}", reason.code)]
    Refused { reason: Reason },
    #[error("this server does not know the question {question:?}")]
    UnknownCall { question: String },
    #[error("the server could not do it now; try again")]
    Busy,
}
