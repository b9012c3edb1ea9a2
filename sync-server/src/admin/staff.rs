//! Staff members. Roles are decided here and nowhere else.

use crate::auth::{PinError, pin_hash};
use crate::db::{Db, DbError, row};
use crate::log::{Draft, Scope};
use shared_model::party::{Role, Staff};
use shared_model::unit::*;
use shared_model::wire::LogBody;
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

impl From<sqlx::Error> for StaffError {
    fn from(error: sqlx::Error) -> StaffError {
        StaffError::Database(DbError::Query(error))
    }
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
    let mut tx = db.begin_write().await?;
    let mut draft = Draft::begin(&mut tx, business).await?;
    let inserted = sqlx::query(
        "insert into staff (id, business, code, name, role, pin_hash, active) values ($1, $2, $3, $4, $5, $6, 1) \
         on conflict (business, code) do nothing",
    )
    .bind(staff.id.to_string())
    .bind(business.to_string())
    .bind(staff.code.clone())
    .bind(staff.name.clone())
    .bind(staff.role.as_str())
    .bind(staff.pin_hash.clone())
    .execute(&mut *tx)
    .await?;
    if inserted.rows_affected() == 0 {
        return Err(StaffError::CodeTaken(staff.code));
    }
    draft.push(Scope::Business, &LogBody::Staff(staff.clone()));
    let head = draft.finish(&mut tx, now).await?;
    tx.commit().await?;
    db.wake().ring(business, head);
    Ok(staff)
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
    let mut tx = db.begin_write().await?;
    let found = sqlx::query(
        "update staff set role = $3 where business = $1 and code = $2 returning id, name, pin_hash, active",
    )
    .bind(business.to_string())
    .bind(code.to_owned())
    .bind(role.as_str())
    .fetch_optional(&mut *tx)
    .await?;
    let Some(found) = found else { return Err(StaffError::Unknown(code.to_owned())) };
    let staff = Staff {
        id: row::parsed(&found, "id")?,
        code: code.to_owned(),
        name: row::text(&found, "name")?,
        role,
        pin_hash: row::text(&found, "pin_hash")?,
        active: row::flag(&found, "active")?,
    };
    let mut draft = Draft::begin(&mut tx, business).await?;
    draft.push(Scope::Business, &LogBody::Staff(staff.clone()));
    let head = draft.finish(&mut tx, now).await?;
    tx.commit().await?;
    db.wake().ring(business, head);
    Ok(staff)
}
