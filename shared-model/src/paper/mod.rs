//! What stands on paper, as rows of words and figures, before anybody asks how wide the paper
//! is. Printers lay the rows out; a screen may draw the same ones.
//!
//! Invariant: the same document makes the same rows everywhere.

mod content;
mod issued;
mod receipt;

pub use content::receipt_of;
pub use issued::{Issued, IssuedLine, IssuedTender, PaperKind};
pub use receipt::{receipt, receipt_title};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperRow {
    Centre {
        text: String,
        size: Size,
        weight: Weight,
    },
    /// Left text that may wrap, right text that may not.
    Pair {
        left: String,
        right: String,
        size: Size,
        weight: Weight,
    },
    Item(Item),
    /// A head and rows of cells, the first two left-aligned, the others right.
    Table {
        head: [String; 5],
        rows: Vec<[String; 5]>,
    },
    Rule,
    Gap(Gap),
    /// The text that a QR code says.
    Qr(String),
    /// The text that a barcode says; all of it ASCII.
    Barcode(String),
}

/// A sold line; a roll sets it on two lines, a sheet as a row of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub quantity: String,
    pub name: String,
    pub sku: String,
    pub unit_price: String,
    pub amount: String,
    pub letter: char,
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Small,
    Body,
    Title,
    Total,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    Narrow,
    Wide,
}
