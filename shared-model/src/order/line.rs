//! A line of an order: what, how many, at which price and why, taxed where, going where.

use crate::stock::Promise;
use crate::tax::LineTax;
use crate::unit::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

open_variants! {
    /// Where the goods of a line go.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    pub enum Fulfilment tag "kind" {
        /// The customer walks out with it.
        CarryOut = "carry_out",
        /// Fetched later at the store.
        Pickup = "pickup",
        /// Sent to an address of the customer; needs a customer on the order.
        Delivery { address: Option<AddressId> } = "delivery",
    }
}

impl Fulfilment {
    pub fn is_carry_out(&self) -> bool {
        *self == Fulfilment::CarryOut
    }

    pub fn as_str(&self) -> &str {
        match self {
            Fulfilment::CarryOut => "carry_out",
            Fulfilment::Pickup => "pickup",
            Fulfilment::Delivery { .. } => "delivery",
            Fulfilment::Newer(newer) => newer.name(),
        }
    }
}

open_names! {
    pub enum PriceCauseKind {
        /// The catalogue's.
        List = "list",
        Promotion = "promotion",
        Coupon = "coupon",
        /// A person's, with a reason and who allowed it.
        Manual = "manual",
    }
}

/// Why a line costs what it costs, in the order in which the causes were applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PriceCause {
    pub kind: PriceCauseKind,
    /// The promotion or coupon, and the version of its rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
    /// Hash of the approval's own entry, where it was asked for before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Hash>,
}

impl PriceCause {
    pub fn manual(approved_by: StaffId, reason: String, approval: Option<Hash>) -> PriceCause {
        PriceCause {
            kind: PriceCauseKind::Manual,
            rule: None,
            version: None,
            reason: Some(reason),
            approved_by: Some(approved_by),
            approval,
        }
    }
}

open_variants! {
    /// Which price a line or a new price rests on.
    pub enum PriceSource {
        /// As the server told it.
        Told(Position) = "told",
        /// Set by this entry of the till's own, which the server had not judged yet.
        Own(Hash) = "own",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// 1-based; `(order, line)` names the line for ever.
    pub line: u32,
    pub product: ProductId,
    pub sku: String,
    /// The name as printed.
    pub name: String,
    pub stocked: bool,
    /// In the product's unit; empty for pieces.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    pub quantity: Quantity,
    /// As weighed or measured, where it differs from what is charged for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<Quantity>,
    /// What one unit cost here, inclusive or exclusive of tax as the order's method says.
    pub unit_price: Amount,
    /// What the till's catalogue said; differs from `unit_price` only for a cause.
    pub list_price: Amount,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<PriceCause>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_from: Option<PriceSource>,
    /// Line discount and this line's share of the order discount, not negative.
    #[serde(default, skip_serializing_if = "Amount::is_zero")]
    pub discount: Amount,
    pub tax_class: String,
    pub tax_letter: char,
    /// By the place of handover.
    pub taxes: Vec<LineTax>,
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
    pub fulfilment: Fulfilment,
    pub promise: Promise,
    /// Units the till believed free when it sold this line; explains a shortage later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub believed_free: Option<Quantity>,
    /// What a return takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<OriginalLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salesperson: Option<StaffId>,
    /// The line of a bundle or a fee's product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<u32>,
}

impl OrderLine {
    /// A person's own price, where there is one.
    pub fn manual(&self) -> Option<&PriceCause> {
        self.causes.iter().find(|cause| cause.kind == PriceCauseKind::Manual)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginalLine {
    pub order: OrderId,
    pub line: u32,
}
