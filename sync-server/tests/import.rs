//! Reading shop exports: encodings, delimiters, refused rows, repeats, and the real file.

use shared_model::bounds::{CODE_BYTES_MAX, FIELD_BYTES_MAX};
use shared_model::refusal::ImportReason;
use shared_model::tax::{TaxClass, TaxComponent};
use shared_model::unit::{Amount, Currency, Rate};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use sync_server::cli::{CliError, write_report};
use sync_server::import::*;

pub fn pounds() -> Currency {
    "GBP".parse().unwrap()
}

fn classes() -> Vec<TaxClass> {
    let class = |(code, percent): (&str, u32)| {
        let components = vec![TaxComponent { name: "VAT".into(), rate: Rate::percent(percent) }];
        TaxClass { code: code.into(), letter: 'A', components, changes: Vec::new() }
    };
    [("standard", 20), ("reduced", 5), ("zero", 0)].map(class).to_vec()
}

pub fn options() -> CatalogueOptions {
    CatalogueOptions { tax_class: "standard".into(), ..CatalogueOptions::default() }
}

pub fn read(text: &str, options: &CatalogueOptions) -> CatalogueRead {
    read_beside(text, options, &BTreeMap::new())
}

/// With what a business has already: codes with their barcodes.
pub fn read_beside(text: &str, options: &CatalogueOptions, barcodes: &BTreeMap<String, Vec<String>>) -> CatalogueRead {
    read_sheet(&sheet(text.as_bytes()), options, pounds(), barcodes).unwrap()
}

pub fn read_sheet(
    sheet: &Sheet,
    options: &CatalogueOptions,
    currency: Currency,
    barcodes: &BTreeMap<String, Vec<String>>,
) -> Result<CatalogueRead, ImportError> {
    let tax_classes = classes();
    let ours = Assortment { currency, tax_classes: &tax_classes, barcodes };
    read_catalogue(sheet, options, ours, &|_, _| {})
}

pub fn sheet(bytes: &[u8]) -> Sheet {
    Sheet::from_bytes(bytes.to_vec(), &Layout::default()).unwrap()
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name)
}

#[test]
fn every_delimiter_reads_the_same_products() {
    for (delimiter, decimal) in [(',', "1.50"), (';', "1,50"), ('\t', "1.50"), ('|', "1.50")] {
        let text = format!("sku{delimiter}name{delimiter}price\nab1 {delimiter}\"Tea, green\"{delimiter}{decimal}\n");
        let decimal = if delimiter == ';' { Decimal::Comma } else { Decimal::Point };
        let catalogue = read(&text, &CatalogueOptions { decimal: Some(decimal), ..options() });
        assert_eq!(catalogue.refused, []);
        let product = &catalogue.products[0];
        assert_eq!((product.sku.as_str(), product.name.as_str(), product.price), ("AB1", "Tea, green", Amount(150)));
    }
}

#[test]
fn a_code_and_a_text_are_as_long_as_a_sale_can_say_them() {
    let row = |code: usize, description: usize| {
        let code = "Ü".repeat(code / 2) + &"X".repeat(code % 2);
        let text = format!("sku,name,price,details\n{code},Tea,1,{}\n", "x".repeat(description));
        let read = read(&text, &options());
        (read.products.len(), read.refused.iter().map(|one| one.reason.code()).collect::<Vec<_>>())
    };
    assert_eq!(row(CODE_BYTES_MAX, FIELD_BYTES_MAX), (1, vec![]));
    assert_eq!(row(CODE_BYTES_MAX + 1, 1), (0, vec!["bad_code"]));
    assert_eq!(row(3, FIELD_BYTES_MAX + 1), (0, vec!["too_long"]));
}

#[test]
fn each_bad_row_is_refused_with_its_line_column_and_reason() {
    let text = "sku,name,price,vat,stocked\n\
                A,Tea,1.50,,\n\
                ,Tea,1.50,,\n\
                B,,1.50,,\n\
                C,Cup,0,,\n\
                D,Cup,-1,,\n\
                E,Cup,1.505,,\n\
                F,Cup,\"1,50\",,\n\
                G,Cup,,,\n\
                H,Cup,1,luxury,\n\
                I,Cup,1,zero,maybe\n\
                J,Cup,1,zero,no,more\n\
                A,Tea again,2,,\n\
                K,Cup,£3.25,zero,no\n";
    let catalogue = read(text, &options());
    let found: Vec<(u64, &str, &str)> =
        catalogue.refused.iter().map(|one| (one.row, one.column.as_str(), one.reason.code())).collect();
    let expected = [
        (3, "sku", "no_code"),
        (4, "name", "no_name"),
        (5, "price", "zero_price"),
        (6, "price", "negative_price"),
        (7, "price", "not_a_price"),
        (8, "price", "not_a_price"),
        (9, "price", "no_price"),
        (10, "vat", "unknown_tax_class"),
        (11, "stocked", "not_yes_or_no"),
        (12, "", "width"),
        (13, "sku", "repeated"),
    ];
    assert_eq!(found, expected);
    assert_eq!(catalogue.products.len(), 2);
    let service = &catalogue.products[1];
    assert_eq!((service.stocked, service.tax_class.as_str(), service.price), (false, "zero", Amount(325)));
}

#[test]
fn a_product_survives_its_bad_rows() {
    let text = "sku,name,price\na1,Tea,1.50\nA1,,0\nA1,Green tea,1.75\na1,Green tea,1.75\nB2,,0\n";
    let catalogue = read(text, &CatalogueOptions { repeats: Repeats::MostFrequent, ..options() });
    assert_eq!(catalogue.products.len(), 1);
    assert_eq!((catalogue.products[0].name.as_str(), catalogue.products[0].price), ("Green tea", Amount(175)));
    assert_eq!(catalogue.refused.len(), 2);
    assert_eq!(catalogue.codes_lost, ["B2"]);
    assert_eq!(catalogue.codes_as_exported, 3, "a1, A1 and B2 as they stand in the file");
}

#[test]
fn codes_are_left_out_or_have_no_stock_as_told() {
    let text = "sku,name,price\npost,Postage,18\nfee,Fee,0\nfee,Fee,2\ncup,Cup,3\n";
    let named = |code: &str, why: &str| BTreeMap::from([(code.to_owned(), why.to_owned())]);
    let options =
        CatalogueOptions { services: named("POST", "postage"), leave_out: named("FEE", "a fee"), ..options() };
    let catalogue = read(text, &options);
    let found: Vec<(&str, bool)> = catalogue.products.iter().map(|one| (one.sku.as_str(), one.stocked)).collect();
    assert_eq!(found, [("CUP", true), ("POST", false)]);
    assert_eq!(catalogue.left_out, [LeftOut { code: "FEE".into(), reason: "a fee".into(), rows: 2 }]);
    assert_eq!(catalogue.refused, []);
}

#[test]
fn one_barcode_names_one_product() {
    let text = "sku,name,price,ean\nB,Cup,1,4006381333931\nA,Tea,1,4006381333931 96385074\n";
    let catalogue = read(text, &options());
    assert_eq!(catalogue.products.len(), 1);
    assert_eq!(catalogue.products[0].barcodes.len(), 2);
    assert_eq!(catalogue.refused[0].reason.code(), "barcode_taken");
    assert_eq!(catalogue.refused[0].row, 2);
}

#[test]
fn in_store_barcodes_are_valid_follow_the_code_and_stay() {
    let text = "sku,name,price\nC,Cup,1\nA,Ale,1\n";
    let mut first = read(text, &options()).products;
    barcodes::assign_in_store(&mut first, "20", &BTreeMap::new()).unwrap();
    assert_eq!(first[0].barcodes, ["2000000000015"]);
    assert_eq!(first[1].barcodes, ["2000000000022"]);

    let known = BTreeMap::from([
        ("A".to_owned(), vec!["02000000000015".to_owned()]),
        ("C".to_owned(), vec!["02000000000022".to_owned()]),
    ]);
    let mut second = read(&format!("{text}B,Bowl,1\n"), &options()).products;
    barcodes::assign_in_store(&mut second, "20", &known).unwrap();
    let found: Vec<&str> = second.iter().map(|product| product.barcodes[0].as_str()).collect();
    assert_eq!(found, ["02000000000015", "2000000000039", "02000000000022"]);
    assert!("in-store:77".parse::<Barcodes>().is_err());
    assert_eq!("in-store:29".parse::<Barcodes>().unwrap(), Barcodes::InStore { prefix: "29".into() });
}

#[test]
fn a_file_that_is_wrong_as_a_whole_says_how() {
    let check = |text: &str, map: &[(&str, &str)], expected: &str| {
        let map = map.iter().map(|(field, column)| ((*field).to_owned(), (*column).to_owned())).collect();
        let sheet = Sheet::from_bytes(text.as_bytes().to_vec(), &Layout::default());
        let options = CatalogueOptions { map, ..options() };
        let error =
            sheet.and_then(|sheet| read_sheet(&sheet, &options, pounds(), &BTreeMap::new())).map(|_| ()).unwrap_err();
        let words = CliError::from(error).to_string();
        assert!(words.contains(expected), "{words} does not say {expected}");
    };
    check("", &[], "no header");
    check("a,b\n1,2\n", &[], "--map sku=COLUMN");
    check("sku,name,price\n", &[("sku", "Code")], "no column \"Code\"");
    let missing = Sheet::open(Path::new("/nowhere/at all.csv"), &Layout::default());
    assert!(matches!(missing, Err(ImportError::Read { .. })));
}

#[test]
fn the_report_names_every_refused_row_as_csv_and_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let refused = read("sku,name,price\nA,\"\",1\n", &options()).refused;
    let (csv, json) = (folder.path().join("r.csv"), folder.path().join("r.json"));
    write_report(&csv, &refused).unwrap();
    write_report(&json, &refused).unwrap();
    let expected = "row,column,code,reason\n2,name,no_name,there is no description\n";
    assert_eq!(std::fs::read_to_string(csv).unwrap(), expected);
    let lines: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(lines[0]["row"], 2);
    assert_eq!(lines[0]["code"], "no_name");
}

#[test]
fn the_real_export_gives_the_known_catalogue() {
    let mapping = MappingFile::read(&sample("online-retail.toml")).unwrap();
    let catalogue = &mapping.catalogue;
    let options = CatalogueOptions {
        map: catalogue.map.clone(),
        repeats: catalogue.repeats.unwrap(),
        services: catalogue.services.clone(),
        leave_out: catalogue.leave_out.clone(),
        ..options()
    };
    let layout = Layout { encoding: mapping.encoding.clone(), ..Layout::default() };
    let sheet = Sheet::open(&sample("online-retail.csv.gz"), &layout).unwrap();
    let found = read_sheet(&sheet, &options, pounds(), &BTreeMap::new()).unwrap();
    assert_eq!(found.rows, 240_007);
    assert_eq!((found.codes_as_exported, found.codes_with_several_prices), (3645, 3121));
    // In upper case, less what is left out, less codes with write-offs only.
    assert_eq!(found.products.len() + found.left_out.len() + found.codes_lost.len(), 3555);
    assert_eq!(found.left_out.len(), catalogue.leave_out.len());
    let product = |sku: &str| found.products.iter().find(|product| product.sku == sku).unwrap();
    let heart = product("85123A");
    assert_eq!((heart.name.as_str(), heart.price), ("WHITE HANGING HEART T-LIGHT HOLDER", Amount(295)));
    assert!(heart.stocked && !product("POST").stocked);
    assert!(found.products.iter().all(|product| product.sku == product.sku.to_uppercase() && product.price.0 > 0));
}

#[test]
fn customers_come_by_number_and_are_the_same_on_repeat() {
    let mapping = MappingFile::read(&sample("online-retail.toml")).unwrap();
    let options = CustomersOptions { map: mapping.customers.map.clone(), repeats: mapping.customers.repeats.unwrap() };
    let sheet = Sheet::open(&sample("online-retail.csv.gz"), &Layout::default()).unwrap();
    let found = read_customers(&sheet, &options, &|_, _| {}).unwrap();
    assert_eq!(found.customers.len(), 2974);
    assert_eq!(found.refused.len(), 67_225, "rows of sales over the counter");
    let first = found.customers.iter().find(|customer| customer.number == "17850").unwrap();
    assert_eq!((first.name.as_str(), first.address.lines.as_slice()), ("", ["United Kingdom".to_owned()].as_slice()));
    let again = read_customers(&sheet, &options, &|_, _| {}).unwrap();
    assert_eq!(again.customers, found.customers);

    let text = "Customer No;Name;Street;Zip;City;Country\n7;Ada;Main St 1;10115;Berlin;DE\n7;Ada;;;;\n";
    let found = read_customers(&self::sheet(text.as_bytes()), &CustomersOptions::default(), &|_, _| {}).unwrap();
    let address = &found.customers[0].address;
    assert_eq!(address.lines, ["Main St 1"]);
    assert_eq!([&address.postcode, &address.city, &address.country].map(String::as_str), ["10115", "Berlin", "DE"]);
    assert_eq!(found.refused[0].reason, ImportReason::Repeated { first: 2 });
}
