//! What people describe: importing it, and editing it from tills.

use crate::shop::{Shop, Till, row};
use shared_model::document::{DocumentId, Edit, FieldEdit, ProductDocument};
use shared_model::encoding::Bytes;
use shared_model::entry::{Attachment, AttachmentClass};
use shared_model::fact::document::DocumentEdited;
use shared_model::reason::Datum;
use shared_model::refusal::ImportReason;
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, Told};
use shared_model::words::Worded;
use shared_model::{Fact, SealedEntry};
use sync_server::db::sql;
use sync_server::import::run::import_customers;
use sync_server::import::run::{Imported, import_products};
use sync_server::import::{AddressInput, CustomerInput, ProductInput};
use sync_server::{merge, report};

crate::story!(
    importing_again_changes_nothing_and_changes_become_edits,
    customers_come_in_the_same_way,
    a_document_that_takes_no_more_changes_is_told_and_the_others_are_taken_in,
    four_thousand_products_take_seconds,
    two_tills_that_edit_apart_both_count,
    an_edit_that_is_not_allowed_is_told_to_its_till,
    an_edit_of_a_field_that_only_a_newer_server_knows_waits_for_it,
);

async fn import(shop: &Shop, rows: &[ProductInput], dry_run: bool) -> Imported {
    import_products(&shop.db, shop.business(), rows, dry_run, shop.now(), &|_, _| {}).await.unwrap()
}

async fn importing_again_changes_nothing_and_changes_become_edits(shop: Shop) {
    let mut rows = vec![row("LAMP", true), row("DESK", true)];
    let head = shop.end().await;
    let dry = import(&shop, &rows, true).await;
    assert_eq!((dry.created, dry.unchanged, dry.prices_set), (1, 1, 1));
    assert_eq!(shop.end().await, head, "a dry run keeps nothing");
    assert_eq!(import(&shop, &rows, false).await, dry);
    let head = shop.end().await;
    assert_eq!(import(&shop, &rows, false).await.unchanged, 2);
    assert_eq!(shop.end().await, head);
    rows[0].name = "Bright lamp".into();
    rows[1].price = Amount(500);
    let changed = import(&shop, &rows, false).await;
    assert_eq!((changed.created, changed.edited, changed.prices_set, changed.unchanged), (0, 1, 1, 0));
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    let of = |sku: &str| products.iter().find(|row| row.product.sku == sku).unwrap();
    assert_eq!(of("LAMP").product.name, "Bright lamp");
    assert_eq!(of("DESK").price, Some(500));
}

async fn customers_come_in_the_same_way(shop: Shop) {
    let mut rows = vec![CustomerInput {
        number: "17850".into(),
        name: String::new(),
        email: String::new(),
        phone: "1".into(),
        address: AddressInput { lines: vec!["United Kingdom".into()], ..AddressInput::default() },
    }];
    let import = async |rows: &[CustomerInput]| {
        import_customers(&shop.db, shop.business(), rows, false, shop.now(), &|_, _| {}).await.unwrap()
    };
    assert_eq!(import(&rows).await.created, 1);
    assert_eq!(import(&rows).await.unchanged, 1);
    rows[0].name = "Round Corner Shop".into();
    rows[0].address = AddressInput {
        lines: vec!["2 Low Street".into(), "United Kingdom".into()],
        city: "Leeds".into(),
        postcode: "LS1 1AA".into(),
        country: "GB".into(),
    };
    assert_eq!(import(&rows).await.edited, 1);
    let customers = report::customers(&shop.db, shop.business()).await.unwrap();
    assert_eq!(customers[0].customer.name, "Round Corner Shop");
    let address = &customers[0].customer.addresses[0];
    assert_eq!(address.lines, rows[0].address.lines);
    assert_eq!([&address.city, &address.postcode, &address.country].map(String::as_str), ["Leeds", "LS1 1AA", "GB"]);
}

async fn a_document_that_takes_no_more_changes_is_told_and_the_others_are_taken_in(shop: Shop) {
    let mut till = shop.till().await;
    let lamp = edited(&mut till, shop.manager, shop.product("LAMP"), &edit("name", "Nice LAMP", "Desk lamp"));
    assert_eq!(shop.push(&till, &[lamp]).await, [EntryOutcome::Stored]);
    let spoil = sql("update document set content = $2 where business = $1").id(shop.business()).bytes(vec![1, 2, 3]);
    let mut conn = shop.db.begin_write().await.unwrap();
    assert_eq!(spoil.run(&mut conn).await.unwrap(), 1);
    conn.commit().await.unwrap();
    let mut rows = ["CHAIR", "LAMP", "RUG"].map(|sku| row(sku, true)).to_vec();
    for changed in &mut rows {
        changed.name = format!("Bright {}", changed.sku);
    }
    let done = import(&shop, &rows, false).await;
    let kept = Worded::Reason(ImportReason::DocumentFull { what: "LAMP".into() }.into());
    assert_eq!((done.edited, done.kept), (2, vec![kept]));
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    let name = |sku: &str| products.iter().find(|row| row.product.sku == sku).unwrap().product.name.clone();
    assert_eq!(["CHAIR", "LAMP", "RUG"].map(name), ["Bright CHAIR", "Desk lamp", "Bright RUG"]);
}

async fn four_thousand_products_take_seconds(shop: Shop) {
    let rows: Vec<ProductInput> = (0..4000).map(|number| row(&format!("SKU{number:05}"), true)).collect();
    let start = std::time::Instant::now();
    assert_eq!(import(&shop, &rows, false).await.created, 4000);
    let took = start.elapsed();
    eprintln!("4,000 products in {took:?}");
    assert!(took.as_secs() < 60, "it took {took:?}");
}

fn fields(field: &str, base: &str, value: &str) -> Vec<FieldEdit> {
    vec![FieldEdit { field: field.into(), base: base.into(), value: value.into() }]
}

/// An edit by what somebody meant alone.
pub fn edit(field: &str, base: &str, value: &str) -> Edit {
    Edit { fields: fields(field, base, value), base: None, change: None }
}

fn attached(edit: &Edit) -> Attachment {
    Attachment::new(AttachmentClass::Note, [7; 16], edit.encode())
}

pub fn edited(till: &mut Till, staff: StaffId, product: ProductId, edit: &Edit) -> SealedEntry {
    described(till, staff, DocumentId::Product(product), edit)
}

pub fn described(till: &mut Till, staff: StaffId, document: DocumentId, edit: &Edit) -> SealedEntry {
    let (fact, content) = (Fact::DocumentEdited(DocumentEdited::of(document)), attached(edit));
    till.seal_with(staff, &fact, vec![content.name()], vec![content])
}

fn edited_fact(product: ProductId) -> Fact {
    Fact::DocumentEdited(DocumentEdited::of(DocumentId::Product(product)))
}

async fn two_tills_that_edit_apart_both_count(shop: Shop) {
    let lamp = shop.product("LAMP");
    let (mut one, mut two) = (shop.till().await, shop.till().await);
    let first = edited(&mut one, shop.manager, lamp, &edit("name", "Nice LAMP", "Desk lamp"));

    // The other till derives the document from the row it was told, and makes the change itself.
    let created = shop.log_of(&two).await.into_iter().find_map(|told| match told {
        Told::Product(told) if told.row.id == lamp => Some(told),
        _ => None,
    });
    let created = created.unwrap();
    assert!(created.changes.is_empty(), "nobody edited it yet");
    let mut document = ProductDocument::derived(&created.row).unwrap();
    let base = Some(Bytes::from(document.save().unwrap()));
    let fields = fields("category", "Things", "Light");
    let change = Some(Bytes::from(document.edit(&fields, &[9; 16], shop.now()).unwrap()));
    let own = Edit { fields, base, change: change.clone() };
    let second = edited(&mut two, shop.manager, lamp, &own);

    assert_eq!(shop.push(&one, &[first]).await, [EntryOutcome::Stored]);
    assert_eq!(shop.push(&two, &[second]).await, [EntryOutcome::Stored]);
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    let row = &products.iter().find(|row| row.product.id == lamp).unwrap().product;
    assert_eq!((row.name.as_str(), row.category.as_str()), ("Desk lamp", "Light"));
    let merged = |told: &Told| matches!(told, Told::Verdict(verdict) if verdict.refused.is_none());
    assert_eq!(shop.log_of(&one).await.iter().filter(|told| merged(told)).count(), 1);
    let changes: Vec<Bytes> = shop
        .log_of(&one)
        .await
        .into_iter()
        .filter_map(|told| match told {
            Told::Product(told) if told.row.id == lamp => Some(told.changes),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(changes.last(), change.as_ref(), "the till's own change is what is told");
    let followed: Vec<u8> = changes.into_iter().flat_map(Bytes::into_vec).collect();
    assert_eq!(&ProductDocument::load(&followed).unwrap().row().unwrap(), row, "who follows the changes gets the same");
}

async fn an_edit_that_is_not_allowed_is_told_to_its_till(shop: Shop) {
    let mut till = shop.till().await;
    let (lamp, unknown) = (shop.product("LAMP"), ProductId(uuid::Uuid::from_u128(404)));
    let forbidden = edited(&mut till, shop.cashier, lamp, &edit("name", "Nice LAMP", "Mine"));
    let lost = edited(&mut till, shop.manager, unknown, &edit("name", "", "Nobody's"));
    let content = attached(&edit("name", "Nice LAMP", "Empty"));
    let empty = till.seal_with(shop.manager, &edited_fact(lamp), vec![content.name()], Vec::new());
    let fixed = edited(&mut till, shop.manager, lamp, &edit("stocked", "true", "false"));
    assert_eq!(shop.push(&till, &[forbidden, lost, empty, fixed]).await, [const { EntryOutcome::Stored }; 4]);
    let verdicts: Vec<bool> = shop
        .log_of(&till)
        .await
        .into_iter()
        .filter_map(|told| match told {
            Told::Verdict(verdict) => Some(verdict.refused.is_some()),
            _ => None,
        })
        .collect();
    assert_eq!(verdicts, [true; 4]);
    let codes: Vec<String> =
        report::set_aside(&shop.db, shop.business()).await.unwrap().into_iter().map(|row| row.code).collect();
    assert_eq!(codes, ["not_allowed", "unknown_reference", "inconsistent", "inconsistent"]);
}

async fn an_edit_of_a_field_that_only_a_newer_server_knows_waits_for_it(shop: Shop) {
    let (mut till, lamp) = (shop.till().await, shop.product("LAMP"));
    // Also where the till knew the field, and made the change itself.
    let mut both = edit("scent", "", "oak");
    both.fields.extend(fields("name", "Nice LAMP", "Desk lamp"));
    let mut known = ProductDocument::derived(&shop.products["LAMP"]).unwrap();
    let base = Some(Bytes::from(known.save().unwrap()));
    let change = Some(Bytes::from(known.edit(&both.fields[1..], &[9; 16], shop.now()).unwrap()));
    let both = Edit { base, change, ..both };
    let waiting = edited(&mut till, shop.manager, lamp, &both);
    assert_eq!(shop.push(&till, std::slice::from_ref(&waiting)).await, [EntryOutcome::Stored]);
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    let name = || &products.iter().find(|row| row.product.id == lamp).unwrap().product.name;
    assert_eq!(name(), "Nice LAMP", "nothing of it is carried out before all of it is");
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    assert_eq!(aside.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["unknown_kind"]);
    let still = merge::retry(&shop.db, till.id, waiting.hash(), shop.manager, shop.now()).await.unwrap();
    let kind = still.reason.and_then(|reason| reason.get("kind").cloned());
    assert_eq!((still.applied, kind), (false, Some(Datum::from("document_edited scent"))));
    let verdicts = shop.log_of(&till).await.into_iter().filter(|told| matches!(told, Told::Verdict(_)));
    assert_eq!(verdicts.count(), 0, "it is not refused");
}
