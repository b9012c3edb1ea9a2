//! Businesses, stores and their warehouses.

use crate::db::{Db, DbError, row};
use crate::log::{Draft, Scope};
use shared_model::encoding;
use shared_model::order::{TaxClass, TaxMethod};
use shared_model::settings::{BusinessSettings, StoreSettings};
use shared_model::unit::*;
use shared_model::wire::LogBody;
use sqlx::AnyConnection;
use uuid::Uuid;

#[derive(Debug, Clone)]
pub struct BusinessCreate {
    pub name: String,
    pub currency: Currency,
    pub tax_method: TaxMethod,
    pub tax_classes: Vec<TaxClass>,
    /// Smallest coin in minor units; 1 where there is no cash rounding.
    pub cash_step: Amount,
}

/// The warehouse is made when no store of the business has one of that name yet.
#[derive(Debug, Clone)]
pub struct StoreCreate {
    pub name: String,
    pub address: Vec<String>,
    pub tax_id: String,
    pub warehouse_name: String,
    pub receipt_footer: Vec<String>,
}

pub async fn business_create(db: &Db, create: BusinessCreate, now: Timestamp) -> Result<BusinessSettings, DbError> {
    let settings = BusinessSettings {
        business: BusinessId(Uuid::now_v7()),
        name: create.name,
        currency: create.currency,
        tax_method: create.tax_method,
        tax_classes: create.tax_classes,
        cash_step: create.cash_step,
    };
    let mut tx = db.begin_write().await?;
    sqlx::query("insert into business (id, name, currency, settings, created_ms) values ($1, $2, $3, $4, $5)")
        .bind(settings.business.to_string())
        .bind(settings.name.clone())
        .bind(settings.currency.code().to_owned())
        .bind(encoding::encode(&settings))
        .bind(now.unix_ms)
        .execute(&mut *tx)
        .await?;
    sqlx::query("insert into log_head (business, position, hash) values ($1, 0, $2)")
        .bind(settings.business.to_string())
        .bind(Hash::ZERO.0.to_vec())
        .execute(&mut *tx)
        .await?;
    let mut draft = Draft::begin(&mut tx, settings.business).await?;
    draft.push(Scope::Business, &LogBody::Business(settings.clone()));
    let head = draft.finish(&mut tx, now).await?;
    tx.commit().await?;
    db.wake().ring(settings.business, head);
    Ok(settings)
}

pub async fn store_create(
    db: &Db,
    business: BusinessId,
    create: StoreCreate,
    now: Timestamp,
) -> Result<StoreSettings, DbError> {
    let mut tx = db.begin_write().await?;
    let mut draft = Draft::begin(&mut tx, business).await?;
    let warehouse = warehouse_ensure(&mut tx, business, &create.warehouse_name).await?;
    let settings = StoreSettings {
        store: StoreId(Uuid::now_v7()),
        name: create.name,
        address: create.address,
        tax_id: create.tax_id,
        warehouse,
        warehouse_name: create.warehouse_name,
        receipt_footer: create.receipt_footer,
    };
    sqlx::query("insert into store (id, business, name, warehouse, settings) values ($1, $2, $3, $4, $5)")
        .bind(settings.store.to_string())
        .bind(business.to_string())
        .bind(settings.name.clone())
        .bind(warehouse.to_string())
        .bind(encoding::encode(&settings))
        .execute(&mut *tx)
        .await?;
    // To its own tills only: each keeps one store's settings, its own.
    draft.push(Scope::Store(settings.store), &LogBody::Store(settings.clone()));
    let head = draft.finish(&mut tx, now).await?;
    tx.commit().await?;
    db.wake().ring(business, head);
    Ok(settings)
}

/// The caller holds the end of the log, so one name gives one warehouse.
async fn warehouse_ensure(conn: &mut AnyConnection, business: BusinessId, name: &str) -> Result<WarehouseId, DbError> {
    let found = sqlx::query("select id from warehouse where business = $1 and name = $2")
        .bind(business.to_string())
        .bind(name.to_owned())
        .fetch_optional(&mut *conn)
        .await?;
    if let Some(found) = found {
        return row::parsed(&found, "id");
    }
    let id = WarehouseId(Uuid::now_v7());
    sqlx::query("insert into warehouse (id, business, name) values ($1, $2, $3)")
        .bind(id.to_string())
        .bind(business.to_string())
        .bind(name.to_owned())
        .execute(conn)
        .await?;
    Ok(id)
}

pub async fn business_settings(db: &Db, business: BusinessId) -> Result<Option<BusinessSettings>, DbError> {
    let mut conn = db.reader().acquire().await?;
    settings_on(&mut conn, business).await
}

pub(crate) async fn settings_on(
    conn: &mut AnyConnection,
    business: BusinessId,
) -> Result<Option<BusinessSettings>, DbError> {
    let found = sqlx::query("select settings from business where id = $1")
        .bind(business.to_string())
        .fetch_optional(conn)
        .await?;
    found.map(|found| row::decoded(&found, "settings")).transpose()
}

/// By id or exact name; without either the only business there is.
pub async fn business_find(db: &Db, name_or_id: Option<&str>) -> Result<Option<BusinessSettings>, DbError> {
    let rows =
        sqlx::query("select id, name, settings from business order by created_ms").fetch_all(db.reader()).await?;
    let mut matching = Vec::new();
    for found in &rows {
        let wanted = match name_or_id {
            Some(text) => row::text(found, "id")? == text || row::text(found, "name")? == text,
            None => true,
        };
        if wanted {
            matching.push(row::decoded(found, "settings")?);
        }
    }
    Ok(if matching.len() == 1 { matching.pop() } else { None })
}

/// By id or exact name; without either the only store there is.
pub async fn store_find(
    db: &Db,
    business: BusinessId,
    name_or_id: Option<&str>,
) -> Result<Option<StoreSettings>, DbError> {
    let rows = sqlx::query("select id, name, settings from store where business = $1 order by id")
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
            matching.push(row::decoded(found, "settings")?);
        }
    }
    Ok(if matching.len() == 1 { matching.pop() } else { None })
}
