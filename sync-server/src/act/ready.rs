//! What a change needs, found out before any lock is taken.

use super::Knowledge;
use crate::entry::Again;
use crate::ledger::{Flow, ShelfKey};
use crate::payment::PaymentStand;
use crate::terminal::Held;
use shared_model::document::DocumentId;
use shared_model::payment::Payment;
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

pub struct Ready {
    pub business: BusinessId,
    pub now: Timestamp,
    pub knowledge: Arc<Knowledge>,
    /// Whose entries these are, and how far its chains were held when they were placed.
    pub terminal: Option<Held>,
    pub wants: Wants,
    /// It was made before.
    pub again: Option<Again>,
    /// What its entries belong together by; where nothing is said, each stands alone.
    pub correlation: Option<Uuid>,
    /// It may take long: nobody's sale waits for a connection because of it.
    pub is_job: bool,
}

/// What is locked and loaded, all of it in sets.
#[derive(Debug, Default)]
pub struct Wants {
    /// The version at which each was read.
    pub documents: BTreeMap<DocumentId, u64>,
    pub shelf: BTreeMap<ShelfKey, Flow>,
    /// Each with the id that it gets beside another sale of the same.
    pub orders: BTreeSet<(OrderId, OrderId)>,
    pub numbers: BTreeSet<String>,
    pub payments: BTreeSet<PaymentId>,
    /// How far each was that entries take or take back, when they were judged.
    pub stands: BTreeMap<PaymentId, Option<PaymentStand>>,
    /// What was taken for orders when they were judged, by whichever till.
    pub paid: BTreeMap<OrderId, Vec<Payment>>,
    pub intakes: BTreeSet<IntakeId>,
    /// A till that is changed while it may be pushing.
    pub terminal: Option<TerminalId>,
    /// Stores that are set while tills of theirs may be pushing.
    pub stores: BTreeSet<StoreId>,
    /// An entry that must still be set aside.
    pub aside: Option<(TerminalId, Hash)>,
}

impl Ready {
    /// Those that it makes.
    pub fn new_customers(&self) -> Vec<CustomerId> {
        let new = self.wants.documents.iter().filter(|(_, version)| **version == 0);
        let customer = |id: &DocumentId| if let DocumentId::Customer(id) = id { Some(*id) } else { None };
        new.filter_map(|(id, _)| customer(id)).collect()
    }

    pub fn new(business: BusinessId, knowledge: Arc<Knowledge>, now: Timestamp) -> Ready {
        let wants = Wants::default();
        Ready { business, now, knowledge, terminal: None, wants, again: None, correlation: None, is_job: false }
    }
}
