//! Rows to quantities of goods: what came in, or what is on the shelf at the start. Unlike a
//! catalogue, half a delivery is worse than none: one bad row refuses the file.

use super::catalogue::fold_code;
use super::column::{Columns, Field};
use super::file::ImportError;
use super::refused::RowRefused;
use super::sheet::Sheet;
use shared_model::refusal::ImportReason;
use shared_model::unit::Quantity;
use std::collections::BTreeMap;

const SKU: usize = 0;
const QUANTITY: usize = 1;

pub const FIELDS: [Field; 2] = [
    Field { name: "sku", needed: true, usual: super::catalogue::SKU_USUAL },
    Field { name: "quantity", needed: true, usual: &["quantity", "qty", "pieces", "stock", "onhand", "menge"] },
];

/// Codes with their quantities, or the rows that stand against them.
pub type Quantities = Result<Vec<(String, Quantity)>, Vec<RowRefused>>;

/// The quantities in the order of the file, or every row that stands against them.
pub fn read_quantities(sheet: &Sheet, map: &BTreeMap<String, String>) -> Result<Quantities, ImportError> {
    let columns = Columns::find(&FIELDS, &sheet.header, map)?;
    let mut refused = Vec::new();
    let mut read = Vec::new();
    sheet.each_row(&|_, _| {}, &mut refused, |row| {
        let refuse = |field: usize, reason| {
            let column = columns.of(field).map(|index| sheet.header[index].clone()).unwrap_or_default();
            Err(RowRefused { row: row.line, column, reason })
        };
        let code = row.cell(columns.of(SKU));
        if code.is_empty() {
            return refuse(SKU, ImportReason::NoSku {});
        }
        let text = row.cell(columns.of(QUANTITY));
        match text.parse::<Quantity>() {
            Ok(quantity) if quantity.is_positive() => read.push((fold_code(code), quantity)),
            _ => return refuse(QUANTITY, ImportReason::NotAQuantity { text: text.to_owned() }),
        }
        Ok(())
    })?;
    Ok(if refused.is_empty() { Ok(read) } else { Err(refused) })
}
