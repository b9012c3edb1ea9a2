//! Forgetting a scope, so that it is read again from its start. What exists nowhere else is
//! not in this file and stays.

use crate::replica::ReplicaError;
use crate::replica::row::Id;
use rusqlite::{Connection, params};
use shared_model::unit::Scope;

/// What lies in a warehouse whose scope is followed no more.
pub(super) fn levels(rows: &Connection, scope: Scope) -> Result<(), ReplicaError> {
    let Scope::Warehouse(warehouse) = scope else { return Ok(()) };
    super::stock::forget(rows, warehouse)?;
    rows.execute("delete from level_cursor where warehouse = ?1", params![Id(warehouse.0)])?;
    Ok(())
}

pub(super) fn scope(rows: &Connection, scope: Scope) -> Result<(), ReplicaError> {
    let all = |tables: &[&str]| -> Result<(), ReplicaError> {
        for table in tables {
            rows.execute(&format!("delete from {table}"), [])?;
        }
        Ok(())
    };
    let index = |table: &str| rows.execute(&format!("insert into {table} ({table}) values ('delete-all')"), []);
    match scope {
        Scope::Business => {
            // The store's own settings come by another scope, which goes on; where this till
            // stands, it has to know until it is told again.
            rows.execute("delete from setting where kind = 'business'", [])?;
            // What stands meanwhile gives way to whatever comes.
            rows.execute("update setting set position = 0", [])?;
            all(&["staff", "product", "product_barcode", "category", "price"])?;
            index("product_search")?;
            rows.execute("delete from document_change where document = 'product'", [])?;
        }
        Scope::People => {
            all(&["customer"])?;
            index("customer_search")?;
            rows.execute("delete from document_change where document = 'customer'", [])?;
        }
        // A store's own settings come again with its first page; until then it sells by these.
        Scope::Store(_) => {
            rows.execute("update setting set position = 0 where kind = 'store'", [])?;
            all(&["store_order", "shortage", "review"])?;
        }
        Scope::Warehouse(_) => {
            rows.execute("update setting set position = 0 where kind = 'warehouse'", [])?;
            all(&["count_task"])?;
        }
        Scope::Office | Scope::Other(_) => {}
        Scope::Mail(_) => all(&["set_aside", "verdict"])?,
    }
    rows.execute("delete from unread_row where scope = ?1", params![scope.key()])?;
    rows.execute("delete from cursor where scope = ?1", params![scope.key()])?;
    Ok(())
}
