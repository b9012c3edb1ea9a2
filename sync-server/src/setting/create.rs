//! Setting up a business and its stores.

use crate::act::{Act, Beside, Knowledge, Ready, attempts};
use crate::auth::{generation, server_identity, server_keys};
use crate::db::{Db, DbError};
use shared_model::Fact;
use shared_model::party::Actor;
use shared_model::policy::first_roles;
use shared_model::setting::{BusinessSettings, Contact, StoreSettings, WarehouseSettings};
use shared_model::tax::{TaxClass, TaxMethod};
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
    /// Minutes after midnight.
    pub day_turns: u16,
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

/// Its first entries say what it is, and by which keys the server stands for its log.
pub async fn create_business(db: &Db, create: BusinessCreate, now: Timestamp) -> Result<BusinessSettings, DbError> {
    let settings = BusinessSettings {
        business: BusinessId(Uuid::now_v7()),
        name: create.name,
        kind: String::new(),
        contact: Contact::default(),
        currency: create.currency,
        tax_method: create.tax_method,
        tax_classes: create.tax_classes,
        cash_step: create.cash_step,
        day_turns: create.day_turns,
        roles: first_roles(),
    };
    server_identity(db, now).await?;
    let keys = server_keys(db).await?;
    let first = Position::new(generation(&mut db.read().await?).await?, 1);
    let knowledge = Arc::new(Knowledge::before(settings.clone(), Generations::new(vec![first])));
    let mut act = Act::begin(db, &Ready::new(settings.business, knowledge, now)).await?;
    say(&mut act, &Fact::BusinessSet(Box::new(settings.clone())));
    for key in keys {
        say(&mut act, &Fact::ServerKeySet(key));
    }
    act.commit().await?;
    Ok(settings)
}

pub async fn create_store(
    db: &Db,
    business: BusinessId,
    create: StoreCreate,
    now: Timestamp,
) -> Result<StoreSettings, DbError> {
    attempts(|| async {
        let mut ready = Ready::new(business, Knowledge::of(db, business).await?, now);
        let known = super::find_warehouse(db, business, Some(&create.warehouse_name)).await?;
        let warehouse = known.unwrap_or_else(|| WarehouseId(Uuid::now_v7()));
        let settings = store_settings(&create, warehouse);
        ready.wants.stores.insert(settings.store);
        let mut act = Act::begin(db, &ready).await?;
        if known.is_none() {
            say(&mut act, &Fact::WarehouseSet(warehouse_settings(&create, warehouse)));
        }
        say(&mut act, &Fact::StoreSet(Box::new(settings.clone())));
        act.commit().await.map(|_| settings)
    })
    .await
}

fn say(act: &mut Act, fact: &Fact) {
    act.say(Actor::COMMAND_LINE, fact, Vec::new(), Beside::default())
        .expect("whoever asks may, and a setting moves no goods");
}

fn warehouse_settings(create: &StoreCreate, warehouse: WarehouseId) -> WarehouseSettings {
    WarehouseSettings {
        warehouse,
        name: create.warehouse_name.clone(),
        address: Vec::new(),
        contact: Contact::default(),
        position: None,
    }
}

fn store_settings(create: &StoreCreate, warehouse: WarehouseId) -> StoreSettings {
    StoreSettings {
        store: StoreId(Uuid::now_v7()),
        name: create.name.clone(),
        address: create.address.clone(),
        tax_id: create.tax_id.clone(),
        warehouse,
        warehouse_name: create.warehouse_name.clone(),
        receipt_footer: create.receipt_footer.clone(),
        contact: Contact::default(),
        position: None,
        time_zone: String::new(),
        country: String::new(),
        language: String::new(),
    }
}
