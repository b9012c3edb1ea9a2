//! The product document: a record of the fields people edit, each merged on its own, with
//! the barcodes as a set so that two additions made apart are both kept.

use super::automerge_record::{DocumentError, Record, Write};
use super::intent::{DocumentId, FieldEdit};
use super::kind::{Content, Doc, Document, FixedField};
use crate::bounds::NAME_BYTES_MAX;
use crate::catalogue::{Product, ProductField, ShortagePolicy, Tracking, barcode};
use crate::unit::{ProductId, Quantity};
use std::collections::{BTreeMap, BTreeSet};

pub enum ProductKind {}

pub type ProductDocument = Doc<ProductKind>;

const BARCODES: &str = "barcodes";
const PACKS: &str = "packs";
const OTHER_CODES: &str = "other_codes";
const CATEGORIES: &str = "categories";
const OPTIONS: &str = "options";
const FEES: &str = "fees";
const ATTRIBUTES: &str = "attributes";
const PICTURES: &str = "pictures";

impl Document for ProductKind {
    type Row = Product;
    const FIELDS: &'static [&'static str] =
        &["name", "description", "category", "tax_class", "shortage", "parent", "unit", "tracking", "age_check"];
    const MAPS: &'static [&'static str] = &[PACKS, OPTIONS, ATTRIBUTES];
    const FIXED: &'static [FixedField<Product>] = &[
        ("id", |before, after| before.id == after.id),
        ("sku", |before, after| before.sku == after.sku),
        ("stocked", |before, after| before.stocked == after.stocked),
        ("archived", |before, after| before.archived == after.archived),
    ];

    fn id(row: &Product) -> DocumentId {
        DocumentId::Product(row.id)
    }

    fn content(row: &Product) -> Content {
        let optional = [
            ("parent", row.parent.map(|id| id.to_string()).unwrap_or_default()),
            ("unit", row.unit.clone()),
            ("tracking", if row.tracking.is_none() { String::new() } else { row.tracking.to_string() }),
            ("age_check", row.age_check.map(|years| years.to_string()).unwrap_or_default()),
        ];
        let mut texts = vec![
            ("id", row.id.to_string()),
            ("sku", row.sku.clone()),
            ("name", row.name.clone()),
            ("description", row.description.clone()),
            ("category", row.category.clone()),
            ("tax_class", row.tax_class.clone()),
            ("shortage", row.shortage.as_str().to_owned()),
        ];
        texts.extend(optional.into_iter().filter(|(_, text)| !text.is_empty()));
        let mut flags = vec![("stocked", row.stocked), ("archived", row.archived)];
        flags.extend([("weighed", row.weighed), ("sale_stop", row.sale_stop)].into_iter().filter(|(_, flag)| *flag));
        Content { texts, flags, maps: maps(row) }
    }

    fn row(record: &Record) -> Result<Product, DocumentError> {
        let text = |key: &'static str| record.text(key).ok_or(DocumentError::MissingField(key));
        let optional = |key| record.text(key).unwrap_or_default();
        let id = text("id")?.parse::<ProductId>().map_err(|_| DocumentError::MissingField("id"))?;
        let attributes = record.entries(ATTRIBUTES).into_iter();
        let packs = record.entries(PACKS).into_iter().filter_map(|(code, text)| Some((code, pack(&text)?)));
        Ok(Product {
            description: optional("description"),
            category: optional("category"),
            barcodes: record.entries(BARCODES).into_keys().collect(),
            stocked: record.flag("stocked").ok_or(DocumentError::MissingField("stocked"))?,
            shortage: named(&optional("shortage")).unwrap_or_default(),
            archived: record.flag("archived").unwrap_or(false),
            packs: packs.collect(),
            other_codes: record.entries(OTHER_CODES).into_keys().collect(),
            categories: ids(record, CATEGORIES),
            parent: optional("parent").parse().ok(),
            options: record.entries(OPTIONS),
            unit: optional("unit"),
            weighed: record.flag("weighed").unwrap_or(false),
            tracking: named(&optional("tracking")).unwrap_or(Tracking::None),
            age_check: optional("age_check").parse().ok(),
            sale_stop: record.flag("sale_stop").unwrap_or(false),
            fees: ids(record, FEES),
            attributes: attributes.map(|(name, value)| (name, value.into())).collect(),
            pictures: in_order(record.entries(PICTURES)),
            ..Product::plain(id, &text("sku")?, &text("name")?, &text("tax_class")?)
        })
    }

    fn writes(edit: &FieldEdit) -> Result<Vec<Write>, DocumentError> {
        let unknown = || DocumentError::UnknownField(edit.field.clone());
        let field = ProductField::from_key(&edit.field).ok_or_else(unknown)?;
        let bad = || DocumentError::BadValue(edit.field.clone());
        match field {
            ProductField::Name | ProductField::TaxClass if edit.value.trim().is_empty() => return Err(bad()),
            ProductField::Shortage if ShortagePolicy::parse(&edit.value).is_none() => return Err(bad()),
            ProductField::Barcodes => return Ok(barcode_writes(edit)),
            ProductField::Name
            | ProductField::Description
            | ProductField::Category
            | ProductField::TaxClass
            | ProductField::Shortage => {}
        }
        Ok(vec![Write::Text { key: field.key(), base: edit.base.clone(), value: edit.value.clone() }])
    }
}

/// A name as a document says it; nothing where it says none, or one longer than any.
fn named<T: for<'t> From<&'t str>>(text: &str) -> Option<T> {
    (!text.is_empty() && text.len() <= NAME_BYTES_MAX).then(|| T::from(text))
}

fn maps(row: &Product) -> Vec<(&'static str, BTreeMap<String, String>)> {
    let keys = |keys: &mut dyn Iterator<Item = String>| keys.map(|key| (key, String::new())).collect();
    let pictures = row.pictures.iter().enumerate().map(|(order, hash)| (hash.clone(), order.to_string()));
    let optional: [(&str, BTreeMap<String, String>); 7] = [
        (PACKS, row.packs.iter().map(|(code, quantity)| (code.clone(), quantity.to_string())).collect()),
        (OTHER_CODES, keys(&mut row.other_codes.iter().cloned())),
        (CATEGORIES, keys(&mut row.categories.iter().map(ToString::to_string))),
        (OPTIONS, row.options.clone()),
        (FEES, keys(&mut row.fees.iter().map(ToString::to_string))),
        (ATTRIBUTES, row.attributes.iter().map(|(name, value)| (name.clone(), value.to_string())).collect()),
        (PICTURES, pictures.collect()),
    ];
    let mut maps = vec![(BARCODES, keys(&mut row.barcodes.iter().map(|code| barcode::fold(code))))];
    maps.extend(optional.into_iter().filter(|(_, entries)| !entries.is_empty()));
    maps
}

fn pack(text: &str) -> Option<Quantity> {
    text.parse().ok().filter(|quantity: &Quantity| quantity.is_positive())
}

fn ids<T: std::str::FromStr + Ord>(record: &Record, map: &str) -> BTreeSet<T> {
    record.entries(map).into_keys().filter_map(|key| key.parse().ok()).collect()
}

/// Keys in the order that their values count.
fn in_order(entries: BTreeMap<String, String>) -> Vec<String> {
    let mut entries: Vec<(u32, String)> =
        entries.into_iter().map(|(key, order)| (order.parse().unwrap_or(u32::MAX), key)).collect();
    entries.sort();
    entries.into_iter().map(|(_, key)| key).collect()
}

/// Only what the person added or took away, so that codes added elsewhere stay.
fn barcode_writes(edit: &FieldEdit) -> Vec<Write> {
    let codes = |text: &str| -> BTreeSet<String> { text.split_whitespace().map(barcode::fold).collect() };
    let (base, value) = (codes(&edit.base), codes(&edit.value));
    let map = BARCODES;
    let added = value.difference(&base).map(|code| Write::Put { map, key: code.clone(), value: String::new() });
    let removed = base.difference(&value).map(|code| Write::Remove { map, key: code.clone() });
    added.chain(removed).collect()
}
