//! A product as a row: what a replica stores and a screen draws. The Automerge document it
//! is derived from lives in [`crate::document`].

use crate::unit::ProductId;
use serde::{Deserialize, Serialize};

/// What to do when a pickup or delivery is asked for and stock does not cover it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShortagePolicy {
    #[default]
    Allow,
    Ask,
    Deny,
}

impl ShortagePolicy {
    pub fn as_str(self) -> &'static str {
        match self {
            ShortagePolicy::Allow => "allow",
            ShortagePolicy::Ask => "ask",
            ShortagePolicy::Deny => "deny",
        }
    }

    pub fn parse(text: &str) -> Option<ShortagePolicy> {
        match text {
            "allow" => Some(ShortagePolicy::Allow),
            "ask" => Some(ShortagePolicy::Ask),
            "deny" => Some(ShortagePolicy::Deny),
            _ => None,
        }
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
