//! Somebody's word for something they did not do themselves, and whether an order has it for
//! each price that a person made.
//!
//! Asked for before the order exists, it is a fact of its own, which the line names by its
//! hash and which is good for that line of that order alone. Without such a name it stands in
//! the list of the order's own entry.

use super::Claim;
use crate::fact::order::Approved;
use crate::order::{Order, OrderLine, ReviewReason};
use crate::policy::Permission;
use crate::unit::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub person: StaffId,
    /// Counts the person's keys from 1; 0 for somebody who has none yet, and then the
    /// signature is empty.
    pub key: u32,
    /// Name of the [`crate::policy::Permission`] they gave.
    pub permission: String,
    #[serde(with = "serde_bytes")]
    pub signature: Vec<u8>,
}

/// A fact of its own, with the list of its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub approved: Approved,
    pub approvals: Vec<Approval>,
}

impl Given {
    fn is_for(&self, order: OrderId, line: &OrderLine) -> bool {
        let it = &self.approved;
        let prices = (it.from, it.to) == (Some(line.list_price), Some(line.unit_price));
        it.order == order && it.line == Some(line.line) && prices && it.permission == OVERRIDE.as_str()
    }
}

const OVERRIDE: Permission = Permission::PriceOverride;

/// What is odd about the approvals of an order. `carried` stand in its own entry; `given` are
/// those of the same till, by the hashes of their entries.
pub fn approval_oddities(
    order: &Order,
    carried: &[Approval],
    given: &BTreeMap<Hash, Given>,
    may: impl Fn(StaffId, Permission) -> bool,
) -> Vec<ReviewReason> {
    let odd = |line: &OrderLine| {
        let (number, sku) = (line.line, line.sku.clone());
        let cause = line.manual()?;
        let Some(person) = cause.approved_by.filter(|person| may(*person, OVERRIDE)) else {
            return Some(ReviewReason::OverrideUnapproved { line: number, sku });
        };
        let approvals = match cause.approval.map(|hash| given.get(&hash)) {
            None => carried,
            Some(None) => return Some(ReviewReason::ApprovalMissing { line: number, sku }),
            Some(Some(given)) if !given.is_for(order.id, line) || given.approved.person != person => {
                return Some(ReviewReason::ApprovalOfOther { line: number, sku });
            }
            Some(Some(given)) => &given.approvals,
        };
        let is_theirs = |one: &&Approval| one.person == person && one.permission == OVERRIDE.as_str();
        match approvals.iter().find(is_theirs) {
            None => Some(ReviewReason::ApprovalMissing { line: number, sku }),
            // By a key that this version cannot know.
            Some(approval) if approval.key != 0 => None,
            Some(approval) if !approval.signature.is_empty() => {
                Some(ReviewReason::ApprovalForged { line: number, sku })
            }
            Some(_) => None,
        }
    };
    order.lines.iter().filter_map(odd).collect()
}

/// What an approver's key signs: this fact, at this place in the chain, and nothing else. The
/// list of approvals is not part of it, so that each stands for itself.
pub fn approval_message(business: BusinessId, claim: Claim, prev: Hash, kind: &str, payload: &[u8]) -> Hash {
    let payload = Hash::of("counterfoil payload 1", &[payload]);
    let incarnation = claim.incarnation.to_be_bytes();
    let parts: [&[u8]; 6] =
        [business.0.as_bytes(), claim.terminal.0.as_bytes(), &incarnation, &prev.0, kind.as_bytes(), &payload.0];
    Hash::of("counterfoil approval 1", &parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::PriceCause;
    use crate::sample::{self, id};
    use uuid::Uuid;

    const MANAGER: StaffId = StaffId(Uuid::from_u128(12));
    const GIVEN: Hash = Hash([7; 32]);

    fn approval() -> Approval {
        Approval { person: MANAGER, key: 0, permission: OVERRIDE.as_str().into(), signature: Vec::new() }
    }

    /// An order whose second line costs what the manager said, who said so before it.
    fn order() -> (Order, Given) {
        let mut order = sample::order();
        let line = &mut order.lines[1];
        line.causes = vec![PriceCause::manual(MANAGER, "damaged".into(), Some(GIVEN))];
        let approved = Approved {
            order: order.id,
            line: Some(line.line),
            person: MANAGER,
            permission: OVERRIDE.as_str().into(),
            from: Some(line.list_price),
            to: Some(line.unit_price),
            reason: "damaged".into(),
        };
        (order, Given { approved, approvals: vec![approval()] })
    }

    fn codes(order: &Order, carried: &[Approval], given: Option<Given>) -> Vec<&'static str> {
        let given: BTreeMap<Hash, Given> = given.map(|given| (GIVEN, given)).into_iter().collect();
        let may = |person, permission| person == MANAGER && permission == OVERRIDE;
        approval_oddities(order, carried, &given, may).iter().map(ReviewReason::code).collect()
    }

    #[test]
    fn an_approval_is_good_for_one_line_of_one_order_and_one_price() {
        let (order, given) = order();
        assert_eq!(codes(&order, &[], Some(given.clone())), [""; 0]);
        let other: [fn(&mut Approved); 6] = [
            |it| it.order = OrderId(id(99)),
            |it| it.line = Some(1),
            |it| it.from = None,
            |it| it.to = Some(Amount(1)),
            |it| it.permission = Permission::SellShort.as_str().into(),
            |it| it.person = StaffId(id(98)),
        ];
        for change in other {
            let mut given = given.clone();
            change(&mut given.approved);
            assert_eq!(codes(&order, &[], Some(given)), ["approval_of_other"]);
        }
        let mut twice = order.clone();
        let second = OrderLine { line: 9, ..twice.lines[1].clone() };
        twice.lines.push(second);
        assert_eq!(codes(&twice, &[], Some(given)), ["approval_of_other"], "it is used once");
    }

    #[test]
    fn an_approval_that_nobody_gave_is_missing_and_one_with_a_strange_signature_is_forged() {
        let (order, given) = order();
        assert_eq!(codes(&order, &[approval()], None), ["approval_missing"], "the line names another one");
        let unsaid = Given { approvals: Vec::new(), ..given.clone() };
        assert_eq!(codes(&order, &[], Some(unsaid)), ["approval_missing"]);
        let signed = |key| Approval { key, signature: vec![0; 64], ..approval() };
        let given = |one| Given { approvals: vec![one], ..given.clone() };
        assert_eq!(codes(&order, &[], Some(given(signed(0)))), ["approval_forged"]);
        assert_eq!(codes(&order, &[], Some(given(signed(1)))), [""; 0], "who has keys is for a newer version to say");
    }

    #[test]
    fn what_was_decided_in_the_same_act_is_approved_in_the_order_s_own_entry() {
        let (mut order, _) = order();
        order.lines[1].causes = vec![PriceCause::manual(MANAGER, "damaged".into(), None)];
        assert_eq!(codes(&order, &[approval()], None), [""; 0]);
        assert_eq!(codes(&order, &[], None), ["approval_missing"]);
        let other = Approval { permission: Permission::SellShort.as_str().into(), ..approval() };
        assert_eq!(codes(&order, &[other], None), ["approval_missing"]);
        order.lines[1].causes = vec![PriceCause::manual(StaffId(id(98)), "damaged".into(), None)];
        assert_eq!(codes(&order, &[approval()], None), ["override_unapproved"], "they may not");
    }
}
