//! What the business has set: itself, its warehouses and stores, the server's keys.

use crate::act::{Act, Beside, Carry, NotCarried, Origin, Recorded, RecordedError, nothing};
use shared_model::fact::setting::ServerKeySet;
use shared_model::setting::{BusinessSettings, StoreSettings, WarehouseSettings};
use shared_model::unit::Scope;
use shared_model::wire::Told;

impl Carry for BusinessSettings {
    nothing!(name, judge, reckon, recorded);

    fn carry_out(&self, act: &mut Act, _: &Origin, _: Beside) -> Result<(), NotCarried> {
        business(act, self);
        Ok(())
    }
}

impl Carry for WarehouseSettings {
    nothing!(name, judge, reckon, recorded);

    fn carry_out(&self, act: &mut Act, _: &Origin, _: Beside) -> Result<(), NotCarried> {
        warehouse(act, self);
        Ok(())
    }
}

impl Carry for StoreSettings {
    nothing!(name, judge, reckon);

    async fn recorded(&self, it: &mut Recorded<'_>) -> Result<Beside, RecordedError> {
        it.ready.wants.stores.insert(self.store);
        Ok(Beside::default())
    }

    /// A till that pushes has its store locked before the end of the log, so whoever sets one has to.
    fn carry_out(&self, act: &mut Act, _: &Origin, _: Beside) -> Result<(), NotCarried> {
        if !act.loaded.stores.contains(&self.store) {
            return Err(NotCarried::NotRead);
        }
        store(act, self);
        Ok(())
    }
}

impl Carry for ServerKeySet {
    nothing!(name, judge, reckon, recorded);

    fn carry_out(&self, act: &mut Act, _: &Origin, _: Beside) -> Result<(), NotCarried> {
        server_key(act, self);
        Ok(())
    }
}

fn business(act: &mut Act, settings: &BusinessSettings) {
    act.tell(Scope::Business, Told::Business(Box::new(settings.clone())));
    act.pending.setting.business = Some(settings.clone());
    act.pending.setting.is_new_business |= act.knowledge.version == 0;
    act.pending.knowledge_moves = true;
}

fn warehouse(act: &mut Act, settings: &WarehouseSettings) {
    act.tell(Scope::Business, Told::Warehouse(settings.clone()));
    act.pending.setting.warehouses.push(settings.clone());
    act.pending.knowledge_moves = true;
}

/// Told to its own tills only: each keeps one store's settings, its own.
fn store(act: &mut Act, settings: &StoreSettings) {
    act.tell(Scope::Store(settings.store), Told::Store(Box::new(settings.clone())));
    act.pending.setting.stores.push(settings.clone());
    act.pending.knowledge_moves = true;
}

/// Keys are the server's and not the business's: there is no row of them here.
fn server_key(act: &mut Act, set: &ServerKeySet) {
    act.tell(Scope::Business, Told::ServerKey(set.clone()));
}
