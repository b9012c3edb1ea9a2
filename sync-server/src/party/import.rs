//! Customers in bulk, as products are.

use crate::act::{ATTEMPTS, Decision, Knowledge, Ready};
use crate::catalogue::{CatalogueError, Imported, PART_ROWS, random_actor, write_import};
use crate::db::set::select;
use crate::db::{Conn, Db, DbError, Sql, row};
use crate::document::{self, Content, Imported as Document};
use crate::import::CustomerRow;
use shared_model::document::{CustomerDocument, DocumentError, DocumentId, FieldEdit};
use shared_model::party::{Address, Customer};
use shared_model::unit::*;
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
    let actor = random_actor();
    let mut done = Imported::default();
    for (index, part) in rows.chunks(PART_ROWS).enumerate() {
        done.add(import_part(db, business, part, dry_run, (actor, now)).await?);
        progress((index * PART_ROWS + part.len()) as u64, rows.len() as u64);
    }
    Ok(done)
}

async fn import_part(
    db: &Db,
    business: BusinessId,
    rows: &[CustomerRow],
    dry_run: bool,
    (actor, now): ([u8; 16], Timestamp),
) -> Result<Imported, CatalogueError> {
    for _ in 0..ATTEMPTS {
        let knowledge = Knowledge::of(db, business).await?;
        let mut part = Part::read(db, business, rows, (actor, now)).await?;
        let made = tokio::task::spawn_blocking(move || part.make().map(|()| part));
        let part = made.await.map_err(|_| DbError::Unreadable("import"))??;
        if dry_run || part.decisions.is_empty() {
            return Ok(part.done);
        }
        let mut ready = Ready::new(business, knowledge, now);
        ready.is_job = true;
        ready.wants.documents = part.versions;
        match write_import(db, &ready, part.decisions).await {
            Ok(()) => return Ok(part.done),
            Err(DbError::Moved) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(DbError::Moved.into())
}

async fn by_number(
    conn: &mut Conn,
    business: BusinessId,
    numbers: &[&str],
) -> Result<BTreeMap<String, Customer>, DbError> {
    let texts = ("select content from customer where business = $1 and number in", "");
    let first = |query: Sql| query.id(business);
    let rows = select(conn, texts, first, 1, numbers, |query, number| query.text(*number)).await?;
    let one = |found| row::decoded(found, "content").map(|customer: Customer| (customer.number.clone(), customer));
    rows.iter().map(one).collect()
}

/// Rows of a file beside what there is, and what follows.
struct Part {
    business: BusinessId,
    rows: Vec<CustomerRow>,
    held: BTreeMap<String, Customer>,
    contents: BTreeMap<DocumentId, Content>,
    versions: BTreeMap<DocumentId, u64>,
    decisions: Vec<Decision>,
    done: Imported,
    actor: [u8; 16],
    now: Timestamp,
}

impl Part {
    async fn read(
        db: &Db,
        business: BusinessId,
        rows: &[CustomerRow],
        (actor, now): ([u8; 16], Timestamp),
    ) -> Result<Part, DbError> {
        let mut conn = db.read().await?;
        let numbers: Vec<&str> = rows.iter().map(|row| row.number.as_str()).collect();
        let held = by_number(&mut conn, business, &numbers).await?;
        let changed =
            rows.iter().filter_map(|row| held.get(&row.number).filter(|held| !field_edits(held, row).is_empty()));
        let ids: Vec<DocumentId> = changed.map(|held| DocumentId::Customer(held.id)).collect();
        let contents = document::contents(&mut conn, business, &ids).await?;
        let (versions, decisions, done) = (BTreeMap::new(), Vec::new(), Imported::default());
        let rows = rows.to_vec();
        Ok(Part { business, rows, held, contents, versions, decisions, done, actor, now })
    }

    fn make(&mut self) -> Result<(), CatalogueError> {
        for row in std::mem::take(&mut self.rows) {
            let what = || format!("customer {}", row.number);
            let refused = |source| CatalogueError::Document { what: what(), source: Box::new(source) };
            let held = self.held.remove(&row.number);
            let content = held.as_ref().and_then(|held| self.contents.remove(&DocumentId::Customer(held.id)));
            match (held.is_some(), content) {
                (false, _) => self.create(&row).map_err(refused)?,
                (true, Some(content)) => self.edit(&row, &content).map_err(refused)?,
                (true, None) => self.done.unchanged += 1,
            }
        }
        Ok(())
    }

    fn create(&mut self, row: &CustomerRow) -> Result<(), DocumentError> {
        let customer = new_customer(self.business, row);
        let mut document = CustomerDocument::create(&customer, &self.actor, self.now)?;
        let (customer, content) = (document.row()?, document.save());
        self.describe(customer, 0, content.clone(), content);
        self.done.created += 1;
        Ok(())
    }

    /// Against the document, which may say more than the row that was compared.
    fn edit(&mut self, row: &CustomerRow, content: &Content) -> Result<(), DocumentError> {
        let mut document = CustomerDocument::load(&content.bytes)?;
        let fields = field_edits(&document.row()?, row);
        let change = document.edit(&fields, &random_actor(), self.now)?;
        if change.is_empty() {
            self.done.unchanged += 1;
            return Ok(());
        }
        let customer = document.row()?;
        self.describe(customer, content.version, document.save(), change);
        self.done.edited += 1;
        Ok(())
    }

    fn describe(&mut self, customer: Customer, version: u64, content: Vec<u8>, change: Vec<u8>) {
        let document = DocumentId::Customer(customer.id);
        self.versions.insert(document, version);
        self.decisions.push(Decision::Customer(Box::new(customer), Document { document, version, content, change }));
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
