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
    let mut out = taken(products, known);
    keep_own(products, known, &mut out);
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

fn taken(products: &[ProductInput], known: &BTreeMap<String, Vec<String>>) -> BTreeMap<usize, ImportReason> {
    let given = products.iter().filter(|one| !one.barcodes.is_empty());
    let replaced: HashSet<&str> = given.map(|one| one.sku.as_str()).collect();
    let mut owners = Owners { barcodes: HashMap::new(), skus: HashMap::new() };
    for (sku, barcodes) in known {
        owners.skus.insert(barcode::fold(sku), sku);
        for code in barcodes.iter().filter(|_| !replaced.contains(sku.as_str())) {
            owners.barcodes.insert(barcode::fold(code), sku);
        }
    }
    for product in products {
        owners.skus.entry(barcode::fold(&product.sku)).or_insert(&product.sku);
    }
    let mut found = BTreeMap::new();
    for (index, product) in products.iter().enumerate() {
        match owners.against(product) {
            Some(reason) => drop(found.insert(index, reason)),
            None => owners.take(product),
        }
    }
    found
}

/// What a product that is refused has stays its own, and may be what another one was given, which is
/// refused then and keeps its own as well: a column that slipped by a row falls row by row.
fn keep_own(products: &[ProductInput], known: &BTreeMap<String, Vec<String>>, out: &mut BTreeMap<usize, ImportReason>) {
    let mut scanned: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, product) in products.iter().enumerate() {
        for code in product.barcodes.iter().chain([&product.sku]) {
            scanned.entry(barcode::fold(code)).or_default().push(index);
        }
    }
    let mut next: Vec<usize> = out.keys().copied().collect();
    while let Some(refused) = next.pop() {
        let owner = &products[refused].sku;
        for code in known.get(owner).into_iter().flatten().map(|code| barcode::fold(code)) {
            for index in scanned.get(&code).into_iter().flatten().copied() {
                let product = &products[index];
                if product.sku == *owner || out.contains_key(&index) {
                    continue;
                }
                let (owner, given) =
                    (owner.clone(), product.barcodes.iter().find(|given| barcode::fold(given) == code));
                let reason = match given {
                    Some(barcode) => ImportReason::BarcodeTaken { barcode: barcode.clone(), owner },
                    None => ImportReason::CodeTaken { code: product.sku.clone(), owner },
                };
                out.insert(index, reason);
                next.push(index);
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::unit::Amount;

    fn product(number: usize, barcode: usize) -> ProductInput {
        ProductInput {
            sku: format!("P{number}"),
            name: "Tea".into(),
            description: String::new(),
            category: String::new(),
            tax_class: "standard".into(),
            barcodes: vec![format!("B{barcode}")],
            price: Amount(100),
            stocked: true,
            row: number as u64 + 2,
        }
    }

    /// Each is given what the next one has, and the last what a product has that the file does not name.
    #[test]
    fn a_column_that_slipped_by_a_row_is_refused_from_its_end_to_its_beginning_in_one_walk() {
        let number = 20_000;
        let known = (0..=number).map(|one| (format!("P{one}"), vec![format!("B{one}")])).collect();
        let mut products: Vec<_> = (0..number).map(|one| product(one, one + 1)).collect();
        let mut refused = Vec::new();
        refuse_taken(&mut products, &known, "barcode", &mut refused);
        assert_eq!((products.len(), refused.len()), (0, number));
        let slipped: Vec<_> =
            (0..number - 1).map(|one| product(one, one + 1)).chain([product(number - 1, 0)]).collect();
        let mut products = slipped;
        refuse_taken(&mut products, &known, "barcode", &mut Vec::new());
        assert_eq!(products.len(), number, "all of them changed places");
    }
}
