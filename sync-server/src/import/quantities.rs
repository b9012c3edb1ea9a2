//! Rows to quantities of goods: what came in, or what is on the shelf at the start. Unlike a
//! catalogue, half a delivery is worse than none: one bad row refuses the file.

use super::code::{self, fold_code};
use super::column::{Columns, Field};
use super::error::ImportError;
use super::number::{DecimalsSeen, Notation, Number, evidence, read};
use super::options::Decimal;
use super::refused::RowRefused;
use super::sheet::{Sheet, SheetRow};
use super::text::{self, Breaks};
use shared_model::refusal::ImportReason;
use shared_model::unit::Quantity;
use std::collections::BTreeMap;

const SKU: usize = 0;
const QUANTITY: usize = 1;
/// Decimals that a quantity usually has: three of them are not taken for granted.
const WHOLE_MOSTLY: u32 = 0;

pub const FIELDS: [Field; 2] = [
    Field { name: "sku", needed: true, usual: super::catalogue::SKU_USUAL },
    Field { name: "quantity", needed: true, usual: &["quantity", "qty", "pieces", "stock", "onhand", "menge"] },
];

pub struct QuantitiesRead {
    /// How quantities were read.
    pub notation: Notation,
    /// In the order of the file, or every row that stands against them.
    pub lines: Result<Vec<(String, Quantity)>, Vec<RowRefused>>,
}

#[derive(Debug, Clone, Default)]
pub struct QuantitiesOptions {
    pub map: BTreeMap<String, String>,
    /// Where nothing is stated, the quantities together show it.
    pub decimal: Option<Decimal>,
    /// No sign parts thousands: three digits behind one are decimals.
    pub no_thousands: bool,
}

pub fn read_quantities(sheet: &Sheet, options: &QuantitiesOptions) -> Result<QuantitiesRead, ImportError> {
    let columns = Columns::find(&FIELDS, sheet.names(), &options.map)?;
    let mut notation = Notation::stated(options.decimal, !options.no_thousands);
    if let (None, Some(column)) = (notation.decimal, columns.of(QUANTITY)) {
        let mut seen = DecimalsSeen::default();
        sheet.each_cell(column, |text| seen.add(evidence(text, notation.is_grouped)))?;
        notation = seen.notation(notation.is_grouped);
    }
    let mut refused = Vec::new();
    let mut lines = Vec::new();
    let is_row = |row: &SheetRow<'_>| {
        !row.cell(columns.of(SKU)).is_empty() && quantity(row.cell(columns.of(QUANTITY)), notation).is_ok()
    };
    sheet.each_row(&|_, _| {}, &is_row, &mut refused, |row| {
        let refuse = |field: usize, reason| {
            let column = columns.of(field).map(|index| sheet.header[index].clone()).unwrap_or_default();
            RowRefused { row: row.line, column, reason }
        };
        let cell = |field: usize| {
            let text = row.cell(columns.of(field));
            text::check(text, Breaks::None, row.last).map_err(|reason| refuse(field, reason))?;
            Ok(text)
        };
        let code = fold_code(cell(SKU)?);
        if code.is_empty() {
            return Err(refuse(SKU, ImportReason::NoSku {}));
        }
        code::check(&code).map_err(|reason| refuse(SKU, reason))?;
        let quantity = quantity(cell(QUANTITY)?, notation).map_err(|reason| refuse(QUANTITY, reason))?;
        lines.push((code, quantity));
        Ok(())
    })?;
    Ok(QuantitiesRead { notation, lines: if refused.is_empty() { Ok(lines) } else { Err(refused) } })
}

/// `1.200` can be twelve hundred pieces, or a kilogram and two hundred grams.
fn quantity(text: &str, notation: Notation) -> Result<Quantity, ImportReason> {
    let not = || ImportReason::NotAQuantity { text: text.to_owned() };
    match read(text, notation, WHOLE_MOSTLY) {
        Number::Sure(number) => {
            number.parse::<Quantity>().ok().filter(|quantity| quantity.is_positive()).ok_or_else(not)
        }
        Number::Unsure { thousands, decimals, if_thousands } => {
            let decimal = if_thousands.name();
            Err(ImportReason::UnsureNumber { text: text.to_owned(), thousands, decimals, decimal })
        }
        Number::Not => Err(not()),
    }
}
