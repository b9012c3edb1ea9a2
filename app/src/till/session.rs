//! Who is signed in. Sessions live in memory: after a restart everybody signs in again, and
//! the cart is still there.

use super::Till;
use crate::replica::{Reader, ReplicaError};
use shared_model::command::StaffView;
use shared_model::party::Staff;
use shared_model::policy::{Denied, Permission, RoleSetting, Who, ask};
use shared_model::refusal::{HealthRefusal, PartyRefusal, Refusal};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// More than any till has screens; the oldest is signed out.
const SESSIONS_MAX: usize = 64;

#[derive(Default)]
pub(crate) struct Sessions {
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    by_token: BTreeMap<String, (u64, Staff)>,
}

/// Who asks for a command.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    pub(crate) staff: Option<Staff>,
    pub(crate) token: Option<String>,
}

impl Sessions {
    fn lock(&self) -> std::sync::MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn begin(&self, token: String, staff: Staff) {
        let mut open = self.lock();
        open.next += 1;
        let number = open.next;
        open.by_token.insert(token, (number, staff));
        if open.by_token.len() > SESSIONS_MAX {
            let oldest = open.by_token.iter().min_by_key(|(_, (number, _))| *number).map(|(token, _)| token.clone());
            oldest.and_then(|token| open.by_token.remove(&token));
        }
    }

    pub(crate) fn end(&self, token: &str) {
        self.lock().by_token.remove(token);
    }

    fn staff(&self, token: &str) -> Option<Staff> {
        self.lock().by_token.get(token).map(|(_, staff)| staff.clone())
    }
}

impl Caller {
    pub(crate) fn staff(&self) -> Result<&Staff, Refusal> {
        self.staff.as_ref().ok_or(Refusal::Party(PartyRefusal::NotSignedIn))
    }
}

impl Till {
    /// Whoever holds `token`. The role may have changed, or the person left, since they
    /// signed in: the replica decides.
    pub(crate) fn caller(&self, token: Option<&str>) -> Result<Caller, Refusal> {
        let session = token.and_then(|token| self.sessions.staff(token).map(|staff| (token, staff.id)));
        let Some((token, staff)) = session else { return Ok(Caller::default()) };
        let current = self.replica.read(|reader| reader.staff(staff))?;
        Ok(Caller { staff: current.filter(|staff| staff.active), token: Some(token.to_owned()) })
    }

    /// Whether a token belongs to somebody who is signed in.
    pub fn signed_in(&self, token: &str) -> bool {
        self.caller(Some(token)).is_ok_and(|caller| caller.staff.is_some())
    }
}

/// Whether somebody's role allows it, by the roles the business has.
pub(crate) fn may(reader: Reader<'_>, staff: &Staff, permission: Permission) -> Result<bool, ReplicaError> {
    Ok(ask(&roles(reader)?, Who::Staff(&staff.role), permission).is_ok())
}

/// The roles the business has; none before the till has heard of them.
pub(crate) fn roles(reader: Reader<'_>) -> Result<Vec<RoleSetting>, ReplicaError> {
    Ok(reader.business()?.map(|business| business.roles).unwrap_or_default())
}

/// Whoever is signed in.
pub(crate) fn who(staff: Option<&Staff>) -> Who<'_> {
    staff.map_or(Who::Nobody, |staff| Who::Staff(&staff.role))
}

pub(crate) fn denied(denied: Denied) -> Refusal {
    let refusal = match denied {
        Denied::NobodySignedIn => PartyRefusal::NotSignedIn,
        Denied::Unknown => PartyRefusal::NoSuchStaff,
        Denied::Missing { permission, .. } => PartyRefusal::NotAllowed { permission },
        Denied::NotHere => return HealthRefusal::ServerDoesNotAllow.into(),
    };
    refusal.into()
}

pub(crate) fn staff_view(staff: &Staff, roles: &[RoleSetting]) -> StaffView {
    let role = roles.iter().find(|setting| setting.role == staff.role);
    StaffView {
        id: staff.id,
        code: staff.code.clone(),
        name: staff.name.clone(),
        role: staff.role.clone(),
        permissions: role.map(|setting| setting.permissions.clone()).unwrap_or_default(),
    }
}
