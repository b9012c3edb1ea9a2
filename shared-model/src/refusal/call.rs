//! Why the server did not do what a till asked of it at once.

use crate::reason::{Reason, reasons};
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

reasons! {
    /// What stands in the way of what was asked for.
    pub enum CallReason {
        /// A till takes goods into the warehouse of its own store alone.
        IntakeElsewhere {} = "intake_elsewhere";
        IntakeLines { max: u64 } = "intake_lines";
        IntakeReference { max: u64 } = "intake_reference";
        NoSuchWarehouse {} = "no_such_warehouse";
        NotStocked { product: String } = "not_stocked";
        /// The id was used for other goods.
        IntakeTaken {} = "intake_taken";
        OpenedBefore { product: String } = "opened_before";
        IntakeQuantity { product: String, finding: String } = "intake_quantity";
        NotAside {} = "not_aside";
    }
}
