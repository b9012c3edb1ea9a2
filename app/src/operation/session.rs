//! Who is signed in. Sessions live in memory: after a restart everybody signs in again, and
//! the cart is still there.

use super::failure::refuse;
use shared_model::command::{ErrorCode, Failure, Needs};
use shared_model::party::Staff;
use shared_model::policy::allows;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// More than any till has screens; the oldest is signed out.
const SESSIONS_MAX: usize = 64;

#[derive(Default)]
pub struct Sessions {
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
    pub(super) staff: Option<Staff>,
    pub(super) token: Option<String>,
}

impl Sessions {
    fn lock(&self) -> std::sync::MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(&self, token: String, staff: Staff) {
        let mut open = self.lock();
        open.next += 1;
        let number = open.next;
        open.by_token.insert(token, (number, staff));
        if open.by_token.len() > SESSIONS_MAX {
            let oldest = open.by_token.iter().min_by_key(|(_, (number, _))| *number).map(|(token, _)| token.clone());
            oldest.and_then(|token| open.by_token.remove(&token));
        }
    }

    pub(super) fn end(&self, token: &str) {
        self.lock().by_token.remove(token);
    }

    pub(super) fn staff(&self, token: &str) -> Option<Staff> {
        self.lock().by_token.get(token).map(|(_, staff)| staff.clone())
    }
}

impl Caller {
    /// The signed-in staff member, who [`check`] has made sure is there.
    pub(super) fn staff(&self) -> Result<&Staff, Failure> {
        self.staff.as_ref().ok_or_else(|| {
            refuse(
                ErrorCode::NotSignedIn,
                "Nobody is signed in. The cart is kept. Sign in with your PIN and try again.",
            )
        })
    }
}

/// Whether the caller may ask for a command at all.
pub(super) fn check(caller: &Caller, needs: Needs) -> Result<(), Failure> {
    let permission = match needs {
        Needs::Nobody => return Ok(()),
        Needs::Staff => return caller.staff().map(|_| ()),
        Needs::Permission(permission) => permission,
    };
    if allows(caller.staff()?.role, permission) {
        return Ok(());
    }
    Err(refuse(ErrorCode::NotAllowed, "This needs a manager. Nothing was changed. Ask a manager to sign in."))
}
