//! Facts about baskets and orders, besides the order itself.

use super::payload::nothing;
use super::{Need, Payload, money};
use crate::event::{EventName, EventSubject, Named};
use crate::money::Header;
use crate::order::Order;
use crate::policy::Permission;
use crate::unit::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasketCancelled {
    pub order: OrderId,
    pub amount: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// The basket or document.
    pub order: OrderId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    pub person: StaffId,
    /// Name of the permission that was given.
    pub permission: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Amount>,
    pub reason: String,
}

nothing!(for BasketCancelled);

impl Payload for Approved {
    nothing!(event, money);

    fn needs_beyond(&self) -> Vec<Need> {
        let permission = Permission::parse(&self.permission);
        permission.map(|permission| Need { permission, of: Some(self.person) }).into_iter().collect()
    }
}

impl Payload for Order {
    fn event(&self) -> Option<Named> {
        Some((EventName::OrderCreated, EventSubject::Order, self.id.0))
    }

    fn needs_beyond(&self) -> Vec<Need> {
        let manual = self.lines.iter().filter_map(|line| line.manual());
        let mut needs: Vec<Need> =
            manual.map(|cause| Need { permission: Permission::PriceOverride, of: cause.approved_by }).collect();
        needs.sort_unstable();
        needs.dedup();
        needs
    }

    fn money(&self, _: Option<StoreId>) -> Result<Option<Header>, ArithmeticError> {
        money::order(self).map(Some)
    }
}
