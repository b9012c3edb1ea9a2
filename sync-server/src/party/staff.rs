//! Setting up staff members. Roles are decided here and nowhere else.

use super::batch::staff_entry;
use crate::act::{Act, Beside, Knowledge, Ready, attempts};
use crate::auth::{PinError, pin_hash};
use crate::db::{Db, DbError};
use crate::document::BatchError;
use shared_model::Fact;
use shared_model::entry::Attachment;
use shared_model::fact::party::RoleGiven;
use shared_model::party::{Actor, Staff};
use shared_model::policy::{Role, RoleSetting};
use shared_model::unit::*;
use uuid::Uuid;

#[derive(Debug, Clone)]
pub struct StaffAdd {
    /// Short code shown at sign-in, for example `04`.
    pub code: String,
    pub name: String,
    pub role: Role,
    pub pin: String,
}

#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    #[error("{self:?}")]
    CodeTaken(String),
    #[error("{self:?}")]
    Unknown(String),
    #[error("{self:?}")]
    UnknownRole(Role),
    #[error("{self:?}")]
    TooLong(#[from] BatchError),
    #[error(transparent)]
    Pin(#[from] PinError),
    #[error(transparent)]
    Database(#[from] DbError),
}

crate::act::overtaken!(StaffError);

pub async fn add_staff(db: &Db, business: BusinessId, add: StaffAdd, now: Timestamp) -> Result<Staff, StaffError> {
    let staff = Staff {
        id: StaffId(Uuid::now_v7()),
        pin_hash: pin_hash(&add.pin)?,
        code: add.code,
        name: add.name,
        role: add.role,
        active: true,
    };
    set(db, business, now, &staff.role, |held| match held.iter().any(|held| held.code == staff.code) {
        true => Err(StaffError::CodeTaken(staff.code.clone())),
        false => Ok((staff.clone(), staff_entry(&staff)?)),
    })
    .await
}

/// Gives somebody another role, one that the business has. It counts at the server at once,
/// and at each till as soon as it hears of it.
pub async fn set_role(
    db: &Db,
    business: BusinessId,
    code: &str,
    role: Role,
    now: Timestamp,
) -> Result<Staff, StaffError> {
    set(db, business, now, &role, |held| match held.iter().find(|held| held.code == code) {
        Some(staff) => {
            let given = RoleGiven { staff: staff.id, role: role.clone() };
            Ok((Staff { role: role.clone(), ..staff.clone() }, (Fact::RoleGiven(given), Vec::new())))
        }
        None => Err(StaffError::Unknown(code.to_owned())),
    })
    .await
}

type Change = (Staff, (Fact, Vec<Attachment>));

/// `decide` sees everybody there is; what it decides is written if nothing moved meanwhile.
async fn set(
    db: &Db,
    business: BusinessId,
    now: Timestamp,
    role: &Role,
    decide: impl Fn(&[Staff]) -> Result<Change, StaffError>,
) -> Result<Staff, StaffError> {
    attempts(|| async {
        let ready = Ready::new(business, Knowledge::of(db, business).await?, now);
        let (staff, (fact, attachments)) = decide(&super::list::everybody(&mut db.read().await?, business).await?)?;
        let is_role = |setting: &RoleSetting| setting.role == *role;
        if !ready.knowledge.settings.roles.iter().any(is_role) {
            return Err(StaffError::UnknownRole(role.clone()));
        }
        let mut act = Act::begin(db, &ready).await?;
        let beside = Beside { staff: Some(staff.clone()), ..Beside::default() };
        act.say(Actor::COMMAND_LINE, &fact, attachments, beside)
            .expect("whoever asks may, and a staff member moves no goods");
        act.commit().await?;
        Ok(staff)
    })
    .await
}
