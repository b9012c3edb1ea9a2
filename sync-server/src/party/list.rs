//! Reading who can sign in and who buys.

use crate::db::set::select;
use crate::db::{Conn, Db, DbError, DbRow, Sql, row, sql};
use serde::Serialize;
use shared_model::party::{Customer, Staff};
use shared_model::policy::Role;
use shared_model::unit::*;
use std::collections::BTreeMap;

fn role_of(found: &DbRow) -> Result<Role, DbError> {
    Ok(Role::from(row::text(found, "role")?.as_str()))
}

/// Of everybody who may work.
pub async fn roles(conn: &mut Conn, business: BusinessId) -> Result<BTreeMap<StaffId, Role>, DbError> {
    let rows = sql("select id, role from staff where business = $1 and active = 1").id(business).all(conn).await?;
    rows.iter().map(|found| Ok((row::id(found, "id")?, role_of(found)?))).collect()
}

pub async fn everybody(conn: &mut Conn, business: BusinessId) -> Result<Vec<Staff>, DbError> {
    let select = sql("select id, code, name, role, pin_hash, active from staff where business = $1 order by code");
    let rows = select.id(business).all(conn).await?;
    let one = |found: &DbRow| {
        Ok(Staff {
            id: row::id(found, "id")?,
            code: row::text(found, "code")?,
            name: row::text(found, "name")?,
            role: role_of(found)?,
            pin_hash: row::text(found, "pin_hash")?,
            active: row::flag(found, "active")?,
        })
    };
    rows.iter().map(one).collect()
}

/// Who has a code at sign-in.
pub async fn find_staff(db: &Db, business: BusinessId, code: &str) -> Result<Option<StaffId>, DbError> {
    let everybody = everybody(&mut db.read().await?, business).await?;
    Ok(everybody.into_iter().find(|staff| staff.code == code).map(|staff| staff.id))
}

/// The lowest number of two digits or more that no staff member has as code.
pub async fn next_staff_code(db: &Db, business: BusinessId) -> Result<String, DbError> {
    let everybody = everybody(&mut db.read().await?, business).await?;
    let is_free = |code: &String| everybody.iter().all(|staff| staff.code != *code);
    let free = (1u64..).map(|number| format!("{number:02}")).find(is_free);
    Ok(free.expect("there are more numbers than staff members"))
}

/// Never with the PIN's hash.
#[derive(Debug, Clone, Serialize)]
pub struct StaffRow {
    pub staff: String,
    pub code: String,
    pub name: String,
    pub role: String,
    pub active: bool,
}

pub async fn list_staff(db: &Db, business: BusinessId) -> Result<Vec<StaffRow>, DbError> {
    let rows = sql("select id, code, name, role, active from staff where business = $1 order by code")
        .id(business)
        .all(&mut db.read().await?)
        .await?;
    let member = |found: &DbRow| {
        Ok(StaffRow {
            staff: row::id::<StaffId>(found, "id")?.to_string(),
            code: row::text(found, "code")?,
            name: row::text(found, "name")?,
            role: row::text(found, "role")?,
            active: row::flag(found, "active")?,
        })
    };
    rows.iter().map(member).collect()
}

#[derive(Debug, Clone, Serialize)]
pub struct CustomerRow {
    #[serde(flatten)]
    pub customer: Customer,
}

pub async fn customers(db: &Db, business: BusinessId) -> Result<Vec<CustomerRow>, DbError> {
    let select = sql("select content from customer where business = $1 order by number").id(business);
    let rows = select.all(&mut db.read().await?).await?;
    rows.iter().map(|found| Ok(CustomerRow { customer: row::decoded(found, "content")? })).collect()
}

/// Those of `numbers` that there are.
pub async fn by_number(
    conn: &mut Conn,
    business: BusinessId,
    numbers: &[&str],
) -> Result<BTreeMap<String, Customer>, DbError> {
    let texts = ("select content from customer where business = $1 and number", "");
    let first = |query: Sql| query.id(business);
    let rows = select(conn, texts, first, numbers, |query, number| query.text(*number)).await?;
    let one = |found| row::decoded(found, "content").map(|customer: Customer| (customer.number.clone(), customer));
    rows.iter().map(one).collect()
}
