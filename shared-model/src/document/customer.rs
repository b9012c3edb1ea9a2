//! The customer document. Addresses are a map by id, so that two added apart are both kept.

use super::automerge_record::{DocumentError, Record, Write};
use super::intent::FieldEdit;
use super::product::{Conflict, FIELD_BYTES_MAX};
use crate::party::{Address, Customer};
use crate::unit::{AddressId, CustomerId, Timestamp};
use std::collections::BTreeMap;

const TEXTS: [&str; 3] = ["name", "email", "phone"];
/// Edits of an address name it so: `address:` and its id. No lines take it away.
const ADDRESS: &str = "address:";

#[derive(Clone)]
pub struct CustomerDocument {
    record: Record,
}

impl CustomerDocument {
    /// `actor` must be new for every process that makes changes and never be used again.
    pub fn create(row: &Customer, actor: &[u8], time: Timestamp) -> Result<CustomerDocument, DocumentError> {
        let id = row.id.to_string();
        let texts = [
            ("id", id.as_str()),
            ("number", &row.number),
            ("name", &row.name),
            ("email", &row.email),
            ("phone", &row.phone),
        ];
        let addresses: BTreeMap<String, String> =
            row.addresses.iter().map(|address| (address.id.to_string(), address.lines.join("\n"))).collect();
        let record = Record::create(actor, time, &texts, &[("archived", row.archived)], &[("addresses", addresses)])?;
        Ok(CustomerDocument { record })
    }

    /// From saved bytes or from all its changes, in any order.
    pub fn load(bytes: &[u8]) -> Result<CustomerDocument, DocumentError> {
        let document = CustomerDocument { record: Record::load(bytes)? };
        document.row()?;
        Ok(document)
    }

    pub fn save(&mut self) -> Vec<u8> {
        self.record.save()
    }

    /// As [`super::ProductDocument::edit`]; fields are `name`, `email`, `phone` and
    /// `address:ID` with the lines of the address.
    pub fn edit(&mut self, fields: &[FieldEdit], actor: &[u8], time: Timestamp) -> Result<Vec<u8>, DocumentError> {
        let writes = fields.iter().map(customer_write).collect::<Result<Vec<_>, _>>()?;
        self.record.write(&writes, actor, time)
    }

    /// Takes in changes made elsewhere. They may touch only what people edit.
    pub fn apply(&mut self, changes: &[u8]) -> Result<(), DocumentError> {
        let before = self.row()?;
        let mut record = self.record.clone();
        record.apply(changes)?;
        let merged = CustomerDocument { record };
        let after = merged.row()?;
        let fixed = [
            ("id", before.id == after.id),
            ("number", before.number == after.number),
            ("archived", before.archived == after.archived),
        ];
        if let Some((field, _)) = fixed.into_iter().find(|(_, same)| !same) {
            return Err(DocumentError::Fixed(field));
        }
        *self = merged;
        Ok(())
    }

    pub fn row(&self) -> Result<Customer, DocumentError> {
        let text = |key: &'static str| self.record.text(key).ok_or(DocumentError::MissingField(key));
        let id = text("id")?.parse::<CustomerId>().map_err(|_| DocumentError::MissingField("id"))?;
        let address = |(id, lines): (String, String)| {
            Some(Address { id: id.parse::<AddressId>().ok()?, lines: lines.lines().map(str::to_owned).collect() })
        };
        Ok(Customer {
            id,
            number: text("number")?,
            name: text("name").unwrap_or_default(),
            email: text("email").unwrap_or_default(),
            phone: text("phone").unwrap_or_default(),
            addresses: self.record.entries("addresses").into_iter().filter_map(address).collect(),
            archived: self.record.flag("archived").unwrap_or(false),
        })
    }

    pub fn conflicts(&self) -> Vec<Conflict> {
        let texts = TEXTS.into_iter().map(|key| Conflict { field: key.to_owned(), values: self.record.texts(key) });
        let addresses = self
            .record
            .entries("addresses")
            .into_keys()
            .map(|id| Conflict { field: format!("{ADDRESS}{id}"), values: self.record.entry_texts("addresses", &id) });
        texts.chain(addresses).filter(|conflict| conflict.values.len() > 1).collect()
    }
}

fn customer_write(edit: &FieldEdit) -> Result<Write, DocumentError> {
    if edit.value.len() > FIELD_BYTES_MAX || edit.base.len() > FIELD_BYTES_MAX {
        return Err(DocumentError::BadValue(edit.field.clone()));
    }
    let unknown = || DocumentError::UnknownField(edit.field.clone());
    if let Some(id) = edit.field.strip_prefix(ADDRESS) {
        let key = id.parse::<AddressId>().map_err(|_| unknown())?.to_string();
        let map = "addresses";
        let value = edit.value.clone();
        return Ok(if value.trim().is_empty() { Write::Remove { map, key } } else { Write::Put { map, key, value } });
    }
    let key = TEXTS.into_iter().find(|key| *key == edit.field).ok_or_else(unknown)?;
    Ok(Write::Text { key, base: edit.base.clone(), value: edit.value.clone() })
}
