//! The customer document. Addresses are a map by id and field, so that two added apart are
//! both kept and each field of one merges on its own.

use super::automerge_record::{DocumentError, Record, Write};
use super::intent::{DocumentId, FieldEdit};
use super::kind::{Content, Doc, Document, FixedField};
use crate::party::{Address, Capacity, Customer};
use crate::unit::{AddressId, CustomerId};
use std::collections::BTreeMap;

pub enum CustomerKind {}

pub type CustomerDocument = Doc<CustomerKind>;

/// Edits of an address name it so: `address:` and its id, for its lines; no lines take it
/// away. `address:ID/city` and the like for its other fields.
const ADDRESS: &str = "address:";
const ADDRESSES: &str = "address";
const CAPACITIES: &str = "capacities";
const ADDRESS_FIELDS: [&str; 6] = ["city", "state", "postcode", "country", "kind", "default"];

impl Document for CustomerKind {
    type Row = Customer;
    const FIELDS: &'static [&'static str] = &["name", "email", "phone", "first_name", "last_name", "company"];
    const MAPS: &'static [&'static str] = &[ADDRESSES];
    const FIXED: &'static [FixedField<Customer>] = &[
        ("id", |before, after| before.id == after.id),
        ("number", |before, after| before.number == after.number),
        ("archived", |before, after| before.archived == after.archived),
    ];

    fn id(row: &Customer) -> DocumentId {
        DocumentId::Customer(row.id)
    }

    fn content(row: &Customer) -> Content {
        let mut texts = vec![
            ("id", row.id.to_string()),
            ("number", row.number.clone()),
            ("name", row.name.clone()),
            ("email", row.email.clone()),
            ("phone", row.phone.clone()),
        ];
        let optional = [
            ("first_name", row.first_name.clone()),
            ("last_name", row.last_name.clone()),
            ("company", row.company.clone()),
        ];
        texts.extend(optional.into_iter().filter(|(_, text)| !text.is_empty()));
        let addresses = row.addresses.iter().flat_map(address_entries).collect();
        let mut maps = vec![(ADDRESSES, addresses)];
        if !row.capacities.is_empty() {
            let names = row.capacities.iter().map(|capacity| (capacity.to_string(), String::new()));
            maps.push((CAPACITIES, names.collect()));
        }
        Content { texts, flags: vec![("archived", row.archived)], maps }
    }

    fn row(record: &Record) -> Result<Customer, DocumentError> {
        let text = |key: &'static str| record.text(key).ok_or(DocumentError::MissingField(key));
        let optional = |key| record.text(key).unwrap_or_default();
        let id = text("id")?.parse::<CustomerId>().map_err(|_| DocumentError::MissingField("id"))?;
        let capacities = record.entries(CAPACITIES).into_keys();
        Ok(Customer {
            email: optional("email"),
            phone: optional("phone"),
            addresses: addresses(&record.entries(ADDRESSES)),
            archived: record.flag("archived").unwrap_or(false),
            first_name: optional("first_name"),
            last_name: optional("last_name"),
            company: optional("company"),
            capacities: capacities.map(|name| Capacity::from(name.as_str())).collect(),
            ..Customer::named(id, &text("number")?, &optional("name"))
        })
    }

    fn writes(edit: &FieldEdit) -> Result<Vec<Write>, DocumentError> {
        let unknown = || DocumentError::UnknownField(edit.field.clone());
        if let Some(name) = edit.field.strip_prefix(ADDRESS) {
            let (id, field) = name.split_once('/').map_or((name, None), |(id, field)| (id, Some(field)));
            let id = id.parse::<AddressId>().map_err(|_| unknown())?;
            let key = match field {
                None => id.to_string(),
                Some(field) if ADDRESS_FIELDS.contains(&field) => format!("{id}/{field}"),
                Some(_) => return Err(unknown()),
            };
            let (map, value) = (ADDRESSES, edit.value.clone());
            if !value.trim().is_empty() {
                return Ok(vec![Write::Put { map, key, value }]);
            }
            // Without its lines it is no address, and nothing of it stays.
            let others = ADDRESS_FIELDS.iter().filter(|_| field.is_none()).map(|other| format!("{id}/{other}"));
            return Ok(std::iter::once(key.clone()).chain(others).map(|key| Write::Remove { map, key }).collect());
        }
        let key = Self::FIELDS.iter().copied().find(|key| *key == edit.field).ok_or_else(unknown)?;
        Ok(vec![Write::Text { key, base: edit.base.clone(), value: edit.value.clone() }])
    }
}

fn address_entries(address: &Address) -> Vec<(String, String)> {
    let id = address.id.to_string();
    let default = if address.default { "1".to_owned() } else { String::new() };
    let values = [&address.city, &address.state, &address.postcode, &address.country, &address.kind, &default];
    let fields = ADDRESS_FIELDS.iter().zip(values).filter(|(_, value)| !value.is_empty());
    let mut entries = vec![(id.clone(), address.lines.join("\n"))];
    entries.extend(fields.map(|(field, value)| (format!("{id}/{field}"), value.clone())));
    entries
}

/// An address is there as long as its lines are.
fn addresses(entries: &BTreeMap<String, String>) -> Vec<Address> {
    let address = |(key, lines): (&String, &String)| {
        let id = key.parse::<AddressId>().ok()?;
        let field = |name: &str| entries.get(&format!("{id}/{name}")).cloned().unwrap_or_default();
        Some(Address {
            city: field("city"),
            state: field("state"),
            postcode: field("postcode"),
            country: field("country"),
            kind: field("kind"),
            default: field("default") == "1",
            ..Address::of_lines(id, lines.lines().map(str::to_owned).collect())
        })
    };
    entries.iter().filter_map(address).collect()
}
