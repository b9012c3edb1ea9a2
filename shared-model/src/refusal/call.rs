//! Why the server did not do what a till asked of it at once.

use crate::reason::Reason;
use crate::unit::open_variants;

open_variants! {
    pub enum CallError {
        /// The person may not; the name of the permission it needs.
        NotAllowed { needs: String } = "not_allowed",
        Refused { reason: Reason } = "refused",
        UnknownCall { question: String } = "unknown_call",
        Busy = "busy",
    }
}
