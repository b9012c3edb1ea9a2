//! Who made an entry: a person, a program of the business's own, or nobody signed in.

use crate::policy::{Role, Who};
use crate::unit::{StaffId, open_names};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

open_names! {
    pub enum ActorKind {
        /// A person with a PIN at a till.
        Staff = "staff",
        /// A person with an account.
        User = "user",
        ApiClient = "api_client",
        Customer = "customer",
        Vendor = "vendor",
        /// Whoever holds a link that was given out once.
        SecretLink = "secret_link",
        /// The server by itself.
        Job = "job",
        /// Whoever runs the server's program.
        CommandLine = "command_line",
        /// A till with nobody signed in.
        Till = "till",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Actor {
    pub kind: ActorKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
}

impl Actor {
    pub const COMMAND_LINE: Actor = Actor { kind: ActorKind::CommandLine, id: None };
    pub const JOB: Actor = Actor { kind: ActorKind::Job, id: None };
    pub const TILL: Actor = Actor { kind: ActorKind::Till, id: None };

    pub fn staff(staff: StaffId) -> Actor {
        Actor { kind: ActorKind::Staff, id: Some(staff.0) }
    }

    /// Signed in or not.
    pub fn at_till(staff: Option<StaffId>) -> Actor {
        staff.map_or(Actor::TILL, Actor::staff)
    }

    pub fn staff_id(&self) -> Option<StaffId> {
        if self.kind == ActorKind::Staff { self.id.map(StaffId) } else { None }
    }

    /// Who that is for the question of what they may. `role` finds the role of somebody who
    /// may work here.
    pub fn who<'r>(&self, role: impl FnOnce(StaffId) -> Option<&'r Role>) -> Who<'r> {
        match self.kind {
            ActorKind::Job | ActorKind::CommandLine => Who::Server,
            ActorKind::Staff => self.staff_id().and_then(role).map_or(Who::Unknown, Who::Staff),
            ActorKind::SecretLink => Who::Link,
            ActorKind::Till => Who::Nobody,
            // None of them has an account yet.
            ActorKind::User | ActorKind::ApiClient | ActorKind::Customer | ActorKind::Vendor | ActorKind::Other(_) => {
                Who::Unknown
            }
        }
    }
}
