//! Customers in bulk, as products are.

use super::document::{customer_update, lock_documents};
use super::{CatalogueError, Imported, ROWS_PER_MARK};
use crate::auth::random_bytes;
use crate::db::row::{self, assembled, value_rows};
use crate::db::{Db, DbError};
use crate::import::CustomerRow;
use crate::log::{Draft, Scope};
use shared_model::document::{CustomerDocument, DocumentId, FieldEdit};
use shared_model::encoding;
use shared_model::party::{Address, Customer};
use shared_model::unit::*;
use shared_model::wire::LogBody;
use sqlx::AnyConnection;
use std::collections::BTreeMap;
use uuid::Uuid;

/// With `dry_run` everything is done and nothing is kept. `progress` hears of rows done.
pub async fn import_customers(
    db: &Db,
    business: BusinessId,
    rows: &[CustomerRow],
    dry_run: bool,
    now: Timestamp,
    progress: &dyn Fn(u64, u64),
) -> Result<Imported, CatalogueError> {
    let mut tx = db.begin_write().await?;
    let mut known = known_customers(&mut tx, business).await?;
    let changed =
        rows.iter().filter_map(|row| known.get(&row.number).filter(|known| !field_edits(known, row).is_empty()));
    let ids = changed.map(|known| DocumentId::Customer(known.id)).collect();
    let documents = lock_documents(&mut tx, business, &ids).await?;
    let draft = Draft::begin(&mut tx, business).await?;
    let mut import =
        Import { business, actor: random_bytes::<16>(), draft, new: Vec::new(), done: Imported::default(), now };
    for (index, rows_of_mark) in rows.chunks(ROWS_PER_MARK).enumerate() {
        import.draft.mark();
        for row in rows_of_mark {
            let known = known.remove(&row.number);
            let content = known.as_ref().and_then(|known| documents.get(&DocumentId::Customer(known.id)));
            match (known.is_some(), content) {
                (false, _) => import.create(row)?,
                (true, Some(content)) => import.edit(&mut tx, row, content).await?,
                (true, None) => import.done.unchanged += 1,
            }
        }
        import.write(&mut tx).await?;
        progress((index * ROWS_PER_MARK + rows_of_mark.len()) as u64, rows.len() as u64);
    }
    if dry_run {
        tx.rollback().await?;
        return Ok(import.done);
    }
    let head = import.draft.finish(&mut tx, now).await?;
    tx.commit().await?;
    db.wake().ring(business, head);
    Ok(import.done)
}

async fn known_customers(
    conn: &mut AnyConnection,
    business: BusinessId,
) -> Result<BTreeMap<String, Customer>, DbError> {
    let rows = sqlx::query("select content from customer where business = $1")
        .bind(business.to_string())
        .fetch_all(conn)
        .await?;
    let mut known = BTreeMap::new();
    for found in &rows {
        let customer: Customer = row::decoded(found, "content")?;
        known.insert(customer.number.clone(), customer);
    }
    Ok(known)
}

struct Import {
    business: BusinessId,
    actor: [u8; 16],
    draft: Draft,
    new: Vec<(Customer, Vec<u8>)>,
    done: Imported,
    now: Timestamp,
}

impl Import {
    fn create(&mut self, row: &CustomerRow) -> Result<(), CatalogueError> {
        let refused =
            |source| CatalogueError::Document { what: format!("customer {}", row.number), source: Box::new(source) };
        let customer = new_customer(self.business, row);
        let mut document = CustomerDocument::create(&customer, &self.actor, self.now).map_err(refused)?;
        let (customer, content) = (document.row().map_err(refused)?, document.save());
        self.draft.push(Scope::Business, &LogBody::Customer { row: customer.clone(), change: content.clone() });
        self.new.push((customer, content));
        self.done.created += 1;
        Ok(())
    }

    /// Against the locked document, which may be newer than the row that was compared.
    async fn edit(
        &mut self,
        conn: &mut AnyConnection,
        row: &CustomerRow,
        content: &[u8],
    ) -> Result<(), CatalogueError> {
        let refused =
            |source| CatalogueError::Document { what: format!("customer {}", row.number), source: Box::new(source) };
        let mut document = CustomerDocument::load(content).map_err(refused)?;
        let fields = field_edits(&document.row().map_err(refused)?, row);
        let change = document.edit(&fields, &random_bytes::<16>(), self.now).map_err(refused)?;
        if change.is_empty() {
            self.done.unchanged += 1;
            return Ok(());
        }
        let customer = document.row().map_err(refused)?;
        customer_update(conn, document.save(), &customer).await?;
        self.draft.push(Scope::Business, &LogBody::Customer { row: customer, change });
        self.done.edited += 1;
        Ok(())
    }

    async fn write(&mut self, conn: &mut AnyConnection) -> Result<(), DbError> {
        let new = std::mem::take(&mut self.new);
        if new.is_empty() {
            return Ok(());
        }
        let sql = format!("insert into document (id, business, kind, content) values {}", value_rows(new.len(), 4));
        let mut query = sqlx::query(assembled(sql));
        for (customer, content) in &new {
            query = query.bind(customer.id.to_string()).bind(self.business.to_string()).bind("customer");
            query = query.bind(content.clone());
        }
        query.execute(&mut *conn).await?;
        let sql = format!("insert into customer (id, business, number, content) values {}", value_rows(new.len(), 4));
        let mut query = sqlx::query(assembled(sql));
        for (customer, _) in &new {
            query = query.bind(customer.id.to_string()).bind(self.business.to_string());
            query = query.bind(customer.number.clone()).bind(encoding::encode(customer));
        }
        query.execute(conn).await?;
        Ok(())
    }
}

/// Ids follow from the customer's number, so that the same file gives the same ids.
fn new_customer(business: BusinessId, row: &CustomerRow) -> Customer {
    let id = CustomerId(Uuid::new_v5(&business.0, format!("customer {}", row.number).as_bytes()));
    let address = (!row.address.is_empty()).then(|| Address { id: address_id(id), lines: row.address.clone() });
    Customer {
        id,
        number: row.number.clone(),
        name: row.name.clone(),
        email: row.email.clone(),
        phone: row.phone.clone(),
        addresses: address.into_iter().collect(),
        archived: false,
    }
}

/// The one address that a file can name.
fn address_id(customer: CustomerId) -> AddressId {
    AddressId(Uuid::new_v5(&customer.0, b"imported address"))
}

/// What the file says differently. A field it leaves empty stays as it is.
fn field_edits(customer: &Customer, row: &CustomerRow) -> Vec<FieldEdit> {
    let address = address_id(customer.id);
    let held = customer.addresses.iter().find(|held| held.id == address).map(|held| held.lines.join("\n"));
    let fields = [
        ("name".to_owned(), customer.name.clone(), row.name.clone()),
        ("email".to_owned(), customer.email.clone(), row.email.clone()),
        ("phone".to_owned(), customer.phone.clone(), row.phone.clone()),
        (format!("address:{address}"), held.unwrap_or_default(), row.address.join("\n")),
    ];
    let changed = fields.into_iter().filter(|(_, base, value)| !value.is_empty() && base != value);
    changed.map(|(field, base, value)| FieldEdit { field, base, value }).collect()
}
