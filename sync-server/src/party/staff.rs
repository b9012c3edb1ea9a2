//! Setting up staff members. Roles are decided here and nowhere else.

use crate::act::{ATTEMPTS, Act, Decision, Knowledge, Ready};
use crate::auth::{PinError, pin_hash};
use crate::db::{Db, DbError};
use shared_model::party::{Role, Staff};
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
    #[error("another staff member has the code {0:?}")]
    CodeTaken(String),
    #[error("no staff member has the code {0:?}")]
    Unknown(String),
    #[error(transparent)]
    Pin(#[from] PinError),
    #[error(transparent)]
    Database(#[from] DbError),
}

pub async fn staff_add(db: &Db, business: BusinessId, add: StaffAdd, now: Timestamp) -> Result<Staff, StaffError> {
    let staff = Staff {
        id: StaffId(Uuid::now_v7()),
        pin_hash: pin_hash(&add.pin)?,
        code: add.code,
        name: add.name,
        role: add.role,
        active: true,
    };
    set(db, business, now, |held| match held.iter().any(|held| held.code == staff.code) {
        true => Err(StaffError::CodeTaken(staff.code.clone())),
        false => Ok(staff.clone()),
    })
    .await
}

/// Gives somebody another role. It counts at the server at once, and at each till as soon as
/// it hears of it.
pub async fn staff_role_set(
    db: &Db,
    business: BusinessId,
    code: &str,
    role: Role,
    now: Timestamp,
) -> Result<Staff, StaffError> {
    set(db, business, now, |held| match held.iter().find(|held| held.code == code) {
        Some(staff) => Ok(Staff { role, ..staff.clone() }),
        None => Err(StaffError::Unknown(code.to_owned())),
    })
    .await
}

/// `decide` sees everybody there is; what it decides is written if nothing moved meanwhile.
async fn set(
    db: &Db,
    business: BusinessId,
    now: Timestamp,
    decide: impl Fn(&[Staff]) -> Result<Staff, StaffError>,
) -> Result<Staff, StaffError> {
    for _ in 0..ATTEMPTS {
        let ready = Ready::new(business, Knowledge::of(db, business).await?, now);
        let staff = decide(&super::list::everybody(&mut db.read().await?, business).await?)?;
        let mut act = Act::begin(db, &ready).await?;
        act.decide(Decision::Staff(staff.clone()));
        match act.commit().await {
            Ok(_) => return Ok(staff),
            Err(DbError::Moved) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(DbError::Moved.into())
}
