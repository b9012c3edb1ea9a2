//! Products as people change them here, and as the server judges it.

use crate::world::*;
use shared_model::catalogue::{Product, ProductField};
use shared_model::command::*;
use shared_model::document::{Edit, FieldEdit, ProductDocument};
use shared_model::entry::Place;
use shared_model::fact::Fact;
use shared_model::unit::*;
use shared_model::wire::LogBody;

const SHOW: ProductShow = ProductShow { product: LAMP };

fn edit(field: &str, base: &str, value: &str) -> ProductEdit {
    let edit = FieldEdit { field: field.into(), base: base.into(), value: value.into() };
    ProductEdit { product: LAMP, edits: vec![edit] }
}

#[tokio::test]
async fn an_edit_shows_at_once_and_stays_until_the_server_s_verdict() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    let mut document = ProductDocument::create(&lamp(), &[1; 16], Timestamp::new(0, 0)).unwrap();
    world.hear(vec![LogBody::Product { row: lamp(), change: document.save() }]).await.unwrap();
    let detail = world.run(edit("name", "Desk lamp, crème", "Reading lamp")).await;
    assert_eq!((detail.product.name.as_str(), detail.waiting), ("Reading lamp", vec![ProductField::Name]));

    let outbox = world.till.replica.outbox_next(Place::START, 100, usize::MAX).unwrap();
    let sent = outbox.last().unwrap();
    let Fact::DocumentEdited(intent) = sent.sealed.open().unwrap().fact else { panic!("not an edit") };
    let attachment = sent.sealed.attachment.clone().unwrap();
    assert_eq!(intent.attachment, Edit::hash(&attachment));
    let edit = Edit::open(&attachment).unwrap();
    document.apply(&edit.change.expect("the till had the document")).unwrap();
    assert_eq!(document.row().unwrap().name, "Reading lamp");

    let mut world = world.restart().await;
    assert_eq!(world.run(SHOW).await.product.name, "Reading lamp");
    let verdict = LogBody::Verdict { entry: sent.hash, seq: sent.place.seq, refused: Some("not this one".into()) };
    world.hear(vec![verdict]).await.unwrap();
    let detail = world.run(SHOW).await;
    assert_eq!(detail.product.name, "Desk lamp, crème");
    assert_eq!((detail.waiting, detail.refused), (vec![], vec!["not this one".to_owned()]));
}

#[tokio::test]
async fn a_price_set_here_sells_at_once_and_gives_way_to_the_server_s() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    let shown = |detail: ProductDetail| (detail.price.unwrap().amount, detail.price_waiting);
    let detail = world.run(PriceSet { product: LAMP, price: Amount(900) }).await;
    assert_eq!(shown(detail), (Amount(900), true));
    assert_eq!(world.run(add(LAMP)).await.gross, Amount(900));
    let outbox = world.till.replica.outbox_next(Place::START, 100, usize::MAX).unwrap();
    let held: Vec<_> = outbox.iter().map(|entry| (entry.place, entry.hash)).collect();
    world.till.replica.outbox_acked(&held).unwrap();
    assert_eq!(shown(world.run(SHOW).await).0, Amount(900), "acknowledged, not yet heard back");
    world.hear(vec![LogBody::Price { product: LAMP, amount: Amount(950), currency: pound() }]).await.unwrap();
    assert_eq!(shown(world.run(SHOW).await), (Amount(950), false));
}

#[tokio::test]
async fn what_a_product_cannot_be_is_refused() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    for (field, value) in [("name", " "), ("shortage", "maybe"), ("tax_class", "none"), ("colour", "red")] {
        assert_eq!(world.refused(edit(field, "", value)).await, ErrorCode::Invalid, "{field}");
    }
}

#[tokio::test]
async fn an_archived_product_is_not_found_by_name_but_can_still_be_scanned() {
    let mut world = World::open().await;
    let gone = Product { archived: true, ..lamp() };
    world.hear(vec![LogBody::Product { row: gone, change: Vec::new() }]).await.unwrap();
    assert_eq!(world.run(find("lamp")).await.tiles, []);
    let scan = CartScan { code: lamp().barcodes[0].clone(), quantity: None };
    assert_eq!(world.run(scan).await.lines[0].sku, "LAMP1");
    assert_eq!(world.run(Status {}).await.products, 2);
}
