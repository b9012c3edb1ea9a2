use super::world::*;
use serde_json::json;
use shared_model::catalogue::Product;
use shared_model::document::{Edit, ProductDocument};
use shared_model::entry::Place;
use shared_model::fact::Fact;
use shared_model::unit::*;
use shared_model::wire::LogBody;

#[tokio::test]
async fn an_edit_shows_at_once_and_stays_until_the_server_s_verdict() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    let mut document = ProductDocument::create(&lamp(), &[1; 16], Timestamp::new(0, 0)).unwrap();
    world.hear(vec![LogBody::Product { row: lamp(), change: document.save() }]).await.unwrap();
    let edits =
        json!({ "product": LAMP, "edits": [{ "field": "name", "base": "Desk lamp, crème", "value": "Reading lamp" }] });
    let detail = world.run("product_edit", edits).await;
    assert_eq!((&detail["product"]["name"], &detail["waiting"]), (&json!("Reading lamp"), &json!(["name"])));

    let outbox = world.till.replica.outbox_next(Place::START, 100, usize::MAX).unwrap();
    let sent = outbox.last().unwrap();
    let Fact::DocumentEdited(intent) = sent.sealed.open().unwrap().fact else { panic!("not an edit") };
    let attachment = sent.sealed.attachment.clone().unwrap();
    assert_eq!(intent.attachment, Edit::hash(&attachment));
    let edit = Edit::open(&attachment).unwrap();
    document.apply(&edit.change.expect("the till had the document")).unwrap();
    assert_eq!(document.row().unwrap().name, "Reading lamp");

    let world_name = |detail: &serde_json::Value| detail["product"]["name"].as_str().unwrap().to_owned();
    let mut world = world.restart().await;
    assert_eq!(world_name(&world.run("product_show", json!({ "product": LAMP })).await), "Reading lamp");
    let verdict = LogBody::Verdict { entry: sent.hash, seq: sent.place.seq, refused: Some("not this one".into()) };
    world.hear(vec![verdict]).await.unwrap();
    let detail = world.run("product_show", json!({ "product": LAMP })).await;
    assert_eq!(world_name(&detail), "Desk lamp, crème");
    assert_eq!((&detail["waiting"], &detail["refused"]), (&json!([]), &json!(["not this one"])));
}

#[tokio::test]
async fn a_price_set_here_sells_at_once_and_gives_way_to_the_server_s() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    let detail = world.run("price_set", json!({ "product": LAMP, "price": 900 })).await;
    assert_eq!((detail["price"]["amount"].as_i64(), detail["price_waiting"].as_bool()), (Some(900), Some(true)));
    assert_eq!(world.run("cart_add", json!({ "product": LAMP })).await["gross"], 900);
    let outbox = world.till.replica.outbox_next(Place::START, 100, usize::MAX).unwrap();
    let held: Vec<_> = outbox.iter().map(|entry| (entry.place, entry.hash)).collect();
    world.till.replica.outbox_acked(&held).unwrap();
    let show = json!({ "product": LAMP });
    assert_eq!(
        world.run("product_show", show.clone()).await["price"]["amount"],
        900,
        "acknowledged, not yet heard back"
    );
    world.hear(vec![LogBody::Price { product: LAMP, amount: Amount(950), currency: pound() }]).await.unwrap();
    let detail = world.run("product_show", show).await;
    assert_eq!((detail["price"]["amount"].as_i64(), detail["price_waiting"].as_bool()), (Some(950), Some(false)));
}

#[tokio::test]
async fn what_a_product_cannot_be_is_refused() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    for (field, value) in [("name", " "), ("shortage", "maybe"), ("tax_class", "none"), ("colour", "red")] {
        let edits = json!({ "product": LAMP, "edits": [{ "field": field, "base": "", "value": value }] });
        assert_eq!(world.refused("product_edit", edits).await, shared_model::command::ErrorCode::Invalid, "{field}");
    }
}

#[tokio::test]
async fn an_archived_product_is_not_found_by_name_but_can_still_be_scanned() {
    let mut world = World::open().await;
    let gone = Product { archived: true, ..lamp() };
    world.hear(vec![LogBody::Product { row: gone, change: Vec::new() }]).await.unwrap();
    let found = world.run("product_search", json!({ "text": "lamp" })).await;
    assert_eq!(found["tiles"].as_array().map(Vec::len), Some(0));
    let code = lamp().barcodes[0].clone();
    assert_eq!(world.run("cart_scan", json!({ "code": code })).await["lines"][0]["sku"], "LAMP1");
    assert_eq!(world.run("status", json!({})).await["products"], 2);
}
