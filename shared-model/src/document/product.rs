//! The product document: a record of the fields people edit, each merged on its own, with
//! the barcodes as a set so that two additions made apart are both kept.

use super::automerge_record::{DocumentError, Record, Write};
use super::intent::FieldEdit;
use crate::catalogue::{Product, ProductField, ShortagePolicy, barcode};
use crate::unit::{ProductId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

pub const FIELD_BYTES_MAX: usize = 16 * 1024;

/// One field that two people wrote apart: the value that stands first, the others after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub field: String,
    pub values: Vec<String>,
}

#[derive(Clone)]
pub struct ProductDocument {
    record: Record,
}

impl ProductDocument {
    /// `actor` must be new for every process that makes changes and never be used again.
    pub fn create(row: &Product, actor: &[u8], time: Timestamp) -> Result<ProductDocument, DocumentError> {
        let id = row.id.to_string();
        let texts = [
            ("id", id.as_str()),
            ("sku", &row.sku),
            ("name", &row.name),
            ("description", &row.description),
            ("category", &row.category),
            ("tax_class", &row.tax_class),
            ("shortage", row.shortage.as_str()),
        ];
        let flags = [("stocked", row.stocked), ("archived", row.archived)];
        let barcodes: BTreeMap<String, String> =
            row.barcodes.iter().map(|code| (barcode::fold(code), String::new())).collect();
        Ok(ProductDocument { record: Record::create(actor, time, &texts, &flags, &[("barcodes", barcodes)])? })
    }

    /// From saved bytes or from all its changes, in any order.
    pub fn load(bytes: &[u8]) -> Result<ProductDocument, DocumentError> {
        let document = ProductDocument { record: Record::load(bytes)? };
        document.row()?;
        Ok(document)
    }

    pub fn save(&mut self) -> Vec<u8> {
        self.record.save()
    }

    /// Writes what a person meant and returns the changes to send, empty when it stood so
    /// already. What they wrote over something they had not seen becomes a conflict. Serves
    /// the till that holds the document and the server that got only the fields.
    pub fn edit(&mut self, fields: &[FieldEdit], actor: &[u8], time: Timestamp) -> Result<Vec<u8>, DocumentError> {
        let mut writes = Vec::new();
        for edit in fields {
            writes.extend(product_writes(edit)?);
        }
        self.record.write(&writes, actor, time)
    }

    /// Takes in changes made elsewhere. They may touch only what people edit.
    pub fn apply(&mut self, changes: &[u8]) -> Result<(), DocumentError> {
        let before = self.row()?;
        let mut record = self.record.clone();
        record.apply(changes)?;
        let merged = ProductDocument { record };
        let after = merged.row()?;
        let fixed = [
            ("id", before.id == after.id),
            ("sku", before.sku == after.sku),
            ("stocked", before.stocked == after.stocked),
            ("archived", before.archived == after.archived),
        ];
        if let Some((field, _)) = fixed.into_iter().find(|(_, same)| !same) {
            return Err(DocumentError::Fixed(field));
        }
        *self = merged;
        Ok(())
    }

    pub fn row(&self) -> Result<Product, DocumentError> {
        let text = |key: &'static str| self.record.text(key).ok_or(DocumentError::MissingField(key));
        let id = text("id")?.parse::<ProductId>().map_err(|_| DocumentError::MissingField("id"))?;
        Ok(Product {
            id,
            sku: text("sku")?,
            name: text("name")?,
            description: text("description").unwrap_or_default(),
            category: text("category").unwrap_or_default(),
            tax_class: text("tax_class")?,
            barcodes: self.record.entries("barcodes").into_keys().collect(),
            stocked: self.record.flag("stocked").ok_or(DocumentError::MissingField("stocked"))?,
            shortage: text("shortage").ok().and_then(|text| ShortagePolicy::parse(&text)).unwrap_or_default(),
            archived: self.record.flag("archived").unwrap_or(false),
        })
    }

    pub fn conflicts(&self) -> Vec<Conflict> {
        let fields = ProductField::ALL.into_iter().filter(|field| *field != ProductField::Barcodes);
        fields
            .map(|field| Conflict { field: field.key().to_owned(), values: self.record.texts(field.key()) })
            .filter(|conflict| conflict.values.len() > 1)
            .collect()
    }
}

fn product_writes(edit: &FieldEdit) -> Result<Vec<Write>, DocumentError> {
    let field = ProductField::from_key(&edit.field).ok_or_else(|| DocumentError::UnknownField(edit.field.clone()))?;
    let bad = || DocumentError::BadValue(edit.field.clone());
    if edit.value.len() > FIELD_BYTES_MAX || edit.base.len() > FIELD_BYTES_MAX {
        return Err(bad());
    }
    match field {
        ProductField::Name | ProductField::TaxClass if edit.value.trim().is_empty() => return Err(bad()),
        ProductField::Shortage if ShortagePolicy::parse(&edit.value).is_none() => return Err(bad()),
        ProductField::Barcodes => return Ok(barcode_writes(edit)),
        _ => {}
    }
    Ok(vec![Write::Text { key: field.key(), base: edit.base.clone(), value: edit.value.clone() }])
}

/// Only what the person added or took away, so that codes added elsewhere stay.
fn barcode_writes(edit: &FieldEdit) -> Vec<Write> {
    let codes = |text: &str| -> BTreeSet<String> { text.split_whitespace().map(barcode::fold).collect() };
    let (base, value) = (codes(&edit.base), codes(&edit.value));
    let map = ProductField::Barcodes.key();
    let added = value.difference(&base).map(|code| Write::Put { map, key: code.clone(), value: String::new() });
    let removed = base.difference(&value).map(|code| Write::Remove { map, key: code.clone() });
    added.chain(removed).collect()
}
