//! Settings of the business, this till's store and this till.

use crate::replica::own::device::Enrolment;
use crate::replica::row::{Id, PositionColumn, pack, unpack};
use crate::replica::{Reader, ReplicaError};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Serialize, de::DeserializeOwned};
use shared_model::setting::{BusinessSettings, StoreSettings, TerminalSettings, WarehouseSettings};
use shared_model::unit::{Position, StoreId, TerminalId, WarehouseId};
use shared_model::wire::told::setting::TerminalTold;
use uuid::Uuid;

/// What is set up, and which of its kind.
type Key = (&'static str, Id);

fn business_key() -> Key {
    ("business", Id(Uuid::nil()))
}

fn warehouse_key(warehouse: WarehouseId) -> Key {
    ("warehouse", Id(warehouse.0))
}

/// Every terminal of the business is told about, so that a till can be called by its name.
fn terminal_key(terminal: TerminalId) -> Key {
    ("terminal", Id(terminal.0))
}

/// A till hears of the stores that it follows; it sells in one of them.
fn store_key(store: StoreId) -> Key {
    ("store", Id(store.0))
}

impl Reader<'_> {
    fn setting<T: DeserializeOwned>(&self, (kind, id): Key) -> Result<Option<T>, ReplicaError> {
        let mut statement = self.connection.prepare_cached("select body from setting where kind = ?1 and id = ?2")?;
        let body: Option<Vec<u8>> = statement.query_row(params![kind, id], |row| row.get(0)).optional()?;
        body.map(|bytes| unpack(&bytes)).transpose()
    }

    pub fn business(&self) -> Result<Option<BusinessSettings>, ReplicaError> {
        self.setting(business_key())
    }

    /// The store that this till sells in: where the server said last that it stands, as soon as
    /// that store is known here.
    pub fn store(&self) -> Result<Option<StoreSettings>, ReplicaError> {
        let enrolment = self.device()?.and_then(|device| device.enrolment);
        enrolment.map_or(Ok(None), |enrolment| self.store_of(&enrolment))
    }

    /// For whoever has read already who this till is.
    pub fn store_of(&self, enrolment: &Enrolment) -> Result<Option<StoreSettings>, ReplicaError> {
        let told = self.terminal(enrolment.terminal)?.map(|settings| store_key(settings.store));
        let known = told.map(|key| self.setting(key)).transpose()?.flatten();
        known.map_or_else(|| self.setting(store_key(enrolment.certificate.store)), |store| Ok(Some(store)))
    }

    pub fn terminal(&self, terminal: TerminalId) -> Result<Option<TerminalSettings>, ReplicaError> {
        let told: Option<TerminalTold> = self.setting(terminal_key(terminal))?;
        Ok(told.map(|told| told.settings))
    }
}

fn save<T: Serialize>(rows: &Connection, (kind, id): Key, value: &T, position: Position) -> Result<(), ReplicaError> {
    rows.prepare_cached(
        "insert into setting (kind, id, position, body) values (?1, ?2, ?3, ?4)
         on conflict (kind, id) do update set position = excluded.position, body = excluded.body
         where excluded.position > setting.position",
    )?
    .execute(params![kind, id, PositionColumn(position), pack(value)])?;
    Ok(())
}

pub(super) fn business_save(
    rows: &Connection,
    settings: &BusinessSettings,
    position: Position,
) -> Result<(), ReplicaError> {
    save(rows, business_key(), settings, position)
}

pub(super) fn warehouse_save(
    rows: &Connection,
    settings: &WarehouseSettings,
    position: Position,
) -> Result<(), ReplicaError> {
    save(rows, warehouse_key(settings.warehouse), settings, position)
}

pub(super) fn store_save(rows: &Connection, settings: &StoreSettings, position: Position) -> Result<(), ReplicaError> {
    save(rows, store_key(settings.store), settings, position)
}

pub(super) fn terminal_save(rows: &Connection, told: &TerminalTold, position: Position) -> Result<(), ReplicaError> {
    save(rows, terminal_key(told.settings.terminal), told, position)
}
