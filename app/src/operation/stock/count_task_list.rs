//! `count_task_list`: products to be counted.

use crate::operation::Reading;
use crate::replica::{Reader, ReplicaError};
use crate::till::{Look, Till};
use shared_model::command::{CountTaskList, CountTaskView};
use shared_model::money::DocumentNumber;
use shared_model::refusal::Refusal;
use shared_model::unit::OrderId;
use shared_model::wire::told::stock::CountTask;

impl Reading<CountTaskList> for Till {
    fn read(look: Look<'_>, _: CountTaskList) -> Result<Vec<CountTaskView>, Refusal> {
        let tasks = look.reader.count_tasks()?;
        Ok(tasks.into_iter().map(|task| count(look.reader, task)).collect::<Result<_, _>>()?)
    }
}

fn count(reader: Reader<'_>, task: CountTask) -> Result<CountTaskView, ReplicaError> {
    let product = reader.product(task.product)?;
    // What came to it since it was opened is in the level, which may be told a little later.
    let level = reader.stock_level(task.warehouse, task.product)?.unwrap_or_default();
    let (sku, name) = product.map(|product| (product.sku, product.name)).unwrap_or_default();
    Ok(CountTaskView {
        id: task.id,
        product: task.product,
        sku,
        name,
        short: task.short.max(level.short),
        opened_at: task.opened_at,
        order: task.order,
        number: number(reader, task.order)?,
    })
}

fn number(reader: Reader<'_>, order: OrderId) -> Result<String, ReplicaError> {
    if let Some(told) = reader.order_told(order)? {
        return Ok(DocumentNumber::from(told.number).to_string());
    }
    Ok(reader.own_order(order)?.map(|order| order.number.to_string()).unwrap_or_default())
}
