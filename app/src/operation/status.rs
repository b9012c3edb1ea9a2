//! `status`: connection, outbox, stock age, shift and who is signed in.

use super::failure::storage;
use super::session::Caller;
use super::till::Till;
use crate::replica::{Reader, ReplicaError};
use shared_model::command::{Failure, StaffView, Status, StatusView};
use shared_model::party::Staff;

pub(super) async fn run(till: &Till, caller: &Caller, _: Status) -> Result<StatusView, Failure> {
    view(till, caller.staff.clone()).await
}

pub(super) async fn view(till: &Till, staff: Option<Staff>) -> Result<StatusView, Failure> {
    let connection = till.connection();
    let status = till.replica.read(stored).map_err(|error| storage(&error))?;
    Ok(StatusView {
        ready: status.ready && connection.loading.is_none(),
        staff: staff.as_ref().map(staff_view),
        connection: connection.view,
        silent_peers: connection.silent_peers,
        loading: connection.loading,
        alarm: connection.alarm,
        ..status
    })
}

pub(super) fn staff_view(staff: &Staff) -> StaffView {
    StaffView { id: staff.id, code: staff.code.clone(), name: staff.name.clone(), role: staff.role }
}

/// What the replica knows; the connection's part is filled in by the caller.
fn stored(view: Reader<'_>) -> Result<StatusView, ReplicaError> {
    let business = view.business()?;
    let store = view.store()?;
    let enrolment = view.device()?.and_then(|device| device.enrolment);
    let terminal = enrolment.as_ref().map(|enrolment| view.terminal(enrolment.terminal)).transpose()?.flatten();
    let waiting = view.waiting()?;
    let idle = super::till::Connection::default();
    Ok(StatusView {
        ready: enrolment.is_some() && business.is_some() && store.is_some(),
        currency: business.as_ref().map(|business| business.currency),
        business: business.map(|business| business.name).unwrap_or_default(),
        store: store.map(|store| store.name).unwrap_or_default(),
        terminal_code: enrolment.map(|enrolment| enrolment.code).unwrap_or_default(),
        terminal_name: terminal.map(|terminal| terminal.name).unwrap_or_default(),
        staff: None,
        shift: view.shift()?,
        connection: idle.view,
        waiting: waiting.entries,
        waiting_sales: waiting.sales,
        set_aside: view.set_aside_count()?,
        count_tasks: view.count_tasks_open()?,
        backorders: view.backorders_count()?,
        stock_as_of: view.standing()?.stock_as_of,
        silent_peers: 0,
        products: view.products_count()?,
        loading: None,
        alarm: None,
    })
}
