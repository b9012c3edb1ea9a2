//! CustomersRun in bulk, as products are. Each row of a part is an attachment of its entry, so a
//! part has no more rows than an entry has attachments.

use super::{Chunk, Imported, Made, RunError, random_actor, run};
use crate::act::{Beside, Knowledge};
use crate::db::{Db, DbError};
use crate::document::{self, BatchError, Content, DocumentRow};
use crate::import::{AddressInput, CustomerInput};
use crate::party::{CustomerBatch, CustomerBatchRow, by_number};
use shared_model::bounds::ATTACHMENTS_MAX;
use shared_model::document::{CustomerDocument, DocumentError, DocumentId, FieldEdit};
use shared_model::encoding::Bytes;
use shared_model::party::{Address, Customer};
use shared_model::unit::*;
use std::collections::BTreeMap;

/// See [`run`].
pub async fn import_customers(
    db: &Db,
    business: BusinessId,
    rows: &[CustomerInput],
    dry_run: bool,
    now: Timestamp,
    progress: &dyn Fn(u64, u64),
) -> Result<Imported, RunError> {
    run::<CustomersRun>(db, business, rows, dry_run, now, progress).await
}

struct CustomersRun {
    business: BusinessId,
    rows: Vec<CustomerInput>,
    held: BTreeMap<String, Customer>,
    contents: BTreeMap<DocumentId, Content>,
    versions: BTreeMap<DocumentId, u64>,
    batch: CustomerBatch,
    done: Imported,
    now: Timestamp,
}

impl Chunk for CustomersRun {
    type Input = CustomerInput;
    const ROWS: usize = ATTACHMENTS_MAX;

    async fn read(db: &Db, known: &Knowledge, rows: &[CustomerInput], now: Timestamp) -> Result<CustomersRun, DbError> {
        let business = known.settings.business;
        let mut conn = db.read().await?;
        let numbers: Vec<&str> = rows.iter().map(|row| row.number.as_str()).collect();
        let held = by_number(&mut conn, business, &numbers).await?;
        let changed =
            rows.iter().filter_map(|row| held.get(&row.number).filter(|held| !field_edits(held, row).is_empty()));
        let ids: Vec<DocumentId> = changed.map(|held| DocumentId::Customer(held.id)).collect();
        let contents = document::contents(&mut conn, business, &ids).await?;
        let (versions, batch, done) = (BTreeMap::new(), CustomerBatch::default(), Imported::default());
        let rows = rows.to_vec();
        Ok(CustomersRun { business, rows, held, contents, versions, batch, done, now })
    }

    fn make(&mut self) -> Result<(), RunError> {
        for row in std::mem::take(&mut self.rows) {
            match self.held.remove(&row.number) {
                None => self.create(&row),
                Some(held) => {
                    if let Err(error) = self.compare(&held, &row) {
                        self.versions.remove(&DocumentId::Customer(held.id));
                        self.done.keep(&row.number, &error);
                    }
                }
            }
        }
        Ok(())
    }

    fn made(mut self) -> Result<Made, BatchError> {
        let entry = (!self.batch.rows.is_empty()).then(|| self.batch.entry()).transpose()?;
        let beside = Beside { customers: Some(self.batch), ..Beside::default() };
        let entry = entry.map(|(fact, attachments)| (fact, attachments, beside));
        Ok(Made { done: self.done, documents: self.versions, entry })
    }
}

impl CustomersRun {
    fn create(&mut self, row: &CustomerInput) {
        let customer = new_customer(self.business, row);
        self.versions.insert(DocumentId::Customer(customer.id), 0);
        self.batch.rows.push(CustomerBatchRow::plain(customer));
        self.done.created += 1;
    }

    /// Against what was read with its version, which may say more than the row found by its
    /// number.
    fn compare(&mut self, held: &Customer, row: &CustomerInput) -> Result<(), DocumentError> {
        let id = DocumentId::Customer(held.id);
        let becomes = match self.contents.remove(&id) {
            Some(Content { version, row: DocumentRow::Customer(customer), bytes }) => {
                self.versions.insert(id, version);
                bytes.map_or_else(|| Ok(replaced(&customer, row)), |bytes| self.edited(&bytes, row))?
            }
            Some(Content { row: DocumentRow::Product(_), .. }) | None => None,
        };
        match becomes {
            Some(becomes) => {
                self.batch.rows.push(becomes);
                self.done.edited += 1;
            }
            None => self.done.unchanged += 1,
        }
        Ok(())
    }

    fn edited(&self, bytes: &[u8], row: &CustomerInput) -> Result<Option<CustomerBatchRow>, DocumentError> {
        let mut document = CustomerDocument::load(bytes)?;
        let fields = field_edits(&document.row()?, row);
        let change = document.edit(&fields, &random_actor(), self.now)?;
        if change.is_empty() {
            return Ok(None);
        }
        let customer = document.row()?;
        let (change, content) = (Some(Bytes::from(change)), Some(document.save()?));
        Ok(Some(CustomerBatchRow { change, content, ..CustomerBatchRow::plain(customer) }))
    }
}

/// Ids follow from the customer's number, so that the same file gives the same ids.
fn new_customer(business: BusinessId, row: &CustomerInput) -> Customer {
    let id = imported_customer(business, &row.number);
    let address = (!row.address.lines.is_empty()).then(|| new_address(id, &row.address));
    Customer {
        email: row.email.clone(),
        phone: row.phone.clone(),
        addresses: address.into_iter().collect(),
        ..Customer::named(id, &row.number, &row.name)
    }
}

fn new_address(customer: CustomerId, row: &AddressInput) -> Address {
    let mut address = Address::of_lines(imported_address(customer), Vec::new());
    take_in(&mut address, row);
    address
}

/// What the file says of it. A field that it leaves empty stays as it is.
fn take_in(address: &mut Address, row: &AddressInput) {
    if !row.lines.is_empty() {
        address.lines.clone_from(&row.lines);
    }
    let texts =
        [(&mut address.city, &row.city), (&mut address.postcode, &row.postcode), (&mut address.country, &row.country)];
    for (held, value) in texts.into_iter().filter(|(_, value)| !value.is_empty()) {
        held.clone_from(value);
    }
}

/// A row that nobody edited, as the file has it; none where that is the same.
fn replaced(customer: &Customer, row: &CustomerInput) -> Option<CustomerBatchRow> {
    if field_edits(customer, row).is_empty() {
        return None;
    }
    let mut customer = customer.clone();
    let texts = [(&mut customer.name, &row.name), (&mut customer.email, &row.email), (&mut customer.phone, &row.phone)];
    for (held, value) in texts.into_iter().filter(|(_, value)| !value.is_empty()) {
        held.clone_from(value);
    }
    let id = imported_address(customer.id);
    if !row.address.lines.is_empty() {
        match customer.addresses.iter_mut().find(|held| held.id == id) {
            Some(held) => take_in(held, &row.address),
            None => customer.addresses.push(new_address(customer.id, &row.address)),
        }
    }
    Some(CustomerBatchRow::plain(customer))
}

/// What the file says differently. A field it leaves empty stays as it is.
fn field_edits(customer: &Customer, row: &CustomerInput) -> Vec<FieldEdit> {
    let id = imported_address(customer.id);
    let held = customer.addresses.iter().find(|held| held.id == id).cloned();
    let held = held.unwrap_or_else(|| Address::of_lines(id, Vec::new()));
    let of = |field: &str| format!("address:{id}{field}");
    let fields = [
        ("name".to_owned(), customer.name.clone(), row.name.clone()),
        ("email".to_owned(), customer.email.clone(), row.email.clone()),
        ("phone".to_owned(), customer.phone.clone(), row.phone.clone()),
        (of(""), held.lines.join("\n"), row.address.lines.join("\n")),
        (of("/city"), held.city, row.address.city.clone()),
        (of("/postcode"), held.postcode, row.address.postcode.clone()),
        (of("/country"), held.country, row.address.country.clone()),
    ];
    let changed = fields.into_iter().filter(|(_, base, value)| !value.is_empty() && base != value);
    changed.map(|(field, base, value)| FieldEdit { field, base, value }).collect()
}
