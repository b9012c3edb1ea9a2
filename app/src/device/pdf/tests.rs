//! Receipts checked by programs that know nothing of ours: pdftotext, qpdf, zbarimg.

use super::render;
use shared_model::command::*;
use shared_model::order::Fulfilment;
use shared_model::paper::{Issued, IssuedLine, IssuedTender, PaperKind};
use shared_model::payment::PaymentMethod;
use shared_model::tax::{LineTax, TaxRow};
use shared_model::unit::*;
use shared_model::words::Worded;
use std::path::Path;
use std::process::Command;
use uuid::Uuid;

fn line(number: u32, name: &str, price: i64, fulfilment: Fulfilment) -> IssuedLine {
    let waits = !fulfilment.is_carry_out();
    IssuedLine {
        line: number,
        sku: format!("8512{number}A"),
        name: name.into(),
        quantity: Quantity(2000),
        unit_price: Amount(price),
        discount: Amount::ZERO,
        amount: Amount(price * 2),
        tax_letter: 'A',
        fulfilment,
        to_be_confirmed: if waits { Quantity(2000) } else { Quantity::ZERO },
    }
}

fn receipt() -> Issued {
    let lines = vec![
        line(1, "CRÈME BRÛLÉE DISH, Größe „L“ €-offer, hand-painted with a very long name", 255, Fulfilment::CarryOut),
        line(2, "WHITE HANGING HEART T-LIGHT HOLDER", 345, Fulfilment::Delivery { address: None }),
    ];
    let vat = LineTax { name: "VAT".into(), rate: Rate::percent(20), amount: Amount(200) };
    Issued {
        kind: PaperKind::Receipt,
        number: "T01-000042".into(),
        order: OrderId(Uuid::from_u128(0x0198_aaaa_bbbb_7ccc_8ddd_eeee_ffff_0000)),
        business: "Sample Shop".into(),
        store: "Harbour Street".into(),
        address: vec!["1 Harbour Street".into(), "Port Town".into()],
        tax_id: "GB 000 0000 00".into(),
        terminal: "Till 1".into(),
        cashier: "Cashier 01".into(),
        placed_at: Timestamp::new(1_772_407_800_000, 60),
        business_date: BusinessDate::new(2026, 3, 2).unwrap(),
        customer: Some(Worded::Unnamed("17850".into())),
        currency: "GBP".parse().unwrap(),
        prices_include_tax: true,
        lines,
        discount: Amount::ZERO,
        net: Amount(1000),
        tax: Amount(200),
        gross: Amount(1200),
        taxes: vec![TaxRow {
            class: "standard".into(),
            letter: 'A',
            components: vec![vat],
            net: Amount(1000),
            tax: Amount(200),
            gross: Amount(1200),
        }],
        cash_rounding: Amount::ZERO,
        tenders: vec![
            IssuedTender { method: PaymentMethod::Card, tendered: Amount(700), reference: Some("004512".into()) },
            IssuedTender { method: PaymentMethod::Cash, tendered: Amount(1000), reference: None },
        ],
        change: Amount(500),
        footer: vec!["Thank you".into()],
    }
}

fn run(program: &str, arguments: &[&str], directory: &Path) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(directory)
        .output()
        .unwrap_or_else(|error| panic!("{program} is needed to check receipts (make setup): {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn written(receipt: &Issued, format: ReceiptFormat, copy: u32) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("receipt.pdf"), render(receipt, format, copy).unwrap()).unwrap();
    directory
}

#[test]
fn every_amount_and_accent_reads_back_from_the_paper() {
    for format in [ReceiptFormat::Roll80, ReceiptFormat::A4] {
        let directory = written(&receipt(), format, 0);
        run("qpdf", &["--check", "receipt.pdf"], directory.path());
        let text = run("pdftotext", &["-layout", "receipt.pdf", "-"], directory.path());
        let wanted = [
            "Sample Shop",
            "GB 000 0000 00",
            "RECEIPT",
            "T01-000042",
            "2026-03-02 00:30:00 +01:00",
            "Cashier 01",
            "CRÈME BRÛLÉE",
            "Größe „L“",
            "€-offer",
            "5.10",
            "6.90",
            "£12.00",
            "VAT 20 %",
            "10.00",
            "2.00",
            "Card (ref. 004512)",
            "Change",
            "5.00",
            "2 subject to stock",
            "To be delivered",
            "Customer 17850",
            "Thank you",
        ];
        for part in wanted {
            assert!(text.contains(part), "{format:?} lacks {part:?} in:\n{text}");
        }
        assert!(!text.contains("COPY"), "the original is not a copy");
    }
}

#[test]
fn a_large_total_is_grouped_like_on_the_screen() {
    let mut large = receipt();
    large.gross = Amount(1_234_567_890);
    let directory = written(&large, ReceiptFormat::Roll80, 0);
    let text = run("pdftotext", &["-layout", "receipt.pdf", "-"], directory.path());
    assert!(text.contains("£12,345,678.90"), "{text}");
}

#[test]
fn a_reprint_says_which_copy_it_is() {
    let directory = written(&receipt(), ReceiptFormat::Roll80, 1);
    let text = run("pdftotext", &["-layout", "receipt.pdf", "-"], directory.path());
    assert!(text.contains("COPY 1"), "{text}");
}

#[test]
fn the_codes_on_the_paper_scan_back_to_number_and_order() {
    for format in [ReceiptFormat::Roll80, ReceiptFormat::A4] {
        let directory = written(&receipt(), format, 0);
        run("pdftoppm", &["-r", "200", "-png", "-singlefile", "receipt.pdf", "page"], directory.path());
        let codes = run("zbarimg", &["--quiet", "page.png"], directory.path());
        assert!(codes.contains("CODE-128:T01-000042"), "{format:?}: {codes}");
        assert!(codes.contains(&format!("QR-Code:{}", receipt().order)), "{format:?}: {codes}");
    }
}

#[test]
fn fonts_are_embedded_as_subsets_and_the_file_stays_small() {
    let directory = written(&receipt(), ReceiptFormat::Roll80, 0);
    let fonts = run("pdffonts", &["receipt.pdf"], directory.path());
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(rows.len(), 2, "{fonts}");
    assert!(rows.iter().all(|row| row.contains("yes yes yes")), "not embedded and subset:\n{fonts}");
    let size = std::fs::metadata(directory.path().join("receipt.pdf")).unwrap().len();
    assert!(size < 80_000, "{size} bytes");
}

#[test]
fn a_long_order_runs_over_pages_and_loses_no_line() {
    let mut long = receipt();
    long.lines =
        (1..=200).map(|number| line(number, &format!("Thing number {number}"), 100, Fulfilment::CarryOut)).collect();
    let directory = written(&long, ReceiptFormat::A4, 0);
    let text = run("pdftotext", &["-layout", "receipt.pdf", "-"], directory.path());
    for number in 1..=200 {
        assert!(
            text.contains(&format!("Thing number {number}\n")) || text.contains(&format!("Thing number {number} ")),
            "{number}"
        );
    }
    assert!(text.matches('\u{c}').count() > 1, "it needs several pages");
}

#[test]
fn letters_the_font_lacks_show_as_boxes_instead_of_vanishing() {
    let mut odd = receipt();
    odd.lines[0].name = "漢 lamp".into();
    let directory = written(&odd, ReceiptFormat::Roll80, 0);
    let text = run("pdftotext", &["-layout", "receipt.pdf", "-"], directory.path());
    assert!(text.contains("\u{25a1} lamp"), "{text}");
}
