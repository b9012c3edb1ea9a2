//! Setting up a business and its stores.

use crate::act::{ATTEMPTS, Act, Decision, Knowledge, Ready};
use crate::db::{Db, DbError};
use shared_model::order::{TaxClass, TaxMethod};
use shared_model::settings::{BusinessSettings, StoreSettings};
use shared_model::unit::*;
use std::sync::Arc;
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
    let knowledge = Arc::new(Knowledge::before(settings.clone()));
    let mut act = Act::begin(db, &Ready::new(settings.business, knowledge, now)).await?;
    act.decide(Decision::Business(settings.clone()));
    act.commit().await?;
    Ok(settings)
}

pub async fn store_create(
    db: &Db,
    business: BusinessId,
    create: StoreCreate,
    now: Timestamp,
) -> Result<StoreSettings, DbError> {
    for _ in 0..ATTEMPTS {
        let ready = Ready::new(business, Knowledge::of(db, business).await?, now);
        let known = super::warehouse_find(db, business, Some(&create.warehouse_name)).await?;
        let settings = StoreSettings {
            store: StoreId(Uuid::now_v7()),
            name: create.name.clone(),
            address: create.address.clone(),
            tax_id: create.tax_id.clone(),
            warehouse: known.unwrap_or_else(|| WarehouseId(Uuid::now_v7())),
            warehouse_name: create.warehouse_name.clone(),
            receipt_footer: create.receipt_footer.clone(),
        };
        let mut act = Act::begin(db, &ready).await?;
        act.decide(Decision::Store(settings.clone(), known.is_none()));
        match act.commit().await {
            Ok(_) => return Ok(settings),
            Err(DbError::Moved) => {}
            Err(error) => return Err(error),
        }
    }
    Err(DbError::Moved)
}
