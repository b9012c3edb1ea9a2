//! Shelves to be counted, because more was handed over than the books held. One open task
//! per product and warehouse; what is short adds up.

use super::ShelfKey;
use crate::act::{Act, Writing};
use crate::db::set::{Insert, filled, places};
use crate::db::{Conn, DbError, assembled, row};
use shared_model::unit::*;
use shared_model::wire::told::stock::CountTask;
use shared_model::wire::{Scope, Told};
use std::collections::BTreeMap;
use uuid::Builder;

/// Adds to the tasks that are open, opens the others, and tells of them.
pub async fn count_tasks(act: &mut Act) -> Result<(), DbError> {
    let short: BTreeMap<ShelfKey, (OrderId, Quantity)> =
        act.shelf.stands.iter().filter_map(|(key, stand)| Some((*key, stand.short?))).collect();
    if short.is_empty() {
        return Ok(());
    }
    let (business, now) = (act.business, act.now);
    let mut open = open_tasks(act.conn(), business, &short).await?;
    let mut tasks = Vec::with_capacity(short.len());
    for (key, (order, quantity)) in short {
        let task = match open.remove(&key) {
            Some(task) => {
                let short = task.short.plus(quantity).map_err(|_| DbError::Unreadable("count task"))?;
                CountTask { short, ..task }
            }
            None => {
                let (warehouse, product) = key;
                let id = task_id(order, key);
                CountTask { id, warehouse, product, opened_at: now, order, short: quantity, open: true }
            }
        };
        act.tell(Scope::Warehouse(task.warehouse), Told::CountTask(task.clone()));
        tasks.push(task);
    }
    act.shelf.tasks = tasks;
    Ok(())
}

/// The task's identity follows from what opens it, so that replaying makes it again.
fn task_id(order: OrderId, (warehouse, product): ShelfKey) -> CountTaskId {
    let parts = [order.0.as_bytes().as_slice(), warehouse.0.as_bytes(), product.0.as_bytes()];
    let mixed = Hash::of("counterfoil count task", &parts);
    CountTaskId(Builder::from_random_bytes(std::array::from_fn(|index| mixed.0[index])).into_uuid())
}

async fn open_tasks(
    conn: &mut Conn,
    business: BusinessId,
    short: &BTreeMap<ShelfKey, (OrderId, Quantity)>,
) -> Result<BTreeMap<ShelfKey, CountTask>, DbError> {
    let keys: Vec<ShelfKey> = short.keys().copied().collect();
    let mut open = BTreeMap::new();
    for of_warehouse in keys.chunk_by(|one, next| one.0 == next.0) {
        for part in filled(of_warehouse) {
            let text = format!(
                "select id, warehouse, product, order_id, short, opened_ms from count_task \
                 where business = $1 and warehouse = $2 and open = 1 and product in ({})",
                places(3, part.len())
            );
            let query = assembled(text).id(business).id(part[0].0);
            for found in part.iter().fold(query, |query, key| query.id(key.1)).all(conn).await? {
                let task = CountTask {
                    id: row::id(&found, "id")?,
                    warehouse: row::id(&found, "warehouse")?,
                    product: row::id(&found, "product")?,
                    opened_at: row::time(&found, "opened_ms")?,
                    order: row::id(&found, "order_id")?,
                    short: row::quantity(&found, "short")?,
                    open: true,
                };
                open.insert((task.warehouse, task.product), task);
            }
        }
    }
    Ok(open)
}

pub(super) async fn write(conn: &mut Conn, tasks: &[CountTask], writing: &Writing) -> Result<(), DbError> {
    let task = Insert {
        into: "insert into count_task (business, id, warehouse, product, order_id, short, opened_ms, open)",
        columns: 8,
        then: "on conflict (business, id) do update set short = excluded.short, open = excluded.open",
    };
    task.rows(conn, tasks, |row, it| {
        let row = row.id(writing.business).id(it.id).id(it.warehouse).id(it.product).id(it.order);
        row.int(it.short.0).int(it.opened_at.unix_ms).flag(it.open)
    })
    .await
}
