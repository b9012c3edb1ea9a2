//! Who may record which fact: by till or server, the least that its kind needs, and what its
//! content asks of the recorder beyond. Whoever records one asks here first, at the till and
//! at the server; `golden/policy.txt` shows all answers.

use super::{By, Fact, Nature};
use crate::policy::{Denied, Permission, RoleSetting, Who, ask};

impl Fact {
    /// Whether `who` may record it now.
    pub fn may_record(&self, by: By, who: Who<'_>, roles: &[RoleSetting]) -> Result<(), Denied> {
        if !self.by().contains(&by) {
            return Err(Denied::NotHere);
        }
        let who = match by {
            By::Till => who.at_till(),
            By::Server => who,
        };
        if self.is_without_leave(who) {
            return Ok(());
        }
        self.needs_of_recorder().try_for_each(|permission| ask(roles, who, permission))
    }

    /// Whether the server carries it out when it comes from a till. What happened at the
    /// counter needs nobody's leave any more.
    pub fn is_accepted(&self, who: Who<'_>, roles: &[RoleSetting]) -> Result<(), Denied> {
        match self.nature() {
            Nature::Happened if self.by().contains(&By::Till) => Ok(()),
            Nature::Happened | Nature::Decided => self.may_record(By::Till, who, roles),
        }
    }

    fn needs_of_recorder(&self) -> impl Iterator<Item = Permission> {
        let beyond = self.needs_beyond().into_iter().filter(|need| need.of.is_none()).map(|need| need.permission);
        [self.needs()].into_iter().chain(beyond)
    }

    /// A link lets one till in, and a till says by itself that it started: nothing else.
    fn is_without_leave(&self, who: Who<'_>) -> bool {
        match who {
            Who::Link => matches!(self, Fact::TerminalEnrolled(_)),
            Who::Nobody => matches!(self, Fact::ProcessStarted(_)),
            Who::Server | Who::Staff(_) | Who::Unknown => false,
        }
    }
}
