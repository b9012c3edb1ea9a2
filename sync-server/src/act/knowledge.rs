//! What judging rests on: settings, roles, warehouses, products and prices. A number on the
//! business's row rises with each change of them, so whatever was read at one number can be
//! kept in the process until the number is another one.
//!
//! It is read without a lock. Whoever commits compares the number under the lock of the
//! log's end, and begins anew if it moved.

use crate::catalogue::{self, KnownProduct, Products};
use crate::db::{Db, DbError};
use crate::{log, party, setting};
use shared_model::fact::{By, Fact};
use shared_model::order::Order;
use shared_model::party::Actor;
use shared_model::policy::{self, Denied, Permission, Role, Who};
use shared_model::setting::BusinessSettings;
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Businesses remembered at a time.
const BUSINESSES_MAX: usize = 256;

/// What this process knows of each business. Cheap to clone.
#[derive(Clone, Default)]
pub struct Knowing(Arc<Mutex<BTreeMap<BusinessId, Arc<Knowledge>>>>);

pub struct Knowledge {
    pub version: u64,
    pub settings: BusinessSettings,
    pub generations: Generations,
    /// Active staff members only.
    pub staff: BTreeMap<StaffId, Role>,
    pub warehouses: BTreeSet<WarehouseId>,
    /// Those that were asked for so far.
    products: Mutex<BTreeMap<ProductId, Arc<KnownProduct>>>,
}

impl Knowledge {
    /// Of a business that is about to be made.
    pub fn before(settings: BusinessSettings, generations: Generations) -> Knowledge {
        let (staff, warehouses) = (BTreeMap::new(), BTreeSet::new());
        Knowledge { version: 0, settings, generations, staff, warehouses, products: Mutex::default() }
    }

    /// As of now.
    pub async fn of(db: &Db, business: BusinessId) -> Result<Arc<Knowledge>, DbError> {
        let version = log::knowledge(&mut db.read().await?, business).await?;
        if let Some(held) = db.kept::<Knowing>().remembered(business).filter(|held| held.version == version) {
            return Ok(held);
        }
        let mut conn = db.begin_read().await?;
        let known = Arc::new(Knowledge {
            version: log::knowledge(&mut conn, business).await?,
            settings: setting::settings(&mut conn, business).await?.ok_or(DbError::Unreadable("business"))?,
            generations: log::generations(&mut conn, business).await?,
            staff: party::roles(&mut conn, business).await?,
            warehouses: setting::warehouses(&mut conn, business).await?,
            products: Mutex::default(),
        });
        conn.rollback().await?;
        let knowing = db.kept::<Knowing>();
        let mut all = knowing.held();
        if all.len() >= BUSINESSES_MAX {
            all.clear();
        }
        all.insert(business, known.clone());
        Ok(known)
    }

    /// Those of `wanted` that there are. What is read now may be newer than the version says;
    /// then the version has moved, and whoever rests on it begins anew.
    pub async fn products(&self, db: &Db, wanted: &BTreeSet<ProductId>) -> Result<Products, DbError> {
        let mut found = Products::new();
        let mut missing = Vec::new();
        {
            let held = self.held_products();
            for product in wanted {
                match held.get(product) {
                    Some(known) => drop(found.insert(*product, known.clone())),
                    None => missing.push(*product),
                }
            }
        }
        if !missing.is_empty() {
            let read = catalogue::known(&mut db.read().await?, self.settings.business, &missing).await?;
            self.held_products().extend(read.iter().map(|(id, known)| (*id, known.clone())));
            found.extend(read);
        }
        Ok(found)
    }

    /// Whether somebody who may work here may do it, by the roles the business has.
    pub fn may(&self, staff: StaffId, permission: Permission) -> bool {
        policy::ask(&self.settings.roles, self.who(&Actor::staff(staff)), permission).is_ok()
    }

    /// Whether the server records it for them. [`super::Act::say`] asks; whoever would tell
    /// them more before that asks too.
    pub fn may_say(&self, actor: &Actor, fact: &Fact) -> Result<(), Denied> {
        fact.may_record(By::Server, self.who(actor), &self.settings.roles)
    }

    pub fn who(&self, actor: &Actor) -> Who<'_> {
        actor.who(|staff| self.staff.get(&staff))
    }

    /// Where the order's goods come from: what it says, if that is a warehouse of the
    /// business, else its store's.
    pub fn warehouse_of(&self, order: &Order, usual: WarehouseId) -> WarehouseId {
        if self.warehouses.contains(&order.warehouse) { order.warehouse } else { usual }
    }

    fn held_products(&self) -> std::sync::MutexGuard<'_, Products> {
        self.products.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Knowing {
    /// As it was read last: only for who compares its version before anything rests on it.
    pub fn remembered(&self, business: BusinessId) -> Option<Arc<Knowledge>> {
        self.held().get(&business).cloned()
    }

    /// What was read before is not what is so now.
    pub fn forget(&self, business: BusinessId) {
        self.held().remove(&business);
    }

    fn held(&self) -> std::sync::MutexGuard<'_, BTreeMap<BusinessId, Arc<Knowledge>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
