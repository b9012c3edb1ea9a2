//! What is to be recorded: a fact, who says it, who approved it, and what is attached.

use shared_model::entry::Attachment;
use shared_model::fact::Fact;
use shared_model::party::Actor;
use shared_model::policy::Permission;
use shared_model::unit::StaffId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub fact: Fact,
    pub actor: Actor,
    pub attachments: Vec<Attachment>,
    /// Who allowed what of it. People have no keys yet, so an approval is their name.
    pub approvals: Vec<(StaffId, String)>,
}

impl Said {
    pub fn by(staff: Option<StaffId>, fact: Fact) -> Said {
        Said { fact, actor: Actor::at_till(staff), attachments: Vec::new(), approvals: Vec::new() }
    }

    pub fn with(self, attachment: Attachment) -> Said {
        let attachments = self.attachments.into_iter().chain([attachment]).collect();
        Said { attachments, ..self }
    }

    pub fn approved_by(self, person: StaffId, permission: Permission) -> Said {
        let approval = (person, permission.as_str().to_owned());
        let approvals = self.approvals.into_iter().chain([approval]).collect();
        Said { approvals, ..self }
    }
}
