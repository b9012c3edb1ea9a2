//! Finding what an administrator set up.

use crate::db::{Db, DbError, row};
use shared_model::party::Role;
use shared_model::unit::*;
use std::collections::BTreeMap;

/// By id or exact name; without either the only warehouse there is.
pub async fn warehouse_find(
    db: &Db,
    business: BusinessId,
    name_or_id: Option<&str>,
) -> Result<Option<WarehouseId>, DbError> {
    let rows = sqlx::query("select id, name from warehouse where business = $1 order by id")
        .bind(business.to_string())
        .fetch_all(db.reader())
        .await?;
    let mut matching = Vec::new();
    for found in &rows {
        let wanted = match name_or_id {
            Some(text) => row::text(found, "id")? == text || row::text(found, "name")? == text,
            None => true,
        };
        if wanted {
            matching.push(row::parsed(found, "id")?);
        }
    }
    Ok(if matching.len() == 1 { matching.pop() } else { None })
}

/// The role of a staff member who may work; nothing for strangers and those who left.
pub async fn staff_role(db: &Db, business: BusinessId, staff: StaffId) -> Result<Option<Role>, DbError> {
    let found = sqlx::query("select role from staff where business = $1 and id = $2 and active = 1")
        .bind(business.to_string())
        .bind(staff.to_string())
        .fetch_optional(db.reader())
        .await?;
    found.map(|found| Role::parse(&row::text(&found, "role")?).ok_or(DbError::Unreadable("role"))).transpose()
}

/// The lowest number of two digits or more that no staff member has as code.
pub async fn staff_code_next(db: &Db, business: BusinessId) -> Result<String, DbError> {
    let rows = sqlx::query("select code from staff where business = $1")
        .bind(business.to_string())
        .fetch_all(db.reader())
        .await?;
    let taken = rows.iter().map(|found| row::text(found, "code")).collect::<Result<Vec<_>, _>>()?;
    let free = (1u64..).map(|number| format!("{number:02}")).find(|code| !taken.contains(code));
    Ok(free.expect("there are more numbers than staff members"))
}

/// Every product of the business by its code.
pub async fn product_codes(db: &Db, business: BusinessId) -> Result<BTreeMap<String, ProductId>, DbError> {
    let rows = sqlx::query("select sku, id from product where business = $1")
        .bind(business.to_string())
        .fetch_all(db.reader())
        .await?;
    rows.iter().map(|found| Ok((row::text(found, "sku")?, row::parsed(found, "id")?))).collect()
}
