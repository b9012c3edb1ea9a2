//! What a scanner sends, and which product it sells.

use crate::world::*;
use shared_model::catalogue::{Product, barcode};
use shared_model::command::*;
use shared_model::refusal::ErrorCode;
use shared_model::unit::ProductId;

fn scan(code: &str) -> CartScan {
    CartScan { code: code.into(), quantity: None }
}

/// The shop has these besides: number, SKU, barcodes. Each is called after its SKU.
async fn shop_with(goods: &[(u128, &str, &[&str])]) -> World {
    let mut world = World::open().await;
    let mut rows = Vec::new();
    for (number, sku, codes) in goods {
        let product = ProductId(id(*number));
        let barcodes = codes.iter().map(|code| barcode::fold(code)).collect();
        rows.push(row(Product { barcodes, ..Product::plain(product, sku, &format!("The {sku}"), "standard") }));
        rows.push(price(product, 100));
    }
    world.hear(rows).await.unwrap();
    world
}

/// The SKU that is sold, or the refusal's code and sentence.
async fn sold(world: &World, code: &str) -> Result<String, (ErrorCode, String)> {
    let cart = world.try_run(scan(code)).await.map_err(|failure| (failure.code, failure.message))?;
    world.run(CartUndo {}).await;
    let touched = cart.lines.iter().find(|line| Some(line.line) == cart.touched);
    Ok(touched.map(|line| line.sku.clone()).unwrap_or_default())
}

#[tokio::test]
async fn a_label_sells_its_article_however_its_number_is_written() {
    let goods: &[(u128, &str, &[&str])] = &[
        (201, "PEN", &["4006381333931"]),
        (202, "DRINK", &["042100005264"]),
        (203, "PLASTERS", &["9506000134352"]),
        (204, "0036000291452", &[]),
    ];
    let world = shop_with(goods).await;
    let cases = [
        ("4006381333931", "PEN"),
        ("]E04006381333931", "PEN"),
        ("4 006381 333931", "PEN"),
        ("04252614", "DRINK"),
        ("042100005264", "DRINK"),
        ("0042100005264", "DRINK"),
        ("0109506000134352", "PLASTERS"),
        ("]C10109506000134352", "PLASTERS"),
        ("(01)09506000134352", "PLASTERS"),
        ("\u{1d}01095060001343521726123110LOT7\u{1d}21SER9", "PLASTERS"),
        ("https://id.gs1.org/01/09506000134352/10/LOT7", "PLASTERS"),
        ("036000291452", "0036000291452"),
        ("0100036000291452", "0036000291452"),
    ];
    for (code, sku) in cases {
        assert_eq!(sold(&world, code).await, Ok(sku.to_owned()), "{code:?}");
        let found = world.run(ProductSearch { code: true, ..find(code) }).await;
        assert_eq!(found.tiles.iter().map(|tile| tile.sku.as_str()).collect::<Vec<_>>(), [sku], "{code:?}");
    }
}

#[tokio::test]
async fn a_small_label_that_is_two_codes_at_once_sells_the_one_that_is_known() {
    // As eight digits an EAN-8; as UPC-E, with its zeros, 042 5000 00…
    let both = (0..1000).map(|middle| format!("0425{middle:03}")).find_map(|digits| {
        let code = format!("{digits}{}", barcode::check_digit(&digits)?);
        barcode::other_reading(&barcode::fold(&code)).map(|number| (code, number))
    });
    let (code, number) = both.unwrap();
    let world = shop_with(&[(201, "LONG", &[&number])]).await;
    assert_eq!(sold(&world, &code).await, Ok("LONG".into()));
    let world = shop_with(&[(201, "SHORT", &[&code])]).await;
    assert_eq!(sold(&world, &number).await, Ok("SHORT".into()));
    let world = shop_with(&[(201, "LONG", &[&number]), (202, "SHORT", &[&code])]).await;
    assert_eq!(sold(&world, &code).await, Ok("SHORT".into()), "as it is printed");
    assert_eq!(sold(&world, &number).await, Ok("LONG".into()));
}

#[tokio::test]
async fn a_code_of_two_products_sells_neither_until_somebody_chooses() {
    let goods: &[(u128, &str, &[&str])] = &[
        (201, "J1", &["4006381333931"]),
        (202, "J2", &["4006381333931"]),
        (203, "PENCIL", &["2201"]),
        (204, "2201", &[]),
        (205, "U100", &[]),
        (206, "Ü100", &[]),
        (207, "MÜLLER", &[]),
        (208, "muller", &[]),
    ];
    let world = shop_with(goods).await;
    let several = [
        ("4006381333931", vec!["J1", "J2"]),
        ("0104006381333931", vec!["J1", "J2"]),
        ("2201", vec!["2201", "PENCIL"]),
        ("ü100", vec!["U100", "Ü100"]),
        ("Muller", vec!["MÜLLER", "muller"]),
    ];
    for (code, skus) in several {
        let (refused, message) = sold(&world, code).await.unwrap_err();
        assert_eq!(refused, ErrorCode::SeveralProducts, "{code}");
        for sku in &skus {
            assert!(message.contains(&format!("The {sku} ({sku})")), "{message}");
        }
        let found = world.run(ProductSearch { code: true, ..find(code) }).await;
        assert_eq!(found.tiles.iter().map(|tile| tile.sku.as_str()).collect::<Vec<_>>(), skus, "{code}");
        assert_eq!(world.run(CartAdd { product: found.tiles[1].id, quantity: None }).await.lines[0].sku, skus[1]);
        world.run(CartUndo {}).await;
    }
    for code in ["U100", "Ü100", "MÜLLER", "muller", "J1", "PENCIL", "pencil"] {
        let sku = if code == "pencil" { "PENCIL" } else { code };
        assert_eq!(sold(&world, code).await, Ok(sku.to_owned()), "to the letter");
    }
}

#[tokio::test]
async fn a_code_that_was_given_to_another_product_sells_that_one() {
    let mut world = shop_with(&[(201, "J1", &["4006381333931"]), (202, "J2", &["4006381333931"])]).await;
    let barcodes = vec![barcode::fold("4006381333931")];
    let gone = Product { archived: true, barcodes, ..Product::plain(ProductId(id(201)), "J1", "The J1", "standard") };
    world.hear(vec![row(gone)]).await.unwrap();
    assert_eq!(sold(&world, "4006381333931").await, Ok("J2".into()));
}

#[tokio::test]
async fn a_code_that_nothing_has_is_said_as_it_is_seen_and_why_where_that_can_be_told() {
    let world = World::open().await;
    let cases = [
        ("\u{1d}10LOT7\u{1d}21SER9", "“10LOT7 21SER9”"),
        ("say \"hi\" \\", "“say \"hi\" \\”"),
        ("a\u{202e}b\u{1b}[0m", "“ab [0m”"),
    ];
    for (code, seen) in cases {
        let (refused, message) = sold(&world, code).await.unwrap_err();
        assert_eq!(refused, ErrorCode::UnknownBarcode);
        assert!(
            message.starts_with(&format!("No product here has the code {seen}. The cart is as it was.")),
            "{message}"
        );
        assert!(!message.contains("scanner"), "{message}");
    }
    for code in ["'àà-\"_&\"\"\"ç\"&", "čééžščř+š+", "$))^#*!###(#!"] {
        let (refused, message) = sold(&world, code).await.unwrap_err();
        assert_eq!(refused, ErrorCode::UnknownBarcode);
        assert!(message.contains("the scanner is set up for the keyboard of another country"), "{message}");
    }
    assert_eq!(world.run(CartShow {}).await.lines, []);
}
