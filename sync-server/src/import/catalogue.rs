//! Rows to products. Every row is checked on its own; a product is made of its good rows, so
//! one bad row among good ones costs nothing but a line in the report.

use super::code::{self, CellBarcode, fold_code};
use super::column::{Columns, Field};
use super::error::ImportError;
use super::number::{DecimalsSeen, Notation};
use super::options::{CatalogueOptions, Repeats};
use super::price::PriceReader;
use super::refused::{LeftOut, RowRefused, ZeroBack};
use super::sheet::{Progress, Sheet, SheetRow};
use super::taken::refuse_taken;
use super::tax;
use super::text::{self, Breaks};
use super::votes::Votes;
use shared_model::bounds::{FIELD_BYTES_MAX, field_fits};
use shared_model::refusal::ImportReason;
use shared_model::tax::TaxClass;
use shared_model::unit::{Amount, Currency};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const SKU: usize = 0;
const NAME: usize = 1;
const PRICE: usize = 2;
const TAX_CLASS: usize = 3;
const BARCODE: usize = 4;
const CATEGORY: usize = 5;
const DESCRIPTION: usize = 6;
const STOCKED: usize = 7;

pub(super) const SKU_USUAL: &[&str] = &[
    "sku",
    "stockcode",
    "productcode",
    "itemcode",
    "articlenumber",
    "artikelnummer",
    "itemno",
    "itemnumber",
    "articleno",
    "artikelnr",
    "code",
];

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
    Field {
        name: "tax_class",
        needed: false,
        usual: &["taxclass", "tax", "vat", "taxcode", "taxrate", "vatrate", "steuerklasse", "steuersatz", "mwst"],
    },
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

/// What the business has, which a file is read against.
#[derive(Clone, Copy)]
pub struct Assortment<'a> {
    pub currency: Currency,
    /// As they are taxed today.
    pub tax_classes: &'a [TaxClass],
    /// The barcodes in use, by code.
    pub barcodes: &'a BTreeMap<String, Vec<String>>,
}

#[derive(Debug)]
pub struct CatalogueRead {
    pub rows: u64,
    /// Distinct codes before folding to upper case and before anything was refused.
    pub codes_as_exported: u64,
    /// Of those, codes that were seen with more than one price.
    pub codes_with_several_prices: u64,
    /// How prices were read.
    pub notation: Notation,
    /// By code, ascending.
    pub products: Vec<ProductInput>,
    pub refused: Vec<RowRefused>,
    pub left_out: Vec<LeftOut>,
    /// Codes that have no row that could be used.
    pub codes_lost: Vec<String>,
    /// Barcodes that got back the zero in front.
    pub zeros_back: Vec<ZeroBack>,
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
    ours: Assortment<'a>,
    prices: &'a PriceReader,
    notation: Notation,
    header: &'a [String],
    columns: Columns,
    groups: HashMap<String, Group>,
    left_out: BTreeMap<String, u64>,
    /// Every code as it stands in the file, with the prices as text.
    exported: HashMap<String, Votes<String>>,
    zeros_back: Vec<ZeroBack>,
}

pub fn read_catalogue(
    sheet: &Sheet,
    options: &CatalogueOptions,
    ours: Assortment<'_>,
    progress: Progress<'_>,
) -> Result<CatalogueRead, ImportError> {
    let columns = Columns::find(&FIELDS, sheet.names(), &options.map)?;
    let prices = PriceReader::new(ours.currency);
    let notation = notation(sheet, &columns, options, &prices)?;
    let mut reading = SheetReading {
        options,
        ours,
        prices: &prices,
        notation,
        header: &sheet.header,
        columns: columns.clone(),
        groups: HashMap::new(),
        left_out: BTreeMap::new(),
        exported: HashMap::new(),
        zeros_back: Vec::new(),
    };
    let mut refused = Vec::new();
    let is_row = |row: &SheetRow<'_>| {
        let price = prices.read(row.cell(columns.of(PRICE)), notation);
        !row.cell(columns.of(SKU)).is_empty() && price.is_ok()
    };
    let rows = sheet.each_row(progress, &is_row, &mut refused, |row| reading.take(row))?;
    Ok(reading.finish(rows, refused))
}

/// As stated, or as all prices together show it.
fn notation(
    sheet: &Sheet,
    columns: &Columns,
    options: &CatalogueOptions,
    prices: &PriceReader,
) -> Result<Notation, ImportError> {
    let is_grouped = !options.no_thousands;
    let (None, Some(column)) = (options.decimal, columns.of(PRICE)) else {
        return Ok(Notation::stated(options.decimal, is_grouped));
    };
    let mut seen = DecimalsSeen::default();
    sheet.each_cell(column, |text| seen.add(prices.shown(text, is_grouped)))?;
    Ok(seen.notation(is_grouped))
}

impl<'a> SheetReading<'a> {
    fn take(&mut self, row: &SheetRow<'_>) -> Result<(), RowRefused> {
        let exported = self.text(row, SKU, Breaks::None)?;
        if exported.is_empty() {
            return Err(self.refuse(row, SKU, ImportReason::NoSku {}));
        }
        self.note_exported(exported, row);
        let sku = fold_code(exported);
        if sku.is_empty() {
            return Err(self.refuse(row, SKU, ImportReason::NoSku {}));
        }
        code::check(&sku).map_err(|reason| self.refuse(row, SKU, reason))?;
        if self.options.leave_out.contains_key(&sku) {
            *self.left_out.entry(sku).or_default() += 1;
            return Ok(());
        }
        let price = self.price(row)?;
        let name = self.text(row, NAME, Breaks::None)?;
        if name.is_empty() {
            return Err(self.refuse(row, NAME, ImportReason::NoName {}));
        }
        let tax_class = self.tax_class(row)?;
        let stocked = self.stocked(row, &sku)?;
        let category = self.text(row, CATEGORY, Breaks::None)?;
        let description = self.text(row, DESCRIPTION, Breaks::Kept)?;
        let barcodes = code::barcodes(row.cell(self.columns.of(BARCODE)));
        let barcodes = barcodes.map_err(|reason| self.refuse(row, BARCODE, reason))?;
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
        for CellBarcode { code: barcode, was } in barcodes {
            if let (true, Some(was)) = (group.barcodes.insert(barcode.clone()), was) {
                self.zeros_back.push(ZeroBack { row: row.line, was, barcode });
            }
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

    fn column(&self, field: usize) -> String {
        self.columns.of(field).map(|index| self.header[index].clone()).unwrap_or_default()
    }

    fn refuse(&self, row: &SheetRow<'_>, field: usize, reason: ImportReason) -> RowRefused {
        RowRefused { row: row.line, column: self.column(field), reason }
    }

    fn text<'r>(&self, row: &'r SheetRow<'_>, field: usize, breaks: Breaks) -> Result<&'r str, RowRefused> {
        let text = row.cell(self.columns.of(field));
        if !field_fits(text) {
            return Err(self.refuse(row, field, ImportReason::TooLong { max: FIELD_BYTES_MAX as u64 }));
        }
        text::check(text, breaks, row.last).map_err(|reason| self.refuse(row, field, reason))?;
        Ok(text)
    }

    fn price(&self, row: &SheetRow<'_>) -> Result<Amount, RowRefused> {
        let text = self.text(row, PRICE, Breaks::None)?;
        if text.is_empty() {
            return Err(self.refuse(row, PRICE, ImportReason::NoPrice {}));
        }
        if let Some(cells) = row.may_be_parted(self.columns.of(PRICE), self.ours.currency.exponent()) {
            let columns = self.header.len() as u64;
            return Err(self.refuse(row, PRICE, ImportReason::Width { cells, columns }));
        }
        let price = self.prices.read(text, self.notation);
        let price = price.map_err(|reason| self.refuse(row, PRICE, reason))?;
        match price.0 {
            0 => Err(self.refuse(row, PRICE, ImportReason::ZeroPrice {})),
            ..0 => Err(self.refuse(row, PRICE, ImportReason::NegativePrice {})),
            _ => Ok(price),
        }
    }

    fn tax_class(&self, row: &SheetRow<'_>) -> Result<&'a str, RowRefused> {
        let text = self.text(row, TAX_CLASS, Breaks::None)?;
        let class = if text.is_empty() { self.options.tax_class.as_str() } else { text };
        tax::class_named(class, self.ours.tax_classes).ok_or_else(|| {
            let known = tax::listed(self.ours.tax_classes);
            self.refuse(row, TAX_CLASS, ImportReason::UnknownTaxClass { class: class.to_owned(), known })
        })
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
        let column = self.column(BARCODE);
        let mut products: Vec<ProductInput> =
            self.groups.into_iter().filter_map(|(sku, group)| group.into_product(sku, repeats)).collect();
        products.sort_unstable_by(|one, other| one.sku.cmp(&other.sku));
        refuse_taken(&mut products, self.ours.barcodes, &column, &mut refused);
        refused.sort_by_key(|one| one.row);
        let reason = |code: &String| self.options.leave_out.get(code).cloned().unwrap_or_default();
        let left_out = self.left_out.into_iter();
        CatalogueRead {
            rows,
            codes_as_exported,
            codes_with_several_prices: several,
            notation: self.notation,
            products,
            refused,
            left_out: left_out.map(|(code, rows)| LeftOut { reason: reason(&code), code, rows }).collect(),
            codes_lost,
            zeros_back: self.zeros_back,
        }
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
