//! A business or a store that is set up.

use crate::act::Act;
use crate::log::Scope;
use shared_model::settings::{BusinessSettings, StoreSettings};
use shared_model::wire::LogBody;

pub fn business(act: &mut Act, settings: BusinessSettings) {
    act.tell(Scope::Business, LogBody::Business(settings.clone()));
    act.pending.setting.business = Some(settings);
    act.pending.knowledge_moves = true;
}

/// Told to its own tills only: each keeps one store's settings, its own.
pub fn store(act: &mut Act, settings: StoreSettings, warehouse_is_new: bool) {
    act.tell(Scope::Store(settings.store), LogBody::Store(settings.clone()));
    act.pending.setting.stores.push((settings, warehouse_is_new));
    act.pending.knowledge_moves = true;
}
