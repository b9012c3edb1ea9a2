//! What spreadsheets really write: line ends, things above the header, ragged rows, lone quotes,
//! numbers of two meanings, codes that became numbers, letters of other encodings.

use crate::import::{options, pounds, read, read_beside, read_sheet, sheet};
use shared_model::unit::Quantity;
use std::collections::BTreeMap;
use sync_server::cli::write_report;
use sync_server::import::*;

fn bytes(text: &[u8]) -> CatalogueRead {
    read_sheet(&sheet(text), &options(), "EUR".parse().unwrap(), &BTreeMap::new()).unwrap()
}

/// Row and reason of each that is refused.
fn refused(read: &CatalogueRead) -> Vec<(u64, &'static str)> {
    read.refused.iter().map(|one| (one.row, one.reason.code())).collect()
}

/// Code and price of each product.
fn prices(read: &CatalogueRead) -> Vec<(&str, i64)> {
    read.products.iter().map(|product| (product.sku.as_str(), product.price.0)).collect()
}

#[test]
fn a_row_is_named_as_an_editor_counts_whatever_ends_the_lines() {
    let rows = [
        "sku,name,price",
        "A1,Bell,4.50",
        "A2,Bell,4.5O",
        "",
        "A3,Bell,3",
        "",
        "A4,\"Bell, \"\"big\"\"\",abc",
        "A5,Bell,x",
    ];
    for end in ["\n", "\r\n", "\r"] {
        let read = bytes(rows.join(end).as_bytes());
        assert_eq!(refused(&read).iter().map(|(row, _)| *row).collect::<Vec<_>>(), [3, 7, 8], "{end:?}");
        let folder = tempfile::tempdir().unwrap();
        write_report(&folder.path().join("r.csv"), &read.refused).unwrap();
        let report = std::fs::read_to_string(folder.path().join("r.csv")).unwrap();
        let named: Vec<&str> = report.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        assert_eq!(named, ["3", "7", "8"], "{end:?}");
    }
    let described = "sku,name,price,details\r\nA,Tea,1,\"one\r\ntwo\r\n\r\nthree\"\r\nB,Tea,x,\r\n";
    assert_eq!(refused(&bytes(described.as_bytes())), [(6, "not_a_price")], "lines within a text count too");
}

#[test]
fn what_stands_above_the_header_is_passed_over_or_told() {
    for (text, line) in [
        ("sep=;\r\nsku;name;price\r\nB1;Stool, oak;49.00\r\n", 2),
        ("\r\nsku;name;price\r\nB1;Stool, oak;49.00\r\n", 2),
        (";;\r\n \r\n\r\nsku;name;price\r\nB1;Stool, oak;49.00\r\n", 4),
        ("\u{feff}sep=;\r\rsku;name;price\rB1;Stool, oak;49.00\r", 3),
    ] {
        let sheet = sheet(text.as_bytes());
        let read = read_sheet(&sheet, &options(), pounds(), &BTreeMap::new()).unwrap();
        assert_eq!((sheet.header_line, prices(&read)), (line, vec![("B1", 4900)]), "{text:?}");
    }
    let titled = "Price list, spring;;\r\nsku;name;price\r\nB1;Stool;49.00\r\n";
    let error = read_sheet(&sheet(titled.as_bytes()), &options(), pounds(), &BTreeMap::new()).unwrap_err();
    assert!(matches!(error, ImportError::MissingColumn { field: "sku", line: 1, .. }), "{error:?}");
    let layout = Layout { header_line: Some(2), ..Layout::default() };
    let found = Sheet::from_bytes(titled.into(), &layout).unwrap();
    let read = read_sheet(&found, &options(), pounds(), &BTreeMap::new()).unwrap();
    assert_eq!(prices(&read), [("B1", 4900)]);
}

#[test]
fn a_workbook_is_told_from_a_file_of_rows() {
    let folder = tempfile::tempdir().unwrap();
    for start in [&b"PK\x03\x04rest"[..], b"\xd0\xcf\x11\xe0\xa1\xb1"] {
        let path = folder.path().join("products.csv");
        std::fs::write(&path, start).unwrap();
        assert!(matches!(Sheet::open(&path, &Layout::default()), Err(ImportError::Workbook)));
    }
}

#[test]
fn a_header_may_be_broken_over_lines_and_lines_may_end_with_cr_alone() {
    let broken = "\"Article\nnumber\";\"Product\nname\";\"Price\"\nC3;Tray, round, oak;12.00\nC4;Tray, square;11.00\n";
    let cr = "sku;name;price\rC3;Cup, blue, large, matt;12.00\rC4;Cup, green;11.00\r";
    for text in [broken, cr] {
        assert_eq!(prices(&bytes(text.as_bytes())), [("C3", 1200), ("C4", 1100)], "{text:?}");
    }
}

#[test]
fn rows_that_are_cut_short_or_run_over_with_nothing_are_whole() {
    let short =
        "sku,name,price,tax_class,barcode,details\nD1,Mug,4.50\nD2,Mug,4.50,standard,,\nD3,Mug,4.50,zero,,Blue\n";
    assert_eq!(prices(&bytes(short.as_bytes())).len(), 3);
    let empty = "sku,name,price,tax_class\nD1,Mug,4.50,\n,,,\n\" \",,,\n,\n \nD2,Mug,4.50,\n,,,\n";
    let read = bytes(empty.as_bytes());
    assert_eq!((read.rows, read.refused.len(), read.products.len()), (2, 0, 2));
    let over = "sku,name,price\nD1,Mug,4.50,\nD2,Mug,4.50,,, \nD3,Mug,4.50,,x\nD4,Mug\n";
    let read = bytes(over.as_bytes());
    assert_eq!((prices(&read).len(), refused(&read)), (2, vec![(4, "width"), (5, "no_price")]));
    // A decimal comma that nobody quoted parts a price, and is no barcode 50.
    let parted = "sku,name,price,barcode,details\nD1,Mug,1,50\nD2,Mug,1,4006381333931\nD3,Mug,1.50,50\n";
    let read = bytes(parted.as_bytes());
    assert_eq!((prices(&read), refused(&read)), (vec![("D2", 100), ("D3", 150)], vec![(2, "width")]));
}

#[test]
fn a_lone_inch_mark_takes_no_row_away_without_a_word() {
    let two =
        "sku,name,price\nE1,Ruler,3\nE2,\"Ruler 12,1.50\nE3,Oak frame,8\nE4,Pine,6\nE5,\"Frame 8x10,4\nE6,Ash,7\n";
    let read = bytes(two.as_bytes());
    let within = [(3, "open_quote"), (4, "inside_quote"), (5, "inside_quote"), (6, "inside_quote")];
    assert_eq!((refused(&read), prices(&read)), (within.to_vec(), vec![("E1", 300), ("E6", 700)]));
    assert_eq!(read.rows, 6, "each line counts");

    let one = "sku,name,price\r\nE1,Ruler,3\r\nE2,\"Ruler 12,1.50\r\nE3,Oak frame,8\r\nE4,Pine,6";
    let read = bytes(one.as_bytes());
    assert_eq!((refused(&read), prices(&read)), (within[..3].to_vec(), vec![("E1", 300)]));
    let last = bytes(b"sku,name,price\nE1,Ruler,3\nE2,\"Ruler 12,1.50\n");
    assert_eq!((refused(&last), prices(&last)), (vec![(3, "open_quote")], vec![("E1", 300)]));

    // The next inch mark stands at the end of a text, so that the quotes are in order.
    let paired = "sku,name,price\nE2,\"Ruler 12,1.50\nE3,Oak,8\nE4,Board 6\",2.50\nE5,Ash,7\n";
    let read = bytes(paired.as_bytes());
    assert_eq!((refused(&read).len(), prices(&read)), (3, vec![("E5", 700)]));
    // In a text that may have lines, and in a column that nobody asked for.
    for column in ["details", "supplier"] {
        let text = format!("sku,name,price,{column}\nE1,Ruler,3,\"12 inch\nE2,Oak,8,\nE3,Board,2,6\"\nE4,Ash,7,\n");
        let read = bytes(text.as_bytes());
        assert_eq!((refused(&read).len(), prices(&read)), (3, vec![("E4", 700)]), "{column}");
    }

    let loose = bytes(b"sku,name,price\nE1,\"Board 6\" x 4\",2.50\nE2,Board 6\" x 4\",2.50\n");
    assert_eq!((refused(&loose), prices(&loose)), (vec![(2, "loose_quote")], vec![("E2", 250)]));
    let fine = "sku,name,price,details\nE1,\"Ruler 12\"\"\",1.50,\nE2,Board 6\",2.50,\nE3,6\" x 4\" card,0.50,\"a, b\nc, d, 3, e\"\n";
    let read = bytes(fine.as_bytes());
    assert_eq!(refused(&read), []);
    let names: Vec<&str> = read.products.iter().map(|product| product.name.as_str()).collect();
    assert_eq!(names, ["Ruler 12\"", "Board 6\"", "6\" x 4\" card"]);
}

#[test]
fn a_price_that_can_be_two_prices_is_refused_and_one_that_cannot_is_read() {
    let thousands = "sku;name;price\nF1;Sofa;1.200\nF2;Table;950\nF3;Cupboard;2,450\n";
    let unsure = bytes(thousands.as_bytes());
    assert_eq!(refused(&unsure), [(2, "unsure_number"), (4, "unsure_number")]);
    let with = |text: &str, decimal, no_thousands| {
        let options = CatalogueOptions { decimal, no_thousands, ..options() };
        let read = read_sheet(&sheet(text.as_bytes()), &options, "EUR".parse().unwrap(), &BTreeMap::new()).unwrap();
        (refused(&read), read.products.iter().map(|product| product.price.0).collect::<Vec<_>>())
    };
    let points = "sku;name;price\nF1;Sofa;1.200\nF2;Table;2.450\n";
    assert_eq!(with(points, Some(Decimal::Point), false).0.len(), 2, "also where a point is stated");
    assert_eq!(with(points, Some(Decimal::Comma), false), (vec![], vec![120_000, 245_000]));
    assert_eq!(with(points, None, true), (vec![], vec![120, 245]));
    let commas = "sku;name;price\nF4;Sofa;1.299,00\nF5;Stool;49,90\nF6;Shelf;1.050\n";
    assert_eq!(with(commas, Some(Decimal::Comma), false), (vec![], vec![129_900, 4990, 105_000]));
    assert_eq!(with(commas, None, false), (vec![], vec![129_900, 4990, 105_000]), "the other prices show it");
    let signs =
        "sku;name;price\nF7;Vase;12,50 €\nF8;Bowl;8,00\u{a0}€\nF9;Jug;€ 15,90\nG1;Plate;EUR 6,00\nG2;Cup;6,00 EUR\n";
    assert_eq!(with(signs, Some(Decimal::Comma), false), (vec![], vec![1250, 800, 1590, 600, 600]));
    assert_eq!(with("sku,name,price\nF1,Lamp,12.5000\nF2,Shade,8.0000\n", None, false), (vec![], vec![1250, 800]));
    let mixed = "sku;name;price\nF1;Lamp;3,20\nF2;Lamp;4,20\nF3;Lamp;5.20\nF4;Lamp;1.200\n";
    assert_eq!(with(mixed, None, false), (vec![(4, "not_a_price"), (5, "unsure_number")], vec![320, 420]));
}

#[test]
fn a_code_that_became_a_number_is_refused() {
    let text = "sku;name;price;ean\nG1;Tea;3,20;4,00638E+12\nG2;Coffee;5,40;5,01235E+12\n4,01E+12;Red tea;3,20;\nG4;Mate;1,20;4006381333931.0\n";
    let read = bytes(text.as_bytes());
    let columns: Vec<(&str, &str)> = read.refused.iter().map(|one| (one.column.as_str(), one.reason.code())).collect();
    let lost = "lost_digits";
    assert_eq!((columns, read.products.len()), (vec![("ean", lost), ("ean", lost), ("sku", lost), ("ean", lost)], 0));

    let read = read_customers(
        &sheet(b"number,name,phone\n4.01E+12,Ada,\n7,Bea,4.9171E+11\n"),
        &CustomersOptions::default(),
        &|_, _| {},
    );
    let columns: Vec<String> = read.unwrap().refused.into_iter().map(|one| one.column).collect();
    assert_eq!(columns, ["number", "phone"]);
    let lines = quantities("sku,quantity\n4.01E+12,3\n").unwrap_err();
    assert_eq!(lines, [(2, "lost_digits")]);
}

#[test]
fn a_zero_in_front_comes_back_and_is_told() {
    let read = bytes(b"sku,name,price,barcode\nH1,Soap,1.20,12345678905\nH2,Gum,0.80,1234565\nH3,Tea,1,12345678906\n");
    let barcodes: Vec<&str> = read.products.iter().map(|product| product.barcodes[0].as_str()).collect();
    assert_eq!(barcodes, ["012345678905", "01234565", "12345678906"]);
    let told: Vec<(u64, &str)> = read.zeros_back.iter().map(|back| (back.row, back.was.as_str())).collect();
    assert_eq!(told, [(2, "12345678905"), (3, "1234565")]);
}

#[test]
fn a_code_that_is_scanned_means_one_product_in_the_file_and_with_what_is_there() {
    let known = |rows: &[(&str, &[&str])]| -> BTreeMap<String, Vec<String>> {
        rows.iter()
            .map(|(sku, codes)| ((*sku).to_owned(), codes.iter().map(|code| (*code).to_owned()).collect()))
            .collect()
    };
    let refused = |rows: &str, known: &BTreeMap<String, Vec<String>>| {
        let read = read_beside(&format!("sku,name,price,barcode\n{rows}"), &options(), known);
        read.refused.iter().map(|one| (one.row, one.reason.code())).collect::<Vec<_>>()
    };
    let lamp = known(&[("OLD", &["04006381333931"])]);
    assert_eq!(refused("NEW,Lamp,12,4006381333931\n", &lamp), [(2, "barcode_taken")]);
    assert_eq!(refused("OLD,Lamp,12,4006381333931\n", &lamp), [], "its own");
    assert_eq!(refused("NEW,Lamp,12,4006381333931\nOLD,Lamp,10,96385074\n", &lamp), [], "it was given another");
    let both = refused("NEW,Lamp,12,4006381333931\nOLD,Lamp,10,96385074\nA,Tea,1,96385074\n", &lamp);
    assert_eq!(both, [(2, "barcode_taken"), (3, "barcode_taken")], "it was given none, so it has what it had");
    let nothing = BTreeMap::new();
    assert_eq!(refused("A,Tea,1,036000291452\nB,Tea,1,0036000291452\n", &nothing), [(3, "barcode_taken")]);
    assert_eq!(refused("A,Tea,1,36000291452\nB,Tea,1,036000291452\n", &nothing), [(3, "barcode_taken")]);
    assert_eq!(refused("2201,Pen,1,\nB,Pencil,1,2201\n", &nothing), [(3, "barcode_taken")], "another's code");
    assert_eq!(refused("B,Pencil,1,2201\n", &known(&[("2201", &[])])), [(2, "barcode_taken")]);
    assert_eq!(refused("2201,Pen,1,\n", &known(&[("B", &["2201"])])), [(2, "code_taken")]);
    assert_eq!(refused("2201,Pen,1,2201\n", &known(&[("2201", &["2201"])])), [], "its own code");
}

#[test]
fn in_store_barcodes_keep_clear_of_what_the_file_gives() {
    let mut products = read("sku,name,price,ean\nA,Ale,1,2000000000015\nB,Bread,1,\n", &options()).products;
    barcodes::assign_in_store(&mut products, "20", &BTreeMap::new()).unwrap();
    assert_eq!(products[1].barcodes, ["2000000000022"]);
}

#[test]
fn letters_of_another_encoding_are_found_told_or_refused() {
    let found = |bytes: &[u8]| {
        let sheet = sheet(bytes);
        (sheet.encoding.clone(), sheet.encoding_by, sheet.telling().map(str::to_owned))
    };
    let guessed = found(b"sku;name;price\nK1;K\x84seglocke gro\xe1;19.00\n");
    assert_eq!(guessed, ("windows-1252".into(), KnownBy::Guess, Some("K„seglocke groá".into())));
    let wide: Vec<u8> = "sku;name;price\r\nK1;Łyżka;19.00\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!((found(&wide).0, bytes(&wide).products[0].name.as_str()), ("UTF-16LE".into(), "Łyżka"));
    let spoilt = bytes(b"sku;name;price\nK1;K\xc3\xa4seglocke;19.00\nK6;R\xfchrsch\xfcssel;9.00\n");
    assert_eq!((refused(&spoilt), spoilt.products[0].name.as_str()), (vec![(3, "lost_letters")], "Käseglocke"));
    let control = bytes("sku;name;price\nK1;K\u{84}se;1\nK2;Tea\u{7};1\nK3;T\u{0}ea;1\n".as_bytes());
    assert_eq!(refused(&control), [(2, "control_characters"), (3, "control_characters"), (4, "control_characters")]);
    let named = Layout { encoding: Some("cp850".into()), ..Layout::default() };
    let named = Sheet::from_bytes(b"sku;name;price\nK1;K\x84seglocke gro\xe1;19.00\n".to_vec(), &named).unwrap();
    let named = read_sheet(&named, &options(), pounds(), &BTreeMap::new()).unwrap();
    assert_eq!(named.products[0].name, "Käseglocke groß");
}

#[test]
fn what_nobody_sees_is_no_part_of_a_code() {
    let text = "sku,name,price,barcode\nL1,Lamp,25,\nL1\u{200b},Lamp,26,\n\u{2060} L2,Lamp,80,\nL3,Lamp,4,\u{200e}4006381333931\nsku,name,price,barcode\n";
    let read = bytes(text.as_bytes());
    assert_eq!(refused(&read), [(3, "repeated"), (6, "not_a_price")], "a second header is a row that is none");
    assert_eq!(read.products[1].sku, "L2");
    assert_eq!(read.products[2].barcodes, ["4006381333931"]);
    let customers = sheet("number,name\nC1,Ada\n\u{200b}C1,Ada\n".as_bytes());
    let read = read_customers(&customers, &CustomersOptions::default(), &|_, _| {}).unwrap();
    assert_eq!((read.customers.len(), read.refused[0].reason.code()), (1, "repeated"));
    assert_eq!(quantities("sku,quantity\nL1\u{200b},3\n"), Ok(vec![("L1".into(), Quantity(3000))]));
}

#[test]
fn tax_is_named_by_a_class_or_by_a_rate_that_one_class_has() {
    let read = bytes(b"sku,name,price,vat\nM1,Book,10,5%\nM2,Lamp,20,20 %\nM3,Chair,90,20.00\nM4,Stamp,1,0\nM5,Rug,50,Standard\nM6,Car,1,19\n");
    let classes: Vec<&str> = read.products.iter().map(|product| product.tax_class.as_str()).collect();
    assert_eq!(classes, ["reduced", "standard", "standard", "zero", "standard"]);
    let said = shared_model::words::reason(&read.refused[0].reason.clone().into());
    assert!(said.contains("standard (20 %), reduced (5 %), zero (0 %)"), "{said}");
}

#[test]
fn a_column_whose_name_two_have_is_not_guessed() {
    let twice = sheet(b"sku,name,price,Price\nA,Tea,1,2\n");
    let error = read_sheet(&twice, &options(), pounds(), &BTreeMap::new()).unwrap_err();
    assert!(matches!(error, ImportError::ColumnTwice { field: "price", .. }), "{error:?}");
}

#[test]
fn a_street_may_have_lines_and_a_name_may_not() {
    let text = "number,name,street,city\n7,Ada,\"Main St 1\nBack yard\",Berlin\n8,\"Bea\n9\",x,y\n";
    let read = read_customers(&sheet(text.as_bytes()), &CustomersOptions::default(), &|_, _| {}).unwrap();
    assert_eq!(read.customers[0].address.lines, ["Main St 1", "Back yard"]);
    let refused: Vec<(u64, &str)> = read.refused.iter().map(|one| (one.row, one.reason.code())).collect();
    assert_eq!(refused, [(4, "open_quote"), (5, "inside_quote")]);
}

type Lines = Result<Vec<(String, Quantity)>, Vec<(u64, &'static str)>>;

fn quantities(text: &str) -> Lines {
    quantities_with(text, &QuantitiesOptions::default())
}

fn quantities_with(text: &str, options: &QuantitiesOptions) -> Lines {
    let read = read_quantities(&sheet(text.as_bytes()), options).unwrap().lines;
    read.map_err(|bad| bad.into_iter().map(|one| (one.row, one.reason.code())).collect())
}

#[test]
fn a_quantity_that_can_be_two_is_refused_and_one_that_cannot_is_read() {
    assert_eq!(quantities("sku;quantity\nA;1.200\nB;3\n"), Err(vec![(2, "unsure_number")]));
    assert_eq!(
        quantities("sku;quantity\nA;1.200\nB;0,5\n").unwrap(),
        [("A".into(), Quantity(1_200_000)), ("B".into(), Quantity(500))]
    );
    let weighed = QuantitiesOptions { no_thousands: true, ..QuantitiesOptions::default() };
    assert_eq!(quantities_with("sku;quantity\nA;1.200\n", &weighed).unwrap(), [("A".into(), Quantity(1200))]);
    assert_eq!(
        quantities("sku,quantity\r\n\r\nA,0\r\nB,-1\r\nC,x\r\n")
            .unwrap_err()
            .iter()
            .map(|(row, _)| *row)
            .collect::<Vec<_>>(),
        [3, 4, 5]
    );
}
