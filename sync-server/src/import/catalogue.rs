//! Rows to products. Every row is checked on its own; a product is made of its good rows, so
//! one bad row among good ones costs nothing but a line in the report.

use super::column::{Columns, Field};
use super::file::ImportError;
use super::options::{CatalogueOptions, Decimal, Repeats};
use super::refused::{LeftOut, RowRefused};
use super::sheet::{Progress, Sheet, SheetRow};
use super::votes::Votes;
use shared_model::bounds::{CODE_BYTES_MAX, ENTERED_MAX, FIELD_BYTES_MAX, code_fits, field_fits};
use shared_model::refusal::ImportReason;
use shared_model::unit::{Amount, Currency, Money};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const SKU: usize = 0;
const NAME: usize = 1;
const PRICE: usize = 2;
const TAX_CLASS: usize = 3;
const BARCODE: usize = 4;
const CATEGORY: usize = 5;
const DESCRIPTION: usize = 6;
const STOCKED: usize = 7;

pub(super) const SKU_USUAL: &[&str] =
    &["sku", "stockcode", "productcode", "itemcode", "articlenumber", "artikelnummer", "itemno", "articleno", "code"];

pub const FIELDS: [Field; 8] = [
    Field { name: "sku", needed: true, usual: SKU_USUAL },
    Field {
        name: "name",
        needed: true,
        usual: &["name", "productname", "itemname", "title", "bezeichnung", "description"],
    },
    Field {
        name: "price",
        needed: true,
        usual: &["price", "unitprice", "salesprice", "retailprice", "listprice", "preis", "verkaufspreis"],
    },
    Field { name: "tax_class", needed: false, usual: &["taxclass", "tax", "vat", "taxcode", "steuerklasse"] },
    Field { name: "barcode", needed: false, usual: &["barcode", "barcodes", "ean", "ean13", "gtin", "upc"] },
    Field {
        name: "category",
        needed: false,
        usual: &["category", "group", "productgroup", "department", "kategorie", "warengruppe"],
    },
    Field { name: "description", needed: false, usual: &["longdescription", "details", "description", "beschreibung"] },
    Field { name: "stocked", needed: false, usual: &["stocked", "trackstock", "managestock"] },
];

/// A product as the file describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductInput {
    pub sku: String,
    pub name: String,
    pub description: String,
    pub category: String,
    pub tax_class: String,
    pub barcodes: Vec<String>,
    pub price: Amount,
    pub stocked: bool,
    /// Last row it was on, for messages about the product as a whole.
    pub row: u64,
}

#[derive(Debug, Default)]
pub struct CatalogueRead {
    pub rows: u64,
    /// Distinct codes before folding to upper case and before anything was refused.
    pub codes_as_exported: u64,
    /// Of those, codes that were seen with more than one price.
    pub codes_with_several_prices: u64,
    /// By code, ascending.
    pub products: Vec<ProductInput>,
    pub refused: Vec<RowRefused>,
    pub left_out: Vec<LeftOut>,
    /// Codes that have no row that could be used.
    pub codes_lost: Vec<String>,
}

#[derive(Default)]
struct Group {
    name: Votes<String>,
    price: Votes<Amount>,
    tax_class: Votes<String>,
    category: Votes<String>,
    description: Votes<String>,
    stocked: Votes<bool>,
    barcodes: BTreeSet<String>,
    first: u64,
    last: u64,
}

struct SheetReading<'a> {
    options: &'a CatalogueOptions,
    currency: Currency,
    tax_classes: &'a [String],
    header: &'a [String],
    columns: Columns,
    groups: HashMap<String, Group>,
    left_out: BTreeMap<String, u64>,
    /// Every code as it stands in the file, with the prices as text.
    exported: HashMap<String, Votes<String>>,
}

pub fn read_catalogue(
    sheet: &Sheet,
    options: &CatalogueOptions,
    currency: Currency,
    tax_classes: &[String],
    progress: Progress<'_>,
) -> Result<CatalogueRead, ImportError> {
    let columns = Columns::find(&FIELDS, &sheet.header, &options.map)?;
    let mut reading = SheetReading {
        options,
        currency,
        tax_classes,
        header: &sheet.header,
        columns,
        groups: HashMap::new(),
        left_out: BTreeMap::new(),
        exported: HashMap::new(),
    };
    let mut refused = Vec::new();
    let rows = sheet.each_row(progress, &mut refused, |row| reading.take(row))?;
    Ok(reading.finish(rows, refused))
}

/// Trimmed and in upper case: `85123a` and `85123A` are one product.
pub fn fold_code(text: &str) -> String {
    text.trim().to_uppercase()
}

impl<'a> SheetReading<'a> {
    fn take(&mut self, row: &SheetRow<'_>) -> Result<(), RowRefused> {
        let exported = row.cell(self.columns.of(SKU));
        if exported.is_empty() {
            return Err(self.refuse(row, SKU, ImportReason::NoSku {}));
        }
        self.note_exported(exported, row);
        let sku = fold_code(exported);
        if !code_fits(&sku) || sku.contains(char::is_control) {
            return Err(self.refuse(row, SKU, ImportReason::BadCode { max: CODE_BYTES_MAX as u64 }));
        }
        if self.options.leave_out.contains_key(&sku) {
            *self.left_out.entry(sku).or_default() += 1;
            return Ok(());
        }
        let price = self.price(row)?;
        let name = self.text(row, NAME)?;
        if name.is_empty() {
            return Err(self.refuse(row, NAME, ImportReason::NoName {}));
        }
        let tax_class = self.tax_class(row)?;
        let stocked = self.stocked(row, &sku)?;
        let (category, description) = (self.text(row, CATEGORY)?, self.text(row, DESCRIPTION)?);
        let barcode = self.text(row, BARCODE)?;
        if let (Repeats::Refuse, Some(group)) = (self.options.repeats, self.groups.get(&sku)) {
            return Err(self.refuse(row, SKU, ImportReason::Repeated { first: group.first }));
        }
        let group = self.groups.entry(sku).or_insert_with(|| Group { first: row.line, ..Group::default() });
        group.last = row.line;
        group.price.add(&price, row.line);
        group.name.add(name, row.line);
        group.tax_class.add(tax_class, row.line);
        group.stocked.add(&stocked, row.line);
        group.category.add(category, row.line);
        group.description.add(description, row.line);
        for one in barcode.split([' ', '|', '/', ',', ';']).filter(|one| !one.is_empty()) {
            group.barcodes.insert(one.to_owned());
        }
        Ok(())
    }

    fn note_exported(&mut self, code: &str, row: &SheetRow<'_>) {
        let price = row.cell(self.columns.of(PRICE));
        if !self.exported.contains_key(code) {
            self.exported.insert(code.to_owned(), Votes::default());
        }
        if let Some(prices) = self.exported.get_mut(code) {
            prices.add(price, row.line);
        }
    }

    fn refuse(&self, row: &SheetRow<'_>, field: usize, reason: ImportReason) -> RowRefused {
        let column = self.columns.of(field).map(|index| self.header[index].clone()).unwrap_or_default();
        RowRefused { row: row.line, column, reason }
    }

    fn text<'r>(&self, row: &'r SheetRow<'_>, field: usize) -> Result<&'r str, RowRefused> {
        let text = row.cell(self.columns.of(field));
        if !field_fits(text) {
            return Err(self.refuse(row, field, ImportReason::TooLong { max: FIELD_BYTES_MAX as u64 }));
        }
        Ok(text)
    }

    fn price(&self, row: &SheetRow<'_>) -> Result<Amount, RowRefused> {
        let text = row.cell(self.columns.of(PRICE));
        if text.is_empty() {
            return Err(self.refuse(row, PRICE, ImportReason::NoPrice {}));
        }
        let price = parse_price(text, self.options.decimal, self.currency).filter(|price| *price <= ENTERED_MAX);
        let Some(price) = price else {
            let reason = ImportReason::NotAPrice { text: text.to_owned(), currency: self.currency.code().to_owned() };
            return Err(self.refuse(row, PRICE, reason));
        };
        match price.0 {
            0 => Err(self.refuse(row, PRICE, ImportReason::ZeroPrice {})),
            ..0 => Err(self.refuse(row, PRICE, ImportReason::NegativePrice {})),
            _ => Ok(price),
        }
    }

    fn tax_class(&self, row: &SheetRow<'_>) -> Result<&'a str, RowRefused> {
        let text = row.cell(self.columns.of(TAX_CLASS));
        let class = if text.is_empty() { self.options.tax_class.as_str() } else { text };
        let classes: &'a [String] = self.tax_classes;
        let known = classes.iter().find(|known| known.eq_ignore_ascii_case(class));
        known
            .map(String::as_str)
            .ok_or_else(|| self.refuse(row, TAX_CLASS, ImportReason::UnknownTaxClass { class: class.to_owned() }))
    }

    fn stocked(&self, row: &SheetRow<'_>, sku: &str) -> Result<bool, RowRefused> {
        if self.options.services.contains_key(sku) {
            return Ok(false);
        }
        let text = row.cell(self.columns.of(STOCKED));
        match text.to_ascii_lowercase().as_str() {
            "" | "yes" | "y" | "true" | "1" | "ja" => Ok(true),
            "no" | "n" | "false" | "0" | "nein" => Ok(false),
            _ => Err(self.refuse(row, STOCKED, ImportReason::NotYesOrNo { text: text.to_owned() })),
        }
    }

    fn finish(self, rows: u64, mut refused: Vec<RowRefused>) -> CatalogueRead {
        let codes: BTreeSet<String> = self.exported.keys().map(|code| fold_code(code)).collect();
        let lost = |code: &String| !self.groups.contains_key(code) && !self.left_out.contains_key(code);
        let codes_lost = codes.into_iter().filter(lost).collect();
        let several = self.exported.values().filter(|prices| prices.distinct() > 1).count() as u64;
        let codes_as_exported = self.exported.len() as u64;
        let repeats = self.options.repeats;
        let mut products: Vec<ProductInput> =
            self.groups.into_iter().filter_map(|(sku, group)| group.into_product(sku, repeats)).collect();
        products.sort_unstable_by(|one, other| one.sku.cmp(&other.sku));
        refuse_shared_barcodes(&mut products, &mut refused);
        refused.sort_by_key(|one| one.row);
        let reason = |code: &String| self.options.leave_out.get(code).cloned().unwrap_or_default();
        let left_out = self.left_out.into_iter();
        let left_out = left_out.map(|(code, rows)| LeftOut { reason: reason(&code), code, rows }).collect();
        let codes_with_several_prices = several;
        CatalogueRead { rows, codes_as_exported, codes_with_several_prices, products, refused, left_out, codes_lost }
    }
}

impl Group {
    fn into_product(self, sku: String, repeats: Repeats) -> Option<ProductInput> {
        Some(ProductInput {
            sku,
            name: self.name.winner(repeats)?,
            description: self.description.winner(repeats)?,
            category: self.category.winner(repeats)?,
            tax_class: self.tax_class.winner(repeats)?,
            barcodes: self.barcodes.into_iter().collect(),
            price: self.price.winner(repeats)?,
            stocked: self.stocked.winner(repeats)?,
            row: self.last,
        })
    }
}

/// A barcode names one product: the first by code keeps it, the other is refused.
fn refuse_shared_barcodes(products: &mut Vec<ProductInput>, refused: &mut Vec<RowRefused>) {
    let mut owners: HashMap<String, String> = HashMap::new();
    products.retain(|product| {
        let taken = product.barcodes.iter().find_map(|code| Some((code.clone(), owners.get(code)?.clone())));
        if let Some((barcode, owner)) = taken {
            let reason = ImportReason::BarcodeTaken { barcode, owner };
            refused.push(RowRefused { row: product.row, column: String::new(), reason });
            return false;
        }
        owners.extend(product.barcodes.iter().map(|code| (code.clone(), product.sku.clone())));
        true
    });
}

/// Decimal text to minor units, never through a float; a currency symbol in front is allowed.
fn parse_price(text: &str, decimal: Decimal, currency: Currency) -> Option<Amount> {
    let symbol = currency.symbol();
    let bare = text.strip_prefix(symbol.as_str()).or_else(|| text.strip_prefix(currency.code())).unwrap_or(text).trim();
    let money = match decimal {
        Decimal::Point => Money::from_decimal(bare, currency),
        Decimal::Comma if bare.contains('.') => None,
        Decimal::Comma => Money::from_decimal(&bare.replace(',', "."), currency),
    };
    money.map(|money| money.amount)
}
