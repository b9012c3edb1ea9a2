//! Shelves to be counted, because more was handed over than the books held. One open task
//! per product and warehouse; what comes to it while it is open adds up in the level.

use super::{Shelf, ShelfKey};
use crate::db::set::Insert;
use crate::db::{Conn, DbError};
use crate::log::Writing;
use shared_model::unit::*;
use shared_model::wire::told::stock::CountTask;

/// Opens the tasks that nobody had opened. Each is to be told.
pub fn open_tasks(shelf: &mut Shelf, now: Timestamp) -> &[CountTask] {
    let found = shelf.stands.iter().filter_map(|(key, stand)| Some((*key, stand.found_short?)));
    let opened = found.map(|(key, (order, short))| {
        let (warehouse, product) = key;
        CountTask { id: task_id(order, key), warehouse, product, opened_at: now, order, short, open: true }
    });
    shelf.tasks = opened.collect();
    &shelf.tasks
}

/// The task's identity follows from what opens it, so that replaying makes it again.
fn task_id(order: OrderId, (warehouse, product): ShelfKey) -> CountTaskId {
    let parts = [order.0.as_bytes().as_slice(), warehouse.0.as_bytes(), product.0.as_bytes()];
    CountTaskId(derived_id("counterfoil count task 1", &parts))
}

pub(super) async fn write(conn: &mut Conn, tasks: &[CountTask], writing: &Writing) -> Result<(), DbError> {
    let task = Insert {
        into: "insert into count_task (business, id, warehouse, product, order_id, short, opened_ms, open)",
        then: "on conflict (business, id) do update set short = excluded.short, open = excluded.open",
    };
    task.rows(conn, tasks, |row, it| {
        let row = row.id(writing.business).id(it.id).id(it.warehouse).id(it.product).id(it.order);
        row.int(it.short.0).int(it.opened_at.unix_ms).flag(it.open)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_task_keeps_its_identity() {
        let id = |number| Uuid::from_u128(number);
        let task = task_id(OrderId(id(1)), (WarehouseId(id(2)), ProductId(id(3))));
        assert_eq!(task.to_string(), include_str!("../../golden/count_task.txt").trim());
    }
}
