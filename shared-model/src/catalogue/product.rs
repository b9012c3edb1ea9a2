//! A product as a row: what a replica stores and a screen draws. The Automerge document it
//! is derived from lives in [`crate::document`].

use super::AttributeValue;
use crate::unit::{CategoryId, ProductId, Quantity, open_names};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

open_names! {
    /// What to do when a pickup or delivery is asked for and stock does not cover it. One of a
    /// newer version is asked about: whoever may sell short decides.
    #[derive(Default)]
    pub enum ShortagePolicy {
        #[default]
        Allow = "allow",
        Ask = "ask",
        Deny = "deny",
    }
}

impl ShortagePolicy {
    /// Whether somebody who may has to say so.
    pub fn asks(&self) -> bool {
        matches!(self, ShortagePolicy::Ask | ShortagePolicy::Other(_))
    }

    /// Nothing for a text that this version does not know: nobody may write it here.
    pub fn parse(text: &str) -> Option<ShortagePolicy> {
        ShortagePolicy::KNOWN.contains(&text).then(|| text.into())
    }
}

/// The derived row of a product document. Prices and stock are not in it: they are facts
/// and the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Product {
    pub id: ProductId,
    pub sku: String,
    pub name: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub category: String,
    /// Code of the tax class, for example `standard`.
    pub tax_class: String,
    /// Barcodes as scanned, digits folded to GTIN-14 where they are a GTIN.
    #[serde(default)]
    pub barcodes: Vec<String>,
    /// `false` for services and fees: they have no stock and are never short.
    pub stocked: bool,
    #[serde(default)]
    pub shortage: ShortagePolicy,
    #[serde(default)]
    pub archived: bool,
    /// Barcodes that stand for more than one: a pack's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub packs: BTreeMap<String, Quantity>,
    /// Codes it had before or has elsewhere; it is found by them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub other_codes: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub categories: BTreeSet<CategoryId>,
    /// What it is a variant of, and by which values it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ProductId>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
    /// What quantities count; empty for pieces.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub weighed: bool,
    #[serde(default, skip_serializing_if = "Tracking::is_none")]
    pub tracking: Tracking,
    /// Years a buyer must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_check: Option<u8>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub sale_stop: bool,
    /// Fees sold with it: deposits, levies.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub fees: BTreeSet<ProductId>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, AttributeValue>,
    /// Hashes of its pictures, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<String>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

open_names! {
    /// What is asked for when a unit is sold or taken back.
    #[derive(Default)]
    pub enum Tracking {
        #[default]
        None = "none",
        Batch = "batch",
        Serial = "serial",
    }
}

impl Tracking {
    pub fn is_none(&self) -> bool {
        *self == Tracking::None
    }
}

impl Product {
    /// A product with nothing but what every product has.
    pub fn plain(id: ProductId, sku: &str, name: &str, tax_class: &str) -> Product {
        Product {
            id,
            sku: sku.to_owned(),
            name: name.to_owned(),
            description: String::new(),
            category: String::new(),
            tax_class: tax_class.to_owned(),
            barcodes: Vec::new(),
            stocked: true,
            shortage: ShortagePolicy::default(),
            archived: false,
            packs: BTreeMap::new(),
            other_codes: BTreeSet::new(),
            categories: BTreeSet::new(),
            parent: None,
            options: BTreeMap::new(),
            unit: String::new(),
            weighed: false,
            tracking: Tracking::None,
            age_check: None,
            sale_stop: false,
            fees: BTreeSet::new(),
            attributes: BTreeMap::new(),
            pictures: Vec::new(),
        }
    }
}

/// The fields a person can edit, each merged on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProductField {
    Name,
    Description,
    Category,
    TaxClass,
    /// Space-separated on the wire, a set in the document.
    Barcodes,
    Shortage,
}

impl ProductField {
    pub const ALL: [ProductField; 6] = [
        ProductField::Name,
        ProductField::Description,
        ProductField::Category,
        ProductField::TaxClass,
        ProductField::Barcodes,
        ProductField::Shortage,
    ];

    pub fn key(self) -> &'static str {
        match self {
            ProductField::Name => "name",
            ProductField::Description => "description",
            ProductField::Category => "category",
            ProductField::TaxClass => "tax_class",
            ProductField::Barcodes => "barcodes",
            ProductField::Shortage => "shortage",
        }
    }

    pub fn from_key(key: &str) -> Option<ProductField> {
        ProductField::ALL.into_iter().find(|field| field.key() == key)
    }
}
