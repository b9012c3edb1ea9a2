//! A code that is scanned means one product: nobody's barcode is another one's barcode or code,
//! in the file and with what the business has. One GTIN is the same however it is written.

use super::catalogue::ProductInput;
use super::refused::RowRefused;
use shared_model::catalogue::barcode;
use shared_model::refusal::ImportReason;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Who has what, folded.
struct Owners<'a> {
    barcodes: HashMap<String, &'a str>,
    skus: HashMap<String, &'a str>,
}

/// Takes the products out that would share a barcode: what the business has keeps its own, then the
/// first by code. `known` are the barcodes in use, by code; a product that the file gives
/// others loses those it had. `column` is the name of the column of barcodes.
pub fn refuse_taken(
    products: &mut Vec<ProductInput>,
    known: &BTreeMap<String, Vec<String>>,
    column: &str,
    refused: &mut Vec<RowRefused>,
) {
    let mut out: HashMap<usize, ImportReason> = HashMap::new();
    loop {
        // What a product that is refused has stays its own, and may be what another one was given.
        let before = out.len();
        let found = taken(products, known, &out);
        out.extend(found);
        if out.len() == before {
            break;
        }
    }
    let mut index = 0;
    products.retain(|product| {
        let reason = out.remove(&index);
        index += 1;
        let is_kept = reason.is_none();
        let row = |reason| RowRefused { row: product.row, column: column.to_owned(), reason };
        refused.extend(reason.map(row));
        is_kept
    });
}

fn taken(
    products: &[ProductInput],
    known: &BTreeMap<String, Vec<String>>,
    out: &HashMap<usize, ImportReason>,
) -> Vec<(usize, ImportReason)> {
    let given = || products.iter().enumerate().filter(|(index, _)| !out.contains_key(index));
    let replaced: HashSet<&str> =
        given().filter(|(_, one)| !one.barcodes.is_empty()).map(|(_, one)| one.sku.as_str()).collect();
    let mut owners = Owners { barcodes: HashMap::new(), skus: HashMap::new() };
    for (sku, barcodes) in known {
        owners.skus.insert(barcode::fold(sku), sku);
        for code in barcodes.iter().filter(|_| !replaced.contains(sku.as_str())) {
            owners.barcodes.insert(barcode::fold(code), sku);
        }
    }
    for (_, product) in given() {
        owners.skus.entry(barcode::fold(&product.sku)).or_insert(&product.sku);
    }
    let mut found = Vec::new();
    for (index, product) in given() {
        match owners.against(product) {
            Some(reason) => found.push((index, reason)),
            None => owners.take(product),
        }
    }
    found
}

impl<'a> Owners<'a> {
    fn against(&self, product: &ProductInput) -> Option<ImportReason> {
        let is_other = |owner: &&&str| **owner != product.sku;
        let by_barcode = self.barcodes.get(&barcode::fold(&product.sku)).filter(is_other);
        if let Some(owner) = by_barcode {
            return Some(ImportReason::CodeTaken { code: product.sku.clone(), owner: (*owner).to_owned() });
        }
        product.barcodes.iter().find_map(|code| {
            let folded = barcode::fold(code);
            let by_barcode = self.barcodes.get(&folded).filter(is_other);
            let owner = by_barcode.or_else(|| self.skus.get(&folded).filter(is_other))?;
            Some(ImportReason::BarcodeTaken { barcode: code.clone(), owner: (*owner).to_owned() })
        })
    }

    fn take(&mut self, product: &'a ProductInput) {
        self.barcodes.extend(product.barcodes.iter().map(|code| (barcode::fold(code), product.sku.as_str())));
    }
}
