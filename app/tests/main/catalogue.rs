//! Products as people change them here, and as the server judges it.

use crate::world::*;
use app::replica::own::outbox::OutboxEntry;
use app::replica::{ReplicaError, Said};
use shared_model::bounds::{EDIT_FIELDS_MAX, FIELD_BYTES_MAX};
use shared_model::catalogue::{Product, ProductField};
use shared_model::command::*;
use shared_model::document::{DocumentId, Edit, FieldEdit, ProductDocument};
use shared_model::encoding::Bytes;
use shared_model::entry::{AttachmentClass, Place};
use shared_model::fact::{self, Fact};
use shared_model::refusal::AsideReason;
use shared_model::refusal::ErrorCode;
use shared_model::sample::{self, id, march};
use shared_model::unit::*;
use shared_model::wire::Told;
use shared_model::wire::told::catalogue::{PriceTold, ProductTold};
use shared_model::wire::told::health::Verdict;

const SHOW: ProductShow = ProductShow { product: LAMP };

fn edit(field: &str, base: &str, value: &str) -> ProductEdit {
    let edit = FieldEdit { field: field.into(), base: base.into(), value: value.into() };
    ProductEdit { product: LAMP, edits: vec![edit] }
}

#[tokio::test]
async fn a_barcode_is_one_product_s() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    let code = lamp().barcodes[0].clone();
    let of = |product, value: &str| {
        let edit = FieldEdit { field: "barcodes".into(), base: String::new(), value: value.into() };
        ProductEdit { product, edits: vec![edit] }
    };
    assert_eq!(world.refused(of(POSTAGE, &format!("4000000000020 {code}"))).await, ErrorCode::Invalid);
    world.run(of(POSTAGE, "4000000000020")).await;
    world.run(of(LAMP, &format!("{code} 4000000000037"))).await;
}

#[tokio::test]
async fn a_field_takes_as_much_here_as_at_the_server() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    let text = |bytes| edit("description", "", &"x".repeat(bytes));
    assert_eq!(world.refused(text(FIELD_BYTES_MAX + 1)).await, ErrorCode::Invalid);
    world.run(text(FIELD_BYTES_MAX)).await;
    let (_, edit) = sent(&world);
    let product = world.till.replica.read(|reader| reader.product(LAMP)).unwrap().unwrap();
    let mut document = ProductDocument::derived(&product).unwrap();
    document.apply(&edit.change.expect("it was made here")).unwrap();
    assert_eq!(document.row().unwrap().description.len(), FIELD_BYTES_MAX);
}

#[tokio::test]
async fn an_edit_of_too_much_is_refused_and_one_of_much_goes_up() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    let edits = |fields: &[&str], bytes: usize| {
        let of = |letter: &str| letter.repeat(bytes);
        let edit = |field: &&str| FieldEdit { field: (*field).into(), base: of("y"), value: of("x") };
        ProductEdit { product: LAMP, edits: fields.iter().map(edit).collect() }
    };
    let many = vec!["name"; EDIT_FIELDS_MAX + 1];
    for refused in [edits(&["category", "category"], 3), edits(&many, 3)] {
        assert_eq!(world.refused(refused).await, ErrorCode::Invalid);
    }
    world.run(edits(&["name", "description", "category", "barcodes"], FIELD_BYTES_MAX)).await;
    assert_eq!(sent(&world).1.fields.len(), 4);
}

/// The last edit that was recorded here, as it goes up.
fn sent(world: &World) -> (OutboxEntry, Edit) {
    let sent = world.till.replica.outbox_next(Place::START, 100, usize::MAX).unwrap().pop().unwrap();
    let entry = sent.sealed.open().unwrap();
    let Fact::DocumentEdited(edited) = entry.fact().unwrap() else { panic!("not an edit") };
    assert_eq!(edited.id(), Some(DocumentId::Product(LAMP)));
    let [name] = &entry.attachments[..] else { panic!("one attachment") };
    let attachment = sent.sealed.attachment(name).expect("it is what the entry names");
    // What describes a thing names nobody, and is kept as a note.
    assert_eq!((&name.class, &attachment.class), (&AttachmentClass::Note, &AttachmentClass::Note));
    let edit = Edit::open(&attachment.body).unwrap();
    (sent, edit)
}

/// A lamp that somebody renamed elsewhere: its document, and all its changes.
fn renamed(name: &str) -> (ProductDocument, Told) {
    let mut document = ProductDocument::derived(&lamp()).unwrap();
    let rename = FieldEdit { field: "name".into(), base: lamp().name, value: name.into() };
    document.edit(&[rename], &[1; 16], Timestamp::new(NOON, 0)).unwrap();
    let changes = vec![Bytes::from(document.save().unwrap())];
    let told = Told::Product(ProductTold { row: document.row().unwrap(), changes });
    (document, told)
}

#[tokio::test]
async fn an_edit_shows_at_once_and_stays_until_the_server_s_verdict() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    let (mut document, told) = renamed("Bedside lamp");
    world.hear(vec![told]).await.unwrap();
    let detail = world.run(edit("name", "Bedside lamp", "Reading lamp")).await;
    assert_eq!((detail.product.name.as_str(), detail.waiting), ("Reading lamp", vec![ProductField::Name]));

    let (sent, edit) = sent(&world);
    assert_eq!(edit.base, None, "the server has this document");
    document.apply(&edit.change.expect("the till had the document")).unwrap();
    assert_eq!(document.row().unwrap().name, "Reading lamp");

    let mut world = world.restart().await;
    assert_eq!(world.run(SHOW).await.product.name, "Reading lamp");
    let refused = Some(AsideReason::EditMisfit { finding: "not this one".into() }.into());
    let Place { incarnation, seq } = sent.place;
    world.hear(vec![Told::Verdict(Verdict { entry: sent.hash, incarnation, seq, refused })]).await.unwrap();
    let detail = world.run(SHOW).await;
    assert_eq!(detail.product.name, "Bedside lamp");
    let refused: Vec<String> = detail.refused.iter().map(ToString::to_string).collect();
    assert_eq!((detail.waiting, refused), (vec![], vec!["the edit does not fit: not this one".to_owned()]));
}

#[tokio::test]
async fn an_edit_of_a_document_nobody_edited_goes_up_with_its_base() {
    let mut world = World::open().await;
    world.sign_in(MANAGER).await;
    world.run(edit("name", "Desk lamp, crème", "Reading lamp")).await;
    let (_, first) = sent(&world);
    let base = first.base.expect("the server has no document to lay the change on");
    let mut derived = ProductDocument::derived(&lamp()).unwrap();
    assert_eq!(base, derived.save().unwrap(), "the one that follows from the row, wherever it is made");
    let mut document = ProductDocument::load(&base).unwrap();
    document.apply(&first.change.unwrap()).unwrap();
    assert_eq!(document.row().unwrap(), Product { name: "Reading lamp".into(), ..lamp() });

    // Until the verdict there is nothing to lay a second change on.
    world.run(edit("category", "Light", "Reading")).await;
    let (_, second) = sent(&world);
    assert_eq!((second.base, second.change), (None, None));
    let field = FieldEdit { field: "category".into(), base: "Light".into(), value: "Reading".into() };
    assert_eq!(second.fields, [field]);
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
    world.hear(vec![price(LAMP, 950)]).await.unwrap();
    assert_eq!(shown(world.run(SHOW).await), (Amount(950), false));
}

#[tokio::test]
async fn a_price_of_a_list_or_from_a_quantity_or_for_some_days_is_not_what_everybody_pays() {
    let mut world = World::open().await;
    let plain = sample::price_set(LAMP, Amount(700));
    let day = Some(march());
    let others = [
        fact::catalogue::PriceSet { list: Some(PriceListId(id(21))), ..plain.clone() },
        fact::catalogue::PriceSet { quantity_break: Some(Quantity(10_000)), ..plain.clone() },
        fact::catalogue::PriceSet { valid_from: day, ..plain.clone() },
        fact::catalogue::PriceSet { valid_to: day, ..plain },
    ];
    for price in &others {
        let said = Said::by(None, Fact::PriceSet(price.clone()));
        let now = world.till.now();
        world.till.replica.write::<_, ReplicaError, _>(|own| own.record(said, now)).unwrap();
        let detail = world.run(SHOW).await;
        assert_eq!((detail.price.unwrap().amount, detail.price_waiting), (Amount(1200), false), "{price:?}");
    }
    world.hear(others.iter().map(|price| Told::Price(PriceTold::of(price, None))).collect()).await.unwrap();
    assert_eq!(world.run(SHOW).await.price.unwrap().amount, Amount(1200));
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
    world.hear(vec![row(gone)]).await.unwrap();
    assert_eq!(world.run(find("lamp")).await.tiles, []);
    let scan = CartScan { code: lamp().barcodes[0].clone(), quantity: None };
    assert_eq!(world.run(scan).await.lines[0].sku, "LAMP1");
    assert_eq!(world.run(Status {}).await.products, 2);
}
