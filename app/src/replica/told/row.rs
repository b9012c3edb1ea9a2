//! Every kind of row the server tells, and the table it goes to. Each row keeps the position it
//! came with, and an older one never replaces it: rows can come again, or late.

use super::index::IndexChanges;
use super::{customer, document, key, mail, order, product, setting, staff, task};
use crate::replica::{ReplicaError, signed};
use rusqlite::Connection;
use shared_model::command::Area;
use shared_model::document::DocumentId;
use shared_model::unit::Position;
use shared_model::wire::Told;
use shared_model::wire::told::setting::TerminalTold;

/// Takes one row and says which screens it concerns; nothing where it is about a row that is not
/// here.
pub(super) fn apply(
    rows: &Connection,
    index: &mut IndexChanges,
    position: Position,
    told: Told,
) -> Result<Option<Area>, ReplicaError> {
    let area = match told {
        Told::Business(settings) => setting::business_save(rows, &settings, position).map(|()| Area::Staff),
        Told::Warehouse(settings) => setting::warehouse_save(rows, &settings, position).map(|()| Area::Staff),
        Told::Store(settings) => setting::store_save(rows, &settings, position).map(|()| Area::Staff),
        Told::Terminal(told) => terminal(rows, position, &told).map(|()| Area::Staff),
        Told::ServerKey(set) => key::learn(rows, None, &set).map(|()| Area::Staff),
        Told::Staff(member) => staff::upsert(rows, &member, position).map(|()| Area::Staff),
        Told::Product(told) => {
            let document = DocumentId::Product(told.row.id);
            product::upsert(rows, index, &told.row, position)?;
            document::append(rows, document, position, &told.changes).map(|()| Area::Catalogue)
        }
        Told::Customer(told) => {
            let document = DocumentId::Customer(told.row.id);
            customer::upsert(rows, index, &told.row, position)?;
            document::append(rows, document, position, &told.changes).map(|()| Area::Customers)
        }
        Told::Price(told) => product::price_save(rows, &told, position).map(|()| Area::Catalogue),
        Told::Order(told) => order::save(rows, position, &told).map(|()| Area::Orders),
        Told::OrderStates(states) => {
            let is_here = order::states_save(rows, position, &states)?;
            return Ok(is_here.then_some(Area::Orders));
        }
        Told::Shortage(told) => order::shortage_save(rows, position, &told).map(|()| Area::Orders),
        Told::Review(told) => task::review_save(rows, position, &told).map(|()| Area::Orders),
        Told::CountTask(told) => task::count_task_save(rows, position, &told).map(|()| Area::Stock),
        Told::SetAside(told) => mail::set_aside_save(rows, position, &told).map(|()| Area::Orders),
        Told::Verdict(told) => mail::verdict_save(rows, position, &told).map(|()| Area::Catalogue),
    };
    area.map(Some)
}

/// A terminal counts by its certificate, and that by the key of the server that it names: it was
/// told before.
fn terminal(rows: &Connection, position: Position, told: &TerminalTold) -> Result<(), ReplicaError> {
    let certificate = &told.certificate;
    let public_key = key::of_number(rows, certificate.key)?;
    if public_key.is_some_and(|by| signed(&by, &certificate.message().0, &certificate.signature.0)) {
        return setting::terminal_save(rows, told, position);
    }
    tracing::error!(terminal = %certificate.terminal, "a terminal's certificate is not the server's and is ignored");
    Ok(())
}
