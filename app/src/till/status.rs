//! What the status bar shows: connection, outbox, stock age, shift and who is signed in.

use super::{Connection, Look, staff_view};
use crate::replica::{Reader, ReplicaError};
use shared_model::command::StatusView;
use shared_model::party::Staff;
use shared_model::refusal::Refusal;

impl Look<'_> {
    pub(crate) fn status(&self, staff: Option<&Staff>) -> Result<StatusView, Refusal> {
        let connection = self.moment.connection.clone();
        let status = stored(self.reader)?;
        let roles = self.reader.business()?.map(|business| business.roles).unwrap_or_default();
        Ok(StatusView {
            ready: status.ready && connection.loading.is_none(),
            shift: self.shift()?,
            staff: staff.map(|staff| staff_view(staff, &roles)),
            connection: connection.view,
            silent_peers: connection.silent_peers,
            loading: connection.loading,
            alarm: connection.alarm,
            ..status
        })
    }
}

/// What the replica knows; the connection's part is filled in by the caller.
fn stored(reader: Reader<'_>) -> Result<StatusView, ReplicaError> {
    let business = reader.business()?;
    let store = reader.store()?;
    let enrolment = reader.device()?.and_then(|device| device.enrolment);
    let terminal = enrolment.as_ref().map(|enrolment| reader.terminal(enrolment.terminal)).transpose()?.flatten();
    let waiting = reader.outbox_waiting()?;
    let idle = Connection::default();
    Ok(StatusView {
        ready: enrolment.is_some() && business.is_some() && store.is_some(),
        currency: business.as_ref().map(|business| business.currency),
        business: business.map(|business| business.name).unwrap_or_default(),
        store: store.map(|store| store.name).unwrap_or_default(),
        terminal_code: enrolment.map(|enrolment| enrolment.code).unwrap_or_default(),
        terminal_name: terminal.map(|terminal| terminal.name).unwrap_or_default(),
        staff: None,
        shift: None,
        connection: idle.view,
        waiting: waiting.entries,
        waiting_sales: waiting.sales,
        set_aside: reader.set_aside_count()?,
        count_tasks: reader.count_tasks_open()?,
        backorders: reader.backorders_count()?,
        stock_as_of: reader.stock_as_of()?,
        silent_peers: 0,
        unread: reader.unread_rows()?,
        products: reader.products_count()?,
        loading: None,
        alarm: None,
    })
}
