//! Reading what was set up.

use crate::db::{Conn, Db, DbError, row, sql};
use shared_model::setting::{BusinessSettings, StoreSettings};
use shared_model::unit::*;
use std::collections::BTreeSet;

pub async fn business_settings(db: &Db, business: BusinessId) -> Result<Option<BusinessSettings>, DbError> {
    settings(&mut db.read().await?, business).await
}

pub async fn settings(conn: &mut Conn, business: BusinessId) -> Result<Option<BusinessSettings>, DbError> {
    let found = sql("select settings from business where id = $1").id(business).maybe(conn).await?;
    found.map(|found| row::decoded(&found, "settings")).transpose()
}

pub async fn stores(conn: &mut Conn, business: BusinessId) -> Result<BTreeSet<StoreId>, DbError> {
    let rows = sql("select id from store where business = $1").id(business).all(conn).await?;
    rows.iter().map(|found| row::id(found, "id")).collect()
}

pub async fn warehouses(conn: &mut Conn, business: BusinessId) -> Result<BTreeSet<WarehouseId>, DbError> {
    let rows = sql("select id from warehouse where business = $1").id(business).all(conn).await?;
    rows.iter().map(|found| row::id(found, "id")).collect()
}

pub async fn businesses(db: &Db) -> Result<Vec<BusinessId>, DbError> {
    let rows = sql("select id from business order by created_ms, id").all(&mut db.read().await?).await?;
    rows.iter().map(|found| row::id(found, "id")).collect()
}

/// By id or exact name; without either the only business there is.
pub async fn find_business(db: &Db, name_or_id: Option<&str>) -> Result<Option<BusinessSettings>, DbError> {
    let rows = sql("select settings from business order by created_ms, id").all(&mut db.read().await?).await?;
    let all: Vec<BusinessSettings> =
        rows.iter().map(|found| row::decoded(found, "settings")).collect::<Result<_, _>>()?;
    let is_meant = |one: &BusinessSettings| meant(name_or_id, &one.name, &one.business.to_string());
    Ok(only(all.into_iter().filter(is_meant)))
}

/// By id or exact name; without either the only store there is.
pub async fn find_store(
    db: &Db,
    business: BusinessId,
    name_or_id: Option<&str>,
) -> Result<Option<StoreSettings>, DbError> {
    let select = sql("select settings from store where business = $1 order by id").id(business);
    let rows = select.all(&mut db.read().await?).await?;
    let all: Vec<StoreSettings> = rows.iter().map(|found| row::decoded(found, "settings")).collect::<Result<_, _>>()?;
    Ok(only(all.into_iter().filter(|one| meant(name_or_id, &one.name, &one.store.to_string()))))
}

/// By id or exact name; without either the only warehouse there is.
pub async fn find_warehouse(
    db: &Db,
    business: BusinessId,
    name_or_id: Option<&str>,
) -> Result<Option<WarehouseId>, DbError> {
    let select = sql("select id, name from warehouse where business = $1 order by id").id(business);
    let rows = select.all(&mut db.read().await?).await?;
    let one = |found| Ok((row::id::<WarehouseId>(found, "id")?, row::text(found, "name")?));
    let all: Vec<(WarehouseId, String)> = rows.iter().map(one).collect::<Result<_, DbError>>()?;
    let is_meant = |(id, name): &(WarehouseId, String)| meant(name_or_id, name, &id.to_string());
    Ok(only(all.into_iter().filter(is_meant)).map(|(id, _)| id))
}

fn meant(wanted: Option<&str>, name: &str, id: &str) -> bool {
    wanted.is_none_or(|wanted| wanted == name || wanted == id)
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    if found.next().is_none() { Some(first) } else { None }
}
