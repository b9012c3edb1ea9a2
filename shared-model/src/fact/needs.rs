//! What a fact's content asks beyond the least its kind needs.

use super::Fact;
use crate::document::DocumentId;
use crate::policy::Permission;
use crate::unit::StaffId;

/// A permission somebody must hold: whoever recorded the fact, or the person it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    pub permission: Permission,
    /// Who gave it; the recorder where nobody is named.
    pub of: Option<StaffId>,
}

impl Fact {
    pub fn needs_beyond(&self) -> Vec<Need> {
        let by_recorder = |permission| vec![Need { permission, of: None }];
        match self {
            Fact::OrderPlaced(order) => {
                let manual = order.lines.iter().filter_map(|line| line.manual());
                let mut needs: Vec<Need> =
                    manual.map(|cause| Need { permission: Permission::PriceOverride, of: cause.approved_by }).collect();
                needs.sort_unstable();
                needs.dedup();
                needs
            }
            Fact::DocumentEdited(edited) => match edited.document {
                DocumentId::Customer(_) => by_recorder(Permission::CustomerEdit),
                DocumentId::Product(_) => by_recorder(Permission::ProductEdit),
            },
            Fact::Approved(approved) => match Permission::parse(&approved.permission) {
                Some(permission) => vec![Need { permission, of: Some(approved.person) }],
                None => Vec::new(),
            },
            Fact::ProcessStarted(_)
            | Fact::EntryRetried(_)
            | Fact::ShiftOpened(_)
            | Fact::PaymentIntended(_)
            | Fact::PaymentFailed(_)
            | Fact::PaymentTaken(_)
            | Fact::PaymentVoided(_)
            | Fact::BasketCancelled(_)
            | Fact::PriceSet(_)
            | Fact::ProductsImported(_)
            | Fact::CustomersImported(_)
            | Fact::StaffAdded(_)
            | Fact::RoleGiven(_)
            | Fact::ReceiptPrinted(_)
            | Fact::GoodsReceived(_)
            | Fact::StockOpened(_)
            | Fact::BusinessSet(_)
            | Fact::WarehouseSet(_)
            | Fact::StoreSet(_)
            | Fact::TerminalEnrolled(_)
            | Fact::TerminalRevoked(_)
            | Fact::TerminalReadmitted(_)
            | Fact::ServerKeySet(_) => Vec::new(),
        }
    }
}
