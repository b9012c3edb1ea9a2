//! What the business has set: itself, its warehouses and stores, the server's keys.

use crate::act::Act;
use shared_model::fact::setting::ServerKeySet;
use shared_model::setting::{BusinessSettings, StoreSettings, WarehouseSettings};
use shared_model::wire::{Scope, Told};

pub fn business(act: &mut Act, settings: &BusinessSettings) {
    act.tell(Scope::Business, Told::Business(Box::new(settings.clone())));
    act.pending.setting.business = Some(settings.clone());
    act.pending.setting.is_new_business |= act.knowledge.version == 0;
    act.pending.knowledge_moves = true;
}

pub fn warehouse(act: &mut Act, settings: &WarehouseSettings) {
    act.tell(Scope::Business, Told::Warehouse(settings.clone()));
    act.pending.setting.warehouses.push(settings.clone());
    act.pending.knowledge_moves = true;
}

/// Told to its own tills only: each keeps one store's settings, its own.
pub fn store(act: &mut Act, settings: &StoreSettings) {
    act.tell(Scope::Store(settings.store), Told::Store(Box::new(settings.clone())));
    act.pending.setting.stores.push(settings.clone());
    act.pending.knowledge_moves = true;
}

/// Keys are the server's and not the business's: there is no row of them here.
pub fn server_key(act: &mut Act, set: &ServerKeySet) {
    act.tell(Scope::Business, Told::ServerKey(set.clone()));
}
